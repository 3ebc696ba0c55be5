import { addCandour, keepCandour } from './candour.ts';
import { count } from './count.ts';
import { roundCount } from './dyadic.ts';
import { exponential, naturalLog } from './elementary.ts';
import { ACCOMPLICE, ACCOMPLICES, CHEAT, CHEATS, COLLUSION, COLLUSIONS, SIDE, SIDES, TYPES } from './grid.ts';
import { dropConflict, keepDraft, type History } from './history.ts';
import type { Market } from './market.ts';
import { keepParts, tellSlot } from './messages.ts';
import { SIDE_STRIDE, sinceOf, volumeOf, type Parties } from './parties.ts';
import { ratesOf } from './rates.ts';
import { hasSide, predict, stand } from './stand.ts';
import { addVolume, moveVolume } from './volumes.ts';
import { weighConflict, weighEvidence } from './weigh.ts';

/**
 * learnDraft keeps the draft as the newest conflict and learns from it: what it says of each party, given what was
 * believed of the others before, is multiplied into the party's belief, and its posterior is counted.
 */
export function learnDraft(market: Market, id: string, isWeighed: boolean): void {
  const { history } = market;
  const c = history.count;
  if (!isWeighed) weighDraft(market);
  keepDraft(history, id);
  keepWeights(market, c);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 1) tellSlot(market, c, s);
  }
  join(market, c);
  const rates = ratesOf(market);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 0) continue;
    filterTypes(market, s, s - history.slots[c]!, rates.cheat);
    addToFew(market, c, s, 1);
  }
  count(market, c, 1);
}

/** weighDraft weighs the draft behind the history by all that is known now. */
export function weighDraft(market: Market): void {
  const c = market.history.count;
  if (market.stated === null) {
    predict(market, c);
    stand(market, ratesOf(market), c);
  }
  weighEvidence(market, c);
  weighConflict(market, c);
}

/** keepWeights keeps the posterior on the scales as what conflict c counts for. */
export function keepWeights(market: Market, c: number): void {
  const { history, scales } = market;
  const h0 = history.hypotheses[c]!;
  for (let h = h0; h < history.hypotheses[c + 1]!; h += 1) {
    history.responsibility[h] = roundCount(scales.posterior[h - h0]!);
  }
  const s0 = history.slots[c]!;
  for (let s = s0; s < history.slots[c + 1]!; s += 1) history.fault[s] = roundCount(scales.culpable[s - s0]!);
  keepParts(market, c);
  keepCandour(market, c);
}

function join({ history, parties, totals, now }: Market, c: number): void {
  totals.firstConflictAt = Math.min(totals.firstConflictAt, history.at[c]!);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 0) continue;
    const i = history.party[s]!;
    if (parties.conflicts[i] === 0) {
      parties.firstAt[i] = now;
      totals.named += 1;
      addVolume(totals.volumes, volumeOf(parties, i), 1);
      totals.since += sinceOf(parties, i);
      parties.head[i] = s;
    } else history.next[parties.tail[i]!] = s;
    parties.tail[i] = s;
    history.next[s] = -1;
    const before = volumeOf(parties, i);
    parties.conflicts[i] = parties.conflicts[i]! + 1;
    moveVolume(totals.volumes, before, volumeOf(parties, i));
    totals.parts += 1;
  }
}

// The types as predicted stand on the scales, by slot.
function filterTypes({ history, parties, scales, now }: Market, slot: number, at: number, rate: number): void {
  const i = history.party[slot]!;
  const [a, b, d] = [history.toCheat[slot]!, history.toCollusion[slot]!, history.toNeither[slot]!];
  const to = i * TYPES;
  let silence = exponential(-CHEAT[0]! * rate);
  let sum = 0;
  for (let l = 0, k = 0; l < CHEATS; l += 1) {
    const row = a * CHEAT[l]! + d;
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const p = scales.types[at * TYPES + k]! * silence * (row + b * COLLUSION[j]!);
      parties.belief[to + k] = p;
      sum += p;
    }
    silence *= silence;
  }
  settleBelief(parties, i, sum);
  parties.volumeAt[i] = volumeOf(parties, i);
  parties.timeAt[i] = now;
}

/** What no conflict speaks for any more can come back: nothing falls below this. */
const FLOOR = 1e-200;

function settleBelief({ belief }: Parties, i: number, sum: number): void {
  const scale = 1 / sum;
  for (let k = i * TYPES; k < (i + 1) * TYPES; k += 1) belief[k] = belief[k]! * scale + FLOOR;
}

/** addToFew multiplies what a conflict says of a party's side trait, and of a pair, into their likelihoods (−1: out). */
export function addToFew(market: Market, c: number, s: number, sign: number): void {
  const { history, parties, accomplices } = market;
  if (hasSide(market, c, s)) {
    const { side } = parties;
    const at = history.party[s]! * SIDE_STRIDE + history.shape[c]! * SIDES;
    const to = history.toSide[s]!;
    const beside = history.besideSide[s]!;
    for (let v = 0; v < SIDES; v += 1) side[at + v] = side[at + v]! + sign * naturalLog(to * SIDE[v]! + beside);
  }
  const pair = history.pair[s]!;
  if (pair < 0) return;
  const { log } = accomplices;
  const at = pair * ACCOMPLICES;
  const to = history.toPair[s]!;
  const beside = history.besidePair[s]!;
  for (let f = 0; f < ACCOMPLICES; f += 1) log[at + f] = log[at + f]! + sign * naturalLog(to * ACCOMPLICE[f]! + beside);
}

