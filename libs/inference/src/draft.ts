import type { ConflictFact } from './fact.ts';
import { openDraft } from './history.ts';
import type { Slate } from './hypotheses.ts';
import { shapeNumber, type Market } from './market.ts';
import { BANK, CUSTOMER, partyNumber } from './parties.ts';
import { cellNumber, findCell } from './tables.ts';

/** Whether names at first sight are given numbers (when learning) or stand as unknown (when only asked). */
export type Naming = 'learn' | 'look';

/**
 * draftConflict lays a conflict out behind the last one of the history, ready to be weighed; its number is
 * `history.count`. With `look` nothing is remembered, so a question asked leaves no trace.
 */
export function draftConflict(market: Market, conflict: ConflictFact, slate: Slate, naming: Naming): void {
  const { history, tables } = market;
  let entries = 0;
  for (const claim of conflict.claims) entries += claim.features.size;
  const c = openDraft(history, shapeNumber(conflict.shape), {
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
  const { history, parties } = market;
  if (naming === 'learn') {
    // Whoever takes part is heard of, and has a reputation, even where no hypothesis names them.
    partyNumber(parties, conflict.issuer, BANK);
    for (const claim of conflict.claims) partyNumber(parties, claim.claimant, CUSTOMER);
  }
  const s0 = history.slots[c]!;
  for (let s = 0; s < slate.parties.length; s += 1) {
    const name = slate.parties[s]!;
    const sight = name === conflict.issuer ? BANK : CUSTOMER;
    const i = naming === 'learn' ? partyNumber(parties, name, sight) : (parties.number.get(name) ?? -1);
    history.party[s0 + s] = i;
    history.kind[s0 + s] = i < 0 ? sight : parties.kind[i]!;
    history.fault[s0 + s] = 0;
  }
}

// A conflict has two or three slots as a rule; a copy with hundreds of claimants pays for the search once.
function slotOf(slate: Slate, party: string): number {
  return slate.parties.indexOf(party);
}
