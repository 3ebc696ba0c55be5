import { COUNTS, roundLog } from './dyadic.ts';
import { exponential, naturalLog } from './elementary.ts';
import { CANDOURS, FEIGNED, SLOPPY } from './grid.ts';
import type { Market } from './market.ts';

/*
 * Candour: what a party's evidence is worth. Most parties show in good faith what honest parties show, and as culprits what
 * culprits show. The sloppy show in good faith, feature by feature with probability σ, what culprits do; those who feign
 * show as culprits, with φ, what honest parties do. With r = T[value | culpable] / T[value | good faith] evidence is as
 * likely, beside that of an ordinary party in good faith, as
 *
 *     Π (φ + (1 − φ)·r)  of a culprit        Π (1 − σ + σ·r)  in good faith
 *
 * and what a party's candour is, its other conflicts tell. It is one more trait with a belief and messages, kept as
 * logarithms beside that of an ordinary party, in steps on which sums are exact.
 */

/** Steps of a message's logarithm: a message is between 1e-300 and 1e300, which fits 32 bits. */
const STEPS = 2 ** 20;
const FAINTEST = 1e-300;
const STRONGEST = 1e300;
/** Of odds beyond e^100, no more is worth telling. */
const SUREST = 100;

/** candourOdds is ln of how likely kind k is of a party (−1: a stranger) beside an ordinary one, without one slot's message. */
export function candourOdds({ parties, population, history }: Market, i: number, slot: number, k: number): number {
  const said = i < 0 ? 0 : parties.candour[i * CANDOURS + k]! - history.candour[slot * CANDOURS + k]!;
  return bounded(population.candour[k]! + said / STEPS);
}

/** candourOf is candourOdds by all that a party's conflicts say. */
export function candourOf({ parties, population }: Market, i: number, k: number): number {
  return bounded(population.candour[k]! + (i < 0 ? 0 : parties.candour[i * CANDOURS + k]!) / STEPS);
}

const bounded = (log: number): number => (log > SUREST ? SUREST : log < -SUREST ? -SUREST : log);

/**
 * weighCandour works out by how much each slot's evidence, whose features stand on the scales, tells less than its face
 * value: ln of its odds as the party's other conflicts let one read it, less the sum of its features.
 */
export function weighCandour(market: Market, c: number): void {
  const { history, scales } = market;
  const s0 = history.slots[c]!;
  const size = history.slots[c + 1]! - s0;
  if (market.stated === null) {
    for (let s = 0; s < size; s += 1) {
      const i = history.party[s0 + s]!;
      for (let k = 0; k < CANDOURS; k += 1) scales.candour[s * CANDOURS + k] = candourOdds(market, i, s0 + s, k);
    }
  }
  weighByKind(market, c, size);
  for (let s = 0; s < size; s += 1) weighSlot(market, s);
}

// Whatever the order of features: sums of logarithms on the grid on which they are exact.
function weighByKind({ history, scales }: Market, c: number, size: number): void {
  const { asCulprit, inGoodFaith } = scales;
  asCulprit.fill(0, 0, size * CANDOURS);
  inGoodFaith.fill(0, 0, size * CANDOURS);
  const e0 = history.entries[c]!;
  for (let e = e0; e < history.entries[c + 1]!; e += 1) {
    const slot = history.entrySlot[e]!;
    if (slot < 0) continue;
    const odds = scales.entry[e - e0]!;
    const r = exponential(odds);
    for (let k = 0, at = slot * CANDOURS; k < CANDOURS; k += 1, at += 1) {
      const feigned = FEIGNED[k]!;
      const sloppy = SLOPPY[k]!;
      asCulprit[at] = asCulprit[at]! + (feigned === 0 ? odds : roundLog(naturalLog(feigned + (1 - feigned) * r)));
      if (sloppy > 0) inGoodFaith[at] = inGoodFaith[at]! + roundLog(naturalLog(1 - sloppy + sloppy * r));
    }
  }
}

