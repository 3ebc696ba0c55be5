import { roomyFloats } from './columns.ts';
import { exponential, naturalLog } from './elementary.ts';
import { ACCOMPLICES, CANDOURS, CHEATS, COLLUSIONS, SIDES, SIDE_TRAITS, TYPES } from './grid.ts';
import type { Parameters } from './parameters.ts';

/*
 * What types of party there are: learned laws, each shrunk to the one above it.
 *
 *     L       prior → market → early or late → bank × early or late
 *     C | L   prior → market → by L
 *     side    prior → market, one for each shape
 *     f       prior → market, early or late: of a pair of a bank and a claimant
 *     candour prior → market
 *
 * Laws stand still while every party is visited once; what the visits add up to makes the next laws (EM).
 */

/** Parties known before the first conflict and those that came later are classes of their own. */
export const CLASSES = 2;

/** The laws in use, and expected counts since they were made. */
export interface Population {
  /** L by class; by cohort and class, CHEATS at a time. */
  readonly byClass: Float64Array;
  byCohort: Float64Array;
  /** As logarithms: C given L, over types; side traits by shape; f by class; candour beside the ordinary. */
  readonly collusion: Float64Array;
  readonly side: Float64Array;
  readonly accomplice: Float64Array;
  readonly candour: Float64Array;
  readonly seenByClass: Float64Array;
  seenByCohort: Float64Array;
  readonly seenTypes: Float64Array;
  readonly seenSide: Float64Array;
  readonly seenAccomplice: Float64Array;
  /** The ordinary first. */
  readonly seenCandour: Float64Array;
  cohorts: number;
}

/** createPopulation returns the prior laws. */
export function createPopulation(parameters: Parameters): Population {
  const population: Population = {
    byClass: new Float64Array(CLASSES * CHEATS),
    byCohort: new Float64Array(0),
    collusion: new Float64Array(TYPES),
    side: new Float64Array(SIDE_TRAITS * SIDES),
    accomplice: new Float64Array(CLASSES * ACCOMPLICES),
    candour: new Float64Array(CANDOURS),
    seenByClass: new Float64Array(CLASSES * CHEATS),
    seenByCohort: new Float64Array(0),
    seenTypes: new Float64Array(TYPES),
    seenSide: new Float64Array(SIDE_TRAITS * SIDES),
    seenAccomplice: new Float64Array(CLASSES * ACCOMPLICES),
    seenCandour: new Float64Array(CANDOURS + 1),
    cohorts: 0,
  };
  resetLaws(population, parameters);
  return population;
}

/** resetLaws forgets what was learned of the population. */
export function resetLaws(population: Population, parameters: Parameters): void {
  const cheat = priorCheat(parameters);
  for (let g = 0; g < CLASSES; g += 1) population.byClass.set(cheat, g * CHEATS);
  for (let b = 0; b < population.cohorts * CLASSES; b += 1) population.byCohort.set(cheat, b * CHEATS);
  const collusion = priorCollusion(parameters);
  for (let k = 0; k < TYPES; k += 1) population.collusion[k] = naturalLog(collusion[k % COLLUSIONS]!);
  for (let t = 0; t < SIDE_TRAITS; t += 1) population.side.set(priorSide(parameters, t).map(naturalLog), t * SIDES);
  const accomplice = priorAccomplice(parameters).map(naturalLog);
  for (let g = 0; g < CLASSES; g += 1) population.accomplice.set(accomplice, g * ACCOMPLICES);
  setCandour(population, priorCandour(parameters));
  forgetSeen(population);
}

function forgetSeen(population: Population): void {
  population.seenByClass.fill(0);
  population.seenByCohort.fill(0);
  population.seenTypes.fill(0);
  population.seenSide.fill(0);
  population.seenAccomplice.fill(0);
  population.seenCandour.fill(0);
}

/** growCohorts makes room for one more cohort, whose law is its class's until it is learned. */
export function growCohorts(population: Population, cohorts: number): void {
  const size = CLASSES * CHEATS;
  population.byCohort = roomyFloats(population.byCohort, cohorts * size);
  population.seenByCohort = roomyFloats(population.seenByCohort, cohorts * size);
  for (let b = population.cohorts; b < cohorts; b += 1) population.byCohort.set(population.byClass, b * size);
  population.cohorts = Math.max(population.cohorts, cohorts);
}

const hump = (x: number, [mean, spread]: readonly [number, number]): number =>
  exponential(-0.5 * ((x - mean) / spread) * ((x - mean) / spread)) / spread;

function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function priorCheat({ honest, habitual, habitualShare }: Parameters): Float64Array {
  return normalised(
    Float64Array.from({ length: CHEATS }, (_, l) => {
      const x = l - 9;
      return (1 - habitualShare) * hump(x, honest) + habitualShare * hump(x, habitual) + 0.002;
    }),
  );
}