/** Resolutions of the instant being learned: by conflict, the hypotheses that each names (ids that clash share it). */
export type Resolved = Map<number, (readonly number[])[]>;

/** nameTruth adds one more resolution; `resolve` weighs it. */
export function nameTruth(resolved: Resolved, c: number, hypotheses: readonly number[]): void {
  const named = resolved.get(c);
  if (named === undefined) resolved.set(c, [hypotheses]);
  else named.push(hypotheses);
}

/** resolve weighs each conflict named anew; all that was said of one conflict is weighed at once. */
export function resolve(market: Market, resolved: Resolved): void {
  const { history } = market;
  for (const [c, named] of resolved) {
    count(market, c, -1);
    history.resolutions[c] = history.resolutions[c]! + named.length;
    for (const h of named.flat()) {
      const at = history.hypotheses[c]! + h;
      history.named[at] = history.named[at]! + 1;
    }
    weighKept(market, c);
    count(market, c, 1);
    for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
      if (history.takesPart[s] === 0) continue;
      addToFew(market, c, s, -1);
      const before = messageAt(history, s);
      tellSlot(market, c, s);
      changeMessage(market, s, before, messageAt(history, s));
      addToFew(market, c, s, 1);
    }
  }
}

/** weighKept weighs conflict c of the history anew, which must not be counted. */
export function weighKept(market: Market, c: number): void {
  stand(market, ratesOf(market), c);
  weighEvidence(market, c);
  weighConflict(market, c);
  keepWeights(market, c);
}

type Message = readonly [cheat: number, collusion: number, neither: number];
const SILENCE: Message = [0, 0, 1];

const messageAt = ({ toCheat, toCollusion, toNeither }: History, s: number): Message => [
  toCheat[s]!,
  toCollusion[s]!,
  toNeither[s]!,
];

function changeMessage({ history, parties }: Market, s: number, before: Message, after: Message): void {
  const i = history.party[s]!;
  let sum = 0;
  for (let l = 0, k = i * TYPES; l < CHEATS; l += 1) {
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const was = before[0] * CHEAT[l]! + before[1] * COLLUSION[j]! + before[2];
      const is = after[0] * CHEAT[l]! + after[1] * COLLUSION[j]! + after[2];
      const p = (parties.belief[k]! * is) / was;
      parties.belief[k] = p;
      sum += p;
    }
  }
  settleBelief(parties, i, sum);
}

/** takeBack takes conflict c out: of the counts exactly, of its parties' beliefs up to rounding. */
export function takeBack(market: Market, c: number): void {
  const { history, parties, totals } = market;
  count(market, c, -1);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 0) continue;
    const i = history.party[s]!;
    addToFew(market, c, s, -1);
    addCandour(market, s, -1);
    changeMessage(market, s, messageAt(history, s), SILENCE);
    takeBackExposure(market, i);
    const before = volumeOf(parties, i);
    parties.conflicts[i] = parties.conflicts[i]! - 1;
    moveVolume(totals.volumes, before, volumeOf(parties, i));
    totals.parts -= 1;
    parties.volumeAt[i] = parties.volumeAt[i]! - 1;
    unlink(market, i, s);
  }
  dropConflict(history, c);
  if (history.at[c] === totals.firstConflictAt) totals.firstConflictAt = earliest(history);
}

// The conflict was exposure too, without a fault of most: that goes out at the rate there is now.
function takeBackExposure(market: Market, i: number): void {
  const { parties } = market;
  const rate = ratesOf(market).cheat;
  let sum = 0;
  for (let l = 0, k = i * TYPES; l < CHEATS; l += 1) {
    const exposure = exponential((CHEAT[l]! - CHEAT[CHEATS - 1]!) * rate);
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      parties.belief[k] = parties.belief[k]! * exposure;
      sum += parties.belief[k]!;
    }
  }
  settleBelief(parties, i, sum);
}

function unlink({ history, parties, totals }: Market, i: number, slot: number): void {
  const since = sinceOf(parties, i);
  let before = -1;
  for (let s = parties.head[i]!; s !== slot; s = history.next[s]!) before = s;
  const after = history.next[slot]!;
  if (before < 0) parties.head[i] = after;
  else history.next[before] = after;
  if (after < 0) parties.tail[i] = before;
  const first = parties.head[i]!;
  parties.firstAt[i] = first < 0 ? Number.POSITIVE_INFINITY : history.at[history.conflict[first]!]!;
  totals.since -= since;
  if (first >= 0) totals.since += sinceOf(parties, i);
  else {
    totals.named -= 1;
    addVolume(totals.volumes, volumeOf(parties, i), -1);
  }
}

function earliest({ number, at }: History): number {
  let first = Number.POSITIVE_INFINITY;
  for (const c of number.values()) first = Math.min(first, at[c]!);
  return first;
}
