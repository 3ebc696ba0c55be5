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
  nameAll(market, c, conflict, slate, naming);
}

/** nameDraft gives numbers to what a draft that was only looked at names for the first time. */
export function nameDraft(market: Market, conflict: ConflictFact, slate: Slate): void {
  nameAll(market, market.history.count, conflict, slate, 'learn');
}

function nameAll(market: Market, c: number, conflict: ConflictFact, slate: Slate, naming: Naming): void {
  const { history, tables } = market;
  draftSlots(market, c, conflict, slate, naming);
  let e = history.entries[c]!;
  for (const claim of conflict.claims) {
    const slot = slotOf(slate, claim.claimant);
    for (const [feature, value] of claim.features) {
      history.entryCell[e] =
        naming === 'learn' ? cellNumber(tables, 'claim', 2, feature, value) : findCell(tables, 'claim', feature, value);
      history.entrySlot[e] = slot;
      e += 1;
    }
  }
  let g = history.cases[c]!;
  const outcomes = conflict.shape === 'duplicate' ? 3 : 4;
  for (const [feature, value] of conflict.features) {
    history.caseCell[g] =
      naming === 'learn'
        ? cellNumber(tables, conflict.shape, outcomes, feature, value)
        : findCell(tables, conflict.shape, feature, value);
    g += 1;
  }
}

function draftSlots(market: Market, c: number, conflict: ConflictFact, slate: Slate, naming: Naming): void {
  const { history, parties, accomplices } = market;
  if (naming === 'learn') {
    // Whoever takes part is heard of, and has a reputation, even where no hypothesis names them.
    const bank = partyNumber(parties, conflict.issuer);
    parties.kind[bank] = BANK;
    for (const claim of conflict.claims) partyNumber(parties, claim.claimant);
  }
  const numberOf = (name: string): number =>
    naming === 'learn' ? partyNumber(parties, name) : (parties.number.get(name) ?? -1);
  const s0 = history.slots[c]!;
  const isCopy = conflict.shape === 'copy';
  const issuer = isCopy ? numberOf(conflict.issuer) : -1;
  if (isCopy) history.issuerSlot[c] = slotOf(slate, conflict.issuer);
  for (let s = 0; s < slate.parties.length; s += 1) {
    const name = slate.parties[s]!;
    const i = numberOf(name);
    const claims = !isCopy || name !== conflict.issuer || conflict.claims.some(({ claimant }) => claimant === name);
    history.party[s0 + s] = i;
    history.takesPart[s0 + s] = claims ? 1 : 0;
    history.conflict[s0 + s] = c;
    history.next[s0 + s] = -1;
    history.fault[s0 + s] = 0;
    clearMessages(history, s0 + s);
    history.pair[s0 + s] =
      !isCopy || !claims
        ? -1
        : naming === 'learn'
          ? pairNumber(accomplices, issuer, i)
          : issuer < 0 || i < 0
            ? -1
            : findPair(accomplices, issuer, i);
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

// A conflict has two or three slots as a rule; a copy with hundreds of claimants pays for the search once.
function slotOf(slate: Slate, party: string): number {
  return slate.parties.indexOf(party);
}
