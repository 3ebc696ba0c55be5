import { putAccomplice, putSide, putTypes, type Means } from './beliefs.ts';
import { roomyFloats } from './columns.ts';
import { TYPES } from './grid.ts';
import { COPY, DUPLICATE, FORK, type Market } from './market.ts';
import { SIDE_STRIDE, volumeOf } from './parties.ts';
import { ratesOf, relativeVolume, type Rates } from './rates.ts';
import { widenScales } from './scales.ts';

const means: Means = { cheat: 1, collusion: 1 };

/**
 * predict puts on the draft what is believed of its parties now (means of their traits), and their types' probabilities
 * on the scales.
 */
export function predict(market: Market, c: number): void {
  const { history, scales } = market;
  const s0 = history.slots[c]!;
  const end = history.slots[c + 1]!;
  const shape = history.shape[c]!;
  const rates = ratesOf(market);
  scales.types = roomyFloats(scales.types, (end - s0) * TYPES);
  scales.ahead = readAhead(market, s0, end);
  for (let s = s0; s < end; s += 1) {
    history.meanSide[s] = 1;
    history.meanPair[s] = 0;
    history.meanCheat[s] = 1;
    history.meanCollusion[s] = 1;
    if (history.takesPart[s] === 0) continue;
    const i = history.party[s]!;
    const own = ratesFor(market, rates, i);
    putTypes(market, own, i, scales.types, (s - s0) * TYPES, means);
    history.meanCheat[s] = means.cheat;
    history.meanCollusion[s] = means.collusion;
    if (hasSide(market, c, s)) history.meanSide[s] = putSide(market, own, i, shape, scales.few);
    if (shape === COPY) history.meanPair[s] = putAccomplice(market, history.pair[s]!, i, scales.few);
  }
}

// What follows reads so much about each party, here and there in memory, one after another: read at once beforehand, the
// places are fetched together. The sum is kept only so that no compiler leaves the reading out.
function readAhead({ history, parties }: Market, s0: number, end: number): number {
  const { belief, side, conflicts, settled, volumeAt, timeAt, heardAt, firstAt, cohort, faults, head, tail } = parties;
  let sum = 0;
  for (let s = s0; s < end; s += 1) {
    const i = history.party[s]!;
    if (i < 0 || history.takesPart[s] === 0) continue;
    sum += conflicts[i]! + settled[i]! + volumeAt[i]! + timeAt[i]! + heardAt[i]! + firstAt[i]! + cohort[i]!;
    sum += faults[i]! + head[i]! + tail[i]! + side[i * SIDE_STRIDE]!;
    // Every line of 64 bytes.
    for (let k = i * TYPES; k < (i + 1) * TYPES; k += 8) sum += belief[k]!;
  }
  return sum;
}

/** ratesFor lets a party that no conflict named yet join the market's volume, or the first would be measured against nothing. */
export function ratesFor(market: Market, rates: Rates, i: number): Rates {
  const { parties } = market;
  return i < 0 || parties.conflicts[i]! > 0 ? rates : ratesOf(market, volumeOf(parties, i));
}

/** hasSide tells whether a slot's side trait matters: everybody's in a copy, the holder's in a fork, the claimant's else. */
export function hasSide({ history }: Market, c: number, s: number): boolean {
  const shape = history.shape[c]!;
  if (shape === FORK) return s - history.slots[c]! === history.first[history.hypotheses[c]!]!;
  return shape === DUPLICATE || history.takesPart[s] === 1;
}

/** stand puts the means of a conflict's parties on the scales, with what turns them into weights now. */
export function stand(market: Market, rates: Rates, c: number): void {
  const { history, scales } = market;
  const s0 = history.slots[c]!;
  const size = history.slots[c + 1]! - s0;
  widenScales(scales, history.hypotheses[c + 1]! - history.hypotheses[c]!, size);
  const leaks = history.shape[c] === COPY ? leaksOf(market, c) : NO_LEAKS;
  const most = market.parameters.mostByTime;
  scales.ownLeak = leaks.own;
  scales.among = null;
  putCheatShares(market);
  for (let s = 0; s < size; s += 1) {
    const volume = relativeVolume(market, rates, history.party[s0 + s]!);
    const byTime = volume * most < 1 ? most : 1 / volume;
    scales.cheat[s] = history.meanCheat[s0 + s]!;
    scales.byTime[s] = byTime;
    scales.collusion[s] = history.meanCollusion[s0 + s]! * byTime;
    scales.side[s] = history.meanSide[s0 + s]!;
    scales.pairScale[s] = leaks.pair / volume;
    scales.leak[s] =
      leaks.own * (1 + scales.cheatLeak * (scales.cheat[s]! - 1)) + (leaks.pair / volume) * history.meanPair[s0 + s]!;
  }
}

/** putCheatShares puts on the scales how much collusion and leaking is what cheats do besides. */
export function putCheatShares({ totals, parameters, scales }: Market): void {
  const { cheatCollusionShare, cheatLeakShare, cheatShareStrength } = parameters;
  const collusions = totals.mechanisms[COPY * 4 + 1]! + totals.mechanisms[FORK * 4 + 2]!;
  scales.cheatCollusion =
    (totals.cheatCollusions + cheatShareStrength * cheatCollusionShare) / (collusions + cheatShareStrength);
  scales.cheatLeak = (totals.cheatLeaks + cheatShareStrength * cheatLeakShare) / (totals.ownLeaks + cheatShareStrength);
}

/** By itself; and to a pair of f = 1 whose party has the mean volume. */
interface Leaks {
  readonly own: number;
  readonly pair: number;
}

const NO_LEAKS: Leaks = { own: 1, pair: 0 };

function leaksOf(market: Market, c: number): Leaks {
  const { history } = market;
  return leaksOfIssuer(market, history.party[history.slots[c]! + history.issuerSlot[c]!]!);
}

/**
 * leaksOfIssuer is how likely a leak of bank k (−1: never heard of) is, beside an even share of all leaks: what k leaks by
 * itself, to anybody by volume, and f of a pair, which goes by time and not by volume (so that the party's relative volume
 * divides it); both beside k's share of the copies that were not leaked.
 */
export function leaksOfIssuer({ parties, totals, parameters }: Market, k: number): Leaks {
  const isNew = k < 0 || parties.copies[k] === 0;
  const issuers = totals.issuers + (isNew ? 1 : 0);
  const share = ((isNew ? 0 : parties.issued[k]!) + 10 / issuers) / (totals.issued + 10);
  const prior = parameters.mechanismStrength * parameters.mechanismShares.copy[2]!;
  const all = totals.mechanisms[COPY * 4 + 2]! + prior;
  const ofOwn = (totals.ownLeaks + prior * parameters.ownLeakShare) / all;
  const { leakStrength } = parameters;
  const own = ((isNew ? 0 : parties.ownLeaks[k]!) + leakStrength * share) / ((totals.ownLeaks + leakStrength) * share);
  const copies = totals.copies + parameters.mechanismStrength;
  return { own: ofOwn * own, pair: (Math.max(1, totals.named) * copies) / (all * share) };
}