// From here on the columns hold, for each kind, the likelihood of the evidence over that of whoever it may be.
function weighSlot({ scales }: Market, s: number): void {
  const { candour, asCulprit, inGoodFaith } = scales;
  const face = scales.evidence[s]!;
  const at = s * CANDOURS;
  let [culprit, goodFaith, odds] = [face, 0, 0];
  for (let k = at; k < at + CANDOURS; k += 1) {
    culprit = Math.max(culprit, asCulprit[k]!);
    goodFaith = Math.max(goodFaith, inGoodFaith[k]!);
    odds = Math.max(odds, candour[k]!);
  }
  const ordinary = exponential(-odds);
  const [asOne, asHonest] = [exponential(face - culprit), exponential(-goodFaith)];
  let sum = ordinary;
  let [guilty, honest] = [ordinary * asOne, ordinary * asHonest];
  for (let k = at; k < at + CANDOURS; k += 1) {
    const p = exponential(candour[k]! - odds);
    candour[k] = p;
    sum += p;
    asCulprit[k] = exponential(asCulprit[k]! - culprit);
    inGoodFaith[k] = exponential(inGoodFaith[k]! - goodFaith);
    guilty += p * asCulprit[k]!;
    honest += p * inGoodFaith[k]!;
  }
  [guilty, honest] = [guilty / sum, honest / sum];
  for (let k = at; k < at + CANDOURS; k += 1) {
    candour[k] = candour[k]! / sum;
    asCulprit[k] = asCulprit[k]! / guilty;
    inGoodFaith[k] = inGoodFaith[k]! / honest;
  }
  scales.ordinary[s] = ordinary / sum;
  scales.frankCulprit[s] = asOne / guilty;
  scales.frankHonest[s] = asHonest / honest;
  scales.discount[s] = roundLog(culprit + naturalLog(guilty) - goodFaith - naturalLog(honest) - face);
}

/**
 * drawnAsCulprit is the probability that a feature of slot s is drawn from the culprits' table, where it was seen to be r
 * times as likely there as in the other; with r = 1 it is that of a feature not seen yet. `culpable` is the slot's posterior.
 */
export function drawnAsCulprit({ scales }: Market, s: number, culpable: number, r: number): number {
  const { candour, asCulprit, inGoodFaith } = scales;
  let share = culpable * scales.ordinary[s]! * scales.frankCulprit[s]!;
  for (let k = 0, at = s * CANDOURS; k < CANDOURS; k += 1, at += 1) {
    const [kept, sloppy] = [(1 - FEIGNED[k]!) * r, SLOPPY[k]! * r];
    share += (culpable * candour[at]! * asCulprit[at]! * kept) / (FEIGNED[k]! + kept);
    share += ((1 - culpable) * candour[at]! * inGoodFaith[at]! * sloppy) / (1 - SLOPPY[k]! + sloppy);
  }
  return Math.min(1, share);
}

/** keepCandour keeps what conflict c, weighed and on the scales, says of its parties' candour, and whose table its features teach. */
export function keepCandour(market: Market, c: number): void {
  const { history, parties, scales } = market;
  const s0 = history.slots[c]!;
  for (let s = s0; s < history.slots[c + 1]!; s += 1) {
    const i = history.party[s]!;
    const culpable = Math.min(1, scales.culpable[s - s0]!);
    const frank = culpable * scales.frankCulprit[s - s0]! + (1 - culpable) * scales.frankHonest[s - s0]!;
    for (let k = 0, at = (s - s0) * CANDOURS; k < CANDOURS; k += 1, at += 1) {
      const whole = culpable * scales.asCulprit[at]! + (1 - culpable) * scales.inGoodFaith[at]!;
      const message = Math.min(STRONGEST, Math.max(FAINTEST, whole) / Math.max(FAINTEST, frank));
      const said = Math.round(naturalLog(message) * STEPS);
      const own = i * CANDOURS + k;
      parties.candour[own] = parties.candour[own]! + said - history.candour[s * CANDOURS + k]!;
      history.candour[s * CANDOURS + k] = said;
    }
  }
  const e0 = history.entries[c]!;
  for (let e = e0; e < history.entries[c + 1]!; e += 1) {
    const slot = history.entrySlot[e]!;
    const culpable = slot < 0 ? 0 : Math.min(1, scales.culpable[slot]!);
    const share = slot < 0 ? 0 : drawnAsCulprit(market, slot, culpable, exponential(scales.entry[e - e0]!));
    history.entryCulpable[e] = Math.round(share * COUNTS);
  }
}

/** addCandour adds what one slot of the history says of its party's candour to what is known of it (−1: takes it out). */
export function addCandour({ history, parties }: Market, s: number, sign: number): void {
  const own = history.party[s]! * CANDOURS;
  for (let k = 0; k < CANDOURS; k += 1) {
    parties.candour[own + k] = parties.candour[own + k]! + sign * history.candour[s * CANDOURS + k]!;
  }
}

/** seeCandour lets the law of candour see what a party is believed to be. */
export function seeCandour(market: Market, i: number): void {
  const { seenCandour } = market.population;
  let peak = 0;
  for (let k = 0; k < CANDOURS; k += 1) peak = Math.max(peak, candourOf(market, i, k));
  let sum = exponential(-peak);
  for (let k = 0; k < CANDOURS; k += 1) sum += exponential(candourOf(market, i, k) - peak);
  seenCandour[0] = seenCandour[0]! + exponential(-peak) / sum;
  for (let k = 0; k < CANDOURS; k += 1) {
    seenCandour[k + 1] = seenCandour[k + 1]! + exponential(candourOf(market, i, k) - peak) / sum;
  }
}
