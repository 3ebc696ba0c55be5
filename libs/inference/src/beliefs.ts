import { roomyFloats } from './columns.ts';
import { exponential, naturalLog } from './elementary.ts';
import { ACCOMPLICE, ACCOMPLICES, CHEAT, CHEATS, COLLUSION, COLLUSIONS, SIDE, SIDES, TYPES } from './grid.ts';
import type { Market } from './market.ts';
import { SIDE_STRIDE, UNVOUCHED, volumeOf } from './parties.ts';
import { CLASSES, type Population } from './population.ts';
import { ageOf, classOf, type Rates } from './rates.ts';

/** Means of a party's traits. */
export interface Means {
  cheat: number;
  collusion: number;
}

const ageing = new Float64Array(COLLUSIONS);

/**
 * putTypes puts what is believed of a party's types now into TYPES doubles of `into` from `at` on, normalised: the belief
 * after its last conflict, or the law of its kind, and no fault in its exposure since. The party −1 is a stranger.
 */
export function putTypes(market: Market, rates: Rates, i: number, into: Float64Array, at: number, means: Means): void {
  const { parties, population } = market;
  const isKnown = i >= 0 && parties.conflicts[i]! > 0;
  const volume = i < 0 ? 0 : volumeOf(parties, i) - (isKnown ? parties.volumeAt[i]! : 0);
  const time = isKnown ? market.now - parties.timeAt[i]! : ageOf(market, i);
  putAgeing(rates.collusion * time);
  const { belief } = parties;
  if (isKnown) for (let k = 0, from = i * TYPES; k < TYPES; k += 1) into[at + k] = belief[from + k]!;
  else putLaw(population, lawAt(market, i), into, at);
  // e^(−L·R·v) beside that of the lowest L, which does not vanish so: L doubles.
  const least = exponential(-CHEAT[0]! * rates.cheat * volume);
  let silence = 1;
  let sum = 0;
  let cheat = 0;
  let collusion = 0;
  for (let l = 0, k = at; l < CHEATS; l += 1) {
    let row = 0;
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const p = into[k]! * silence * ageing[j]!;
      into[k] = p;
      row += p;
      collusion += p * COLLUSION[j]!;
    }
    sum += row;
    cheat += row * CHEAT[l]!;
    silence *= silence * least;
  }
  const scale = 1 / sum;
  for (let k = at; k < at + TYPES; k += 1) into[k] = into[k]! * scale;
  means.cheat = cheat * scale;
  means.collusion = collusion * scale;
}

/** The law of C given L that `collusionShares` holds the exponentials of. */
const collusionLogs = new Float64Array(TYPES).fill(Number.NaN);
const collusionShares = new Float64Array(TYPES);

function putLaw({ byCohort, collusion }: Population, from: number, into: Float64Array, at: number): void {
  for (let k = 0; k < TYPES; k += 1) {
    const log = collusion[k]!;
    if (log === collusionLogs[k]) continue;
    collusionLogs[k] = log;
    collusionShares[k] = exponential(log);
  }
  for (let l = 0, k = 0; l < CHEATS; l += 1) {
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) into[at + k] = byCohort[from + l]! * collusionShares[k]!;
  }
}

// Beside that of the lowest C likewise: C grows fourfold.
function putAgeing(rate: number): void {
  const least = exponential(-COLLUSION[0]! * rate);
  const cube = least * least * least;
  let silence = 1;
  for (let j = 0; j < COLLUSIONS; j += 1) {
    ageing[j] = silence;
    silence *= silence;
    silence *= silence * cube;
  }
}

/** lawAt is where the law of a party's L begins in the population's `byCohort`. */
export function lawAt(market: Market, i: number): number {
  const cohort = i < 0 ? UNVOUCHED : market.parties.cohort[i]!;
  return (cohort * CLASSES + classOf(market, i)) * CHEATS;
}

/**
 * putTypesFromLogs is putTypes where `logs` holds the log-likelihoods of all the party's conflicts: prior, those, and no
 * fault in all its exposure besides. Neither rounding nor drift of the rates is carried along.
 */
export function putTypesFromLogs(
  market: Market,
  rates: Rates,
  i: number,
  logs: Float64Array,
  from: number,
  into: Float64Array,
  at: number,
  means: Means,
): void {
  const sum = putWeightsFromLogs(market, rates, i, logs, from, into, at, means);
  for (let k = at; k < at + TYPES; k += 1) into[k] = into[k]! / sum;
}

