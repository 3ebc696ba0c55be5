import type { ConflictFact } from './fact.ts';
import { CANDOURS } from './grid.ts';
import { openDraft, type History } from './history.ts';
import type { Slate } from './hypotheses.ts';
import { shapeNumber, type Market } from './market.ts';
import { findPair, pairNumber } from './accomplices.ts';
import { BANK, partyNumber } from './parties.ts';
import { cellNumber, findCell } from './tables.ts';

/** Whether names at first sight are given numbers (when learning) or stand as unknown (when only asked). */
export type Naming = 'learn' | 'look';

/**
 * draftConflict lays a conflict out behind the last one of the history, ready to be weighed; its number is
 * `history.count`. With `look` nothing is remembered, so a question asked leaves no trace.
 */
export function draftConflict(market: Market, conflict: ConflictFact, slate: Slate, naming: Naming): void {
  const { history } = market;
  market.drafted = null;
  let entries = 0;
  for (const claim of conflict.claims) entries += claim.features.size;
  const c = openDraft(history, shapeNumber(conflict.shape), market.now, {
    hypotheses: slate.mechanism.length,
    slots: slate.parties.length,
    entries,
    cases: conflict.features.size,
  });
  const h0 = history.hypotheses[c]!;
  for (let h = 0; h < slate.mechanism.length; h += 1) {
    history.mechanism[h0 + h] = slate.mechanism[h]!;
    history.first[h0 + h] = slate.first[h]!;
    history.second[h0 + h] = slate.second[h]!;
    history.named[h0 + h] = 0;
  }
  findParties(market, c, conflict, slate);
  findValues(market, c, conflict, slate);
  if (naming === 'learn') nameDraft(market, conflict, slate);
}

/** nameDraft gives numbers to what the draft names for the first time. */
export function nameDraft(market: Market, conflict: ConflictFact, slate: Slate): void {
  nameParties(market, conflict, slate);
  if (hasUnknownValue(market.history)) nameValues(market, conflict);
}

function findParties({ history, parties, accomplices }: Market, c: number, conflict: ConflictFact, slate: Slate): void {
  const s0 = history.slots[c]!;
  const isCopy = conflict.shape === 'copy';
  const issuerSlot = isCopy ? slate.parties.indexOf(conflict.issuer) : -1;
  history.issuerSlot[c] = issuerSlot;
  const issuer = isCopy ? (parties.number.get(conflict.issuer) ?? -1) : -1;
  for (let s = 0; s < slate.parties.length; s += 1) {
    const i = s === issuerSlot ? issuer : (parties.number.get(slate.parties[s]!) ?? -1);
    const claims = s !== issuerSlot || conflict.claims.some(({ claimant }) => claimant === conflict.issuer);
    history.party[s0 + s] = i;
    history.takesPart[s0 + s] = claims ? 1 : 0;
    history.conflict[s0 + s] = c;
    history.next[s0 + s] = -1;
    history.fault[s0 + s] = 0;
    clearMessages(history, s0 + s);
    history.pair[s0 + s] = !isCopy || !claims || issuer < 0 || i < 0 ? -1 : findPair(accomplices, issuer, i);
  }
}

function findValues({ history, tables }: Market, c: number, conflict: ConflictFact, slate: Slate): void {
  const ofClaims = tables.featureNumber.get('claim');
  const slotOf = slotsOf(slate);
  let e = history.entries[c]!;
  for (const claim of conflict.claims) {
    const slot = slotOf(claim.claimant);
    for (const [feature, value] of claim.features) {
      history.entryCell[e] = findCell(tables, ofClaims, feature, value);
      history.entrySlot[e] = slot;
      e += 1;
    }
  }
  const ofCases = tables.featureNumber.get(conflict.shape);
  let g = history.cases[c]!;
  for (const [feature, value] of conflict.features) {
    history.caseCell[g] = findCell(tables, ofCases, feature, value);
    g += 1;
  }
}

function nameParties({ history, parties, accomplices }: Market, conflict: ConflictFact, slate: Slate): void {
  // Whoever takes part is heard of, and has a reputation, even where no hypothesis names them.
  const issuer = partyNumber(parties, conflict.issuer);
  parties.kind[issuer] = BANK;
  for (const claim of conflict.claims) partyNumber(parties, claim.claimant);
  const isCopy = conflict.shape === 'copy';
  const s0 = history.slots[history.count]!;
  for (let s = s0; s < s0 + slate.parties.length; s += 1) {
    if (history.party[s]! < 0) history.party[s] = partyNumber(parties, slate.parties[s - s0]!);
    if (!isCopy || history.pair[s]! >= 0 || history.takesPart[s] === 0) continue;
    history.pair[s] = pairNumber(accomplices, issuer, history.party[s]!);
  }
}

// Values are seldom new: then all numbers stand.
function hasUnknownValue({ count, entries, entryCell, cases, caseCell }: History): boolean {
  for (let e = entries[count]!; e < entries[count + 1]!; e += 1) if (entryCell[e]! < 0) return true;
  for (let g = cases[count]!; g < cases[count + 1]!; g += 1) if (caseCell[g]! < 0) return true;
  return false;
}

function nameValues({ history, tables }: Market, conflict: ConflictFact): void {
  let e = history.entries[history.count]!;
  for (const claim of conflict.claims) {
    for (const [feature, value] of claim.features) {
      history.entryCell[e] = cellNumber(tables, 'claim', 2, feature, value);
      e += 1;
    }
  }
  let g = history.cases[history.count]!;
  const outcomes = conflict.shape === 'duplicate' ? 3 : 4;
  for (const [feature, value] of conflict.features) {
    history.caseCell[g] = cellNumber(tables, conflict.shape, outcomes, feature, value);
    g += 1;
  }
}

// Who only issued is told nothing, and what stood here before must not show.
function clearMessages(history: History, s: number): void {
  history.toCheat[s] = 0;
  history.toCollusion[s] = 0;
  history.toNeither[s] = 1;
  history.toSide[s] = 0;
  history.besideSide[s] = 1;
  history.toPair[s] = 0;
  history.besidePair[s] = 1;
  history.candour.fill(0, s * CANDOURS, (s + 1) * CANDOURS);
}

/** Of so few parties a search is faster than a table. */
const FEW = 16;

function slotsOf({ parties }: Slate): (party: string) => number {
  if (parties.length <= FEW) return (party) => parties.indexOf(party);
  const slots = new Map(parties.map((party, slot) => [party, slot]));
  return (party) => slots.get(party) ?? -1;
}