function priorCollusion({ colluderShare }: Parameters): Float64Array {
  return normalised(
    Float64Array.from({ length: COLLUSIONS }, (_, j) => {
      const x = j - 3;
      return (1 - colluderShare) * hump(x, [-1, 1]) + colluderShare * hump(x, [2, 1]) + 0.002;
    }),
  );
}

/** The side trait of duplicates, accidents, is spread; who is robbed or loses keys is mostly chance. */
const ACCIDENT_TRAIT = 2;

function priorSide({ proneShare }: Parameters, trait: number): Float64Array {
  return normalised(
    Float64Array.from({ length: SIDES }, (_, v) => {
      if (trait === ACCIDENT_TRAIT) return v < 6 ? hump(v, [2.6, 1.2]) + 0.01 : 0.002;
      return v === 3 ? 1 - proneShare : v < 2 ? 1e-5 : proneShare / 5;
    }),
  );
}

function priorAccomplice({ accompliceShare }: Parameters): Float64Array {
  return Float64Array.from({ length: ACCOMPLICES }, (_, f) =>
    f === 0 ? 1 - accompliceShare : accompliceShare / (ACCOMPLICES - 1),
  );
}

function priorCandour({ candourShare }: Parameters): Float64Array {
  return Float64Array.from({ length: CANDOURS + 1 }, (_, k) => (k === 0 ? 1 - CANDOURS * candourShare : candourShare));
}

function setCandour({ candour }: Population, law: Float64Array): void {
  for (let k = 0; k < CANDOURS; k += 1) candour[k] = naturalLog(law[k + 1]! / law[0]!);
}

/** renewLaws makes new laws of what was seen since the last ones. */
export function renewLaws(population: Population, parameters: Parameters): void {
  const { seenByClass, seenByCohort, seenTypes } = population;
  const market = shrunk(
    Float64Array.from({ length: CHEATS }, (_, l) => seenByClass[l]! + seenByClass[CHEATS + l]!),
    priorCheat(parameters),
    parameters.marketStrength,
  );
  for (let g = 0; g < CLASSES; g += 1) {
    const law = shrunk(seenByClass.subarray(g * CHEATS, (g + 1) * CHEATS), market, parameters.classStrength);
    population.byClass.set(law, g * CHEATS);
    for (let b = 0; b < population.cohorts; b += 1) {
      const at = (b * CLASSES + g) * CHEATS;
      population.byCohort.set(shrunk(seenByCohort.subarray(at, at + CHEATS), law, parameters.bankStrength), at);
    }
  }
  const pooled = new Float64Array(COLLUSIONS);
  for (let k = 0; k < TYPES; k += 1) pooled[k % COLLUSIONS] = pooled[k % COLLUSIONS]! + seenTypes[k]!;
  const overall = shrunk(pooled, priorCollusion(parameters), parameters.collusionStrength);
  for (let l = 0; l < CHEATS; l += 1) {
    const given = seenTypes.subarray(l * COLLUSIONS, (l + 1) * COLLUSIONS);
    const law = shrunk(given, overall, parameters.collusionStrength);
    for (let j = 0; j < COLLUSIONS; j += 1) population.collusion[l * COLLUSIONS + j] = naturalLog(law[j]!);
  }
  for (let t = 0; t < SIDE_TRAITS; t += 1) {
    const seen = population.seenSide.subarray(t * SIDES, (t + 1) * SIDES);
    const law = shrunk(seen, priorSide(parameters, t), parameters.sideStrength);
    population.side.set(law.map(naturalLog), t * SIDES);
  }
  for (let g = 0; g < CLASSES; g += 1) {
    const seen = population.seenAccomplice.subarray(g * ACCOMPLICES, (g + 1) * ACCOMPLICES);
    const law = shrunk(seen, priorAccomplice(parameters), parameters.accompliceStrength);
    population.accomplice.set(law.map(naturalLog), g * ACCOMPLICES);
  }
  setCandour(population, shrunk(population.seenCandour, priorCandour(parameters), parameters.candourStrength));
  forgetSeen(population);
}

function shrunk(seen: Float64Array, to: Float64Array, strength: number): Float64Array {
  const total = seen.reduce((sum, count) => sum + count, strength);
  // To the bit: a cohort of nobody yet is like one that there is not yet.
  if (total === strength) return to;
  return Float64Array.from(seen, (count, i) => (count + strength * to[i]!) / total);
}

/** lawLength is how many numbers of a law are in use: a column may be longer. */
export function lawLength(population: Population, law: keyof Omit<Population, 'cohorts'>): number {
  return law === 'byCohort' || law === 'seenByCohort' ? population.cohorts * CLASSES * CHEATS : population[law].length;
}