/** putWeightsFromLogs puts the same, the likeliest type at 1; it returns their sum. */
export function putWeightsFromLogs(
  market: Market,
  rates: Rates,
  i: number,
  logs: Float64Array,
  from: number,
  into: Float64Array,
  at: number,
  means: Means,
): number {
  const { parties, population } = market;
  const volume = rates.cheat * volumeOf(parties, i);
  const time = rates.collusion * ageOf(market, i);
  const law = lawAt(market, i);
  const logsOfLaw = logsOf(population.byCohort, law);
  let peak = Number.NEGATIVE_INFINITY;
  for (let l = 0, k = 0; l < CHEATS; l += 1) {
    const row = logsOfLaw[law + l]! - CHEAT[l]! * volume;
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const log = row + population.collusion[k]! + logs[from + k]! - COLLUSION[j]! * time;
      into[at + k] = log;
      if (log > peak) peak = log;
    }
  }
  let sum = 0;
  let cheat = 0;
  let collusion = 0;
  for (let l = 0, k = at; l < CHEATS; l += 1) {
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const p = exponential(into[k]! - peak);
      into[k] = p;
      sum += p;
      cheat += p * CHEAT[l]!;
      collusion += p * COLLUSION[j]!;
    }
  }
  means.cheat = cheat / sum;
  means.collusion = collusion / sum;
  return sum;
}

/** Shares of laws as they were last seen, and their logarithms: parties of a kind are many, and laws stand still. */
let lawShares: Float64Array = new Float64Array(0);
let lawLogs: Float64Array = new Float64Array(0);

function logsOf(byCohort: Float64Array, law: number): Float64Array {
  lawShares = roomyFloats(lawShares, byCohort.length);
  lawLogs = roomyFloats(lawLogs, byCohort.length);
  for (let l = law; l < law + CHEATS; l += 1) {
    const share = byCohort[l]!;
    if (share === lawShares[l]) continue;
    lawShares[l] = share;
    lawLogs[l] = naturalLog(share);
  }
  return lawLogs;
}

/** putSide puts the probabilities of a party's side trait of a shape into the first doubles of `into`; the mean is returned. */
export function putSide(market: Market, rates: Rates, i: number, trait: number, into: Float64Array): number {
  const { parties, population } = market;
  const exposure = i < 0 ? 0 : rates.side[trait as 0 | 1 | 2] * volumeOf(parties, i);
  const law = trait * SIDES;
  const from = i * SIDE_STRIDE + law;
  let peak = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < SIDES; v += 1) {
    const log = population.side[law + v]! + (i < 0 ? 0 : parties.side[from + v]!) - SIDE[v]! * exposure;
    into[v] = log;
    if (log > peak) peak = log;
  }
  let sum = 0;
  let mean = 0;
  for (let v = 0; v < SIDES; v += 1) {
    const p = exponential(into[v]! - peak);
    into[v] = p;
    sum += p;
    mean += p * SIDE[v]!;
  }
  for (let v = 0; v < SIDES; v += 1) into[v] = into[v]! / sum;
  return mean / sum;
}

/** putAccomplice puts the probabilities of f of a pair (−1: never met) with a party into `into`; the mean is returned. */
export function putAccomplice(market: Market, pair: number, i: number, into: Float64Array): number {
  const { accomplices, population, totals, now } = market;
  // A pair can have leaked as many copies as there were since its party was known.
  const marketAge = now - totals.firstConflictAt;
  const known = marketAge > 0 ? Math.min(1, ageOf(market, i) / marketAge) : 0;
  const exposure = totals.copies * known;
  const law = classOf(market, i) * ACCOMPLICES;
  let peak = Number.NEGATIVE_INFINITY;
  for (let f = 0; f < ACCOMPLICES; f += 1) {
    const said = pair < 0 ? 0 : accomplices.log[pair * ACCOMPLICES + f]!;
    const log = population.accomplice[law + f]! + said - ACCOMPLICE[f]! * exposure;
    into[f] = log;
    if (log > peak) peak = log;
  }
  let sum = 0;
  let mean = 0;
  for (let f = 0; f < ACCOMPLICES; f += 1) {
    const p = exponential(into[f]! - peak);
    into[f] = p;
    sum += p;
    mean += p * ACCOMPLICE[f]!;
  }
  for (let f = 0; f < ACCOMPLICES; f += 1) into[f] = into[f]! / sum;
  return mean / sum;
}
