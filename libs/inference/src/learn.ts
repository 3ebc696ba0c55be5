import { roundCount } from './dyadic.ts';
import { dropConflict, keepDraft, RETRACTED } from './history.ts';
import { MECHANISMS } from './hypotheses.ts';
import { SHAPES, type Market } from './market.ts';
import { accuse, habitualNow, setHabitual } from './parties.ts';
import { tally } from './tables.ts';
import { weighConflict } from './weigh.ts';

/** learnDraft keeps the draft as the newest conflict, weighs it and counts what it teaches. */
export function learnDraft(market: Market, id: string): void {
  const { history, parties } = market;
  const c = history.count;
  keepDraft(history, id);
  weighConflict(market, c);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    const i = history.party[s]!;
    parties.habitualBefore[i] = parties.habitual[i]!;
  }
  credit(market, c, c);
}

/** weighAgain takes back what conflict c taught, weighs it by everything else known now, and counts it anew. */
export function weighAgain(market: Market, c: number): void {
  count(market, c, -1);
  judge(market, c);
  weighConflict(market, c);
  credit(market, c);
}

/**
 * takeBack takes conflict c out for good. Who was judged by its learning alone is thought of as before it, bit for bit;
 * who was judged since, by this or another conflict, is judged anew by what is counted now.
 */
export function takeBack(market: Market, c: number): void {
  const { history, parties } = market;
  count(market, c, -1);
  judge(market, c);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    const i = history.party[s]!;
    if (parties.learnedBy[i] === c) setHabitual(parties, i, parties.habitualBefore[i]!);
    parties.learnedBy[i] = -1;
  }
  dropConflict(history, c);
}

/** weighInTurn weighs `conflicts` earlier conflicts again, oldest first, and starts over at the end of the history. */
export function weighInTurn(market: Market, conflicts: number): void {
  const { history } = market;
  for (let left = Math.min(conflicts, history.number.size); left > 0; market.cursor += 1) {
    if (market.cursor >= history.count) market.cursor = 0;
    if (history.shape[market.cursor] === RETRACTED) continue;
    weighAgain(market, market.cursor);
    left -= 1;
  }
}

/** Resolutions of the instant being learned: by conflict, the hypotheses that each names (ids that clash share it). */
export type Resolved = Map<number, (readonly number[])[]>;

/** nameTruth adds one more resolution; `resolve` weighs it. */
export function nameTruth({ history }: Market, resolved: Resolved, c: number, hypotheses: readonly number[]): void {
  // Beyond 255 resolutions of one conflict, the next ones say nothing that is not said.
  if (history.resolutions[c]! + (resolved.get(c)?.length ?? 0) >= 255) return;
  const named = resolved.get(c);
  if (named === undefined) resolved.set(c, [hypotheses]);
  else named.push(hypotheses);
}

/** resolve weighs each conflict named anew; all that was said of one conflict is weighed at once. */
export function resolve(market: Market, resolved: Resolved): void {
  const { history } = market;
  for (const [c, named] of resolved) {
    count(market, c, -1);
    judge(market, c);
    history.resolutions[c] = history.resolutions[c]! + named.length;
    for (const h of named.flat()) {
      const at = history.hypotheses[c]! + h;
      history.named[at] = history.named[at]! + 1;
    }
    weighConflict(market, c);
    credit(market, c);
  }
}

/** credit makes the shares on the scales the conflict's responsibilities, and counts them; `learned` is c at first. */
export function credit(market: Market, c: number, learned = -1): void {
  const { history, parties, scales } = market;
  const h0 = history.hypotheses[c]!;
  for (let h = h0; h < history.hypotheses[c + 1]!; h += 1) {
    history.responsibility[h] = roundCount(scales.posterior[h - h0]!);
  }
  const s0 = history.slots[c]!;
  for (let s = s0; s < history.slots[c + 1]!; s += 1) {
    history.fault[s] = roundCount(scales.culpable[s - s0]!);
    parties.learnedBy[history.party[s]!] = learned;
  }
  count(market, c, 1);
  judge(market, c);
}

// Who of the conflict's parties is habitual, by what is counted now. All start from the prior share, so that neither the
// order of names nor what was thought before can show: taking a conflict back restores just what there was without it.
function judge({ history, parties, parameters, scales }: Market, c: number): void {
  const s0 = history.slots[c]!;
  const size = history.slots[c + 1]! - s0;
  for (let s = 0; s < size; s += 1) setHabitual(parties, history.party[s0 + s]!, parameters.habitualShare);
  for (let s = 0; s < size; s += 1) {
    scales.reputation[s] = habitualNow(parties, parameters, history.party[s0 + s]!);
  }
  for (let s = 0; s < size; s += 1) setHabitual(parties, history.party[s0 + s]!, scales.reputation[s]!);
}

// All counts are sums of multiples of 2^-26, so taking back restores exactly what there was.
function count(market: Market, c: number, sign: number): void {
  const { history, mechanisms, parties, tables } = market;
  const shape = history.shape[c]!;
  const byMechanism = market.scales.byMechanism.fill(0);
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const m = history.mechanism[h]!;
    const share = sign * history.responsibility[h]!;
    byMechanism[m] = byMechanism[m]! + share;
    market.resolutionsRight += share * history.named[h]!;
  }
  market.resolutionsHeard += sign * history.resolutions[c]!;
  for (let m = 0; m < 4; m += 1) mechanisms[shape * 4 + m] = mechanisms[shape * 4 + m]! + byMechanism[m]!;
  const s0 = history.slots[c]!;
  for (let s = s0; s < history.slots[c + 1]!; s += 1) {
    accuse(parties, history.party[s]!, sign, sign * history.fault[s]!);
  }
  for (let e = history.entries[c]!; e < history.entries[c + 1]!; e += 1) {
    const slot = history.entrySlot[e]!;
    const culpable = slot < 0 ? 0 : Math.min(1, history.fault[s0 + slot]!);
    tally(tables, history.entryCell[e]!, 0, sign * culpable);
    tally(tables, history.entryCell[e]!, 1, sign * (1 - culpable));
  }
  const size = MECHANISMS[SHAPES[shape]!].length;
  for (let g = history.cases[c]!; g < history.cases[c + 1]!; g += 1) {
    for (let m = 0; m < size; m += 1) tally(tables, history.caseCell[g]!, m, byMechanism[m]!);
  }
}
