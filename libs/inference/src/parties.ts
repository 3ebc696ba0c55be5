import { roomyBytes, roomyFloats, roomyIntegers } from './columns.ts';
import { roundCount } from './dyadic.ts';
import type { Parameters } from './parameters.ts';
import { habitualProbability, type RateLaw } from './rate-law.ts';

/** A customer's exposure is its settlements; a bank's is the questions on its notes. Each class has its own mean rate. */
export const CUSTOMER = 0;
export const BANK = 1;

/** Sums over the parties of one class that a conflict has named; they pin the scale of the class's rates. */
export interface ClassSums {
  faults: number;
  exposure: number;
  habitualFaults: number;
  habitualExposure: number;
  habitual: number;
  size: number;
}

/** Every party heard of, as columns by party number, and the sums that make up its population. */
export interface Parties {
  readonly number: Map<string, number>;
  readonly names: string[];
  readonly cohortNumber: Map<string, number>;
  readonly cohortNames: (string | null)[];
  readonly classes: readonly [ClassSums, ClassSums];
  kind: Uint8Array;
  cohort: Int32Array;
  settled: Float64Array;
  conflicts: Float64Array;
  faults: Float64Array;
  habitual: Float64Array;
  /** The conflict whose learning judged the party last (−1 where another weighing did since), and `habitual` before it. */
  learnedBy: Int32Array;
  habitualBefore: Float64Array;
  cohortHabitual: Float64Array;
  cohortSize: Float64Array;
}

// Two cohorts stand for no bank: customers nobody vouched for, and the banks themselves.
const UNVOUCHED = 0;
const BANKS = 1;

/** strangerCohort is the cohort of a party never heard of. */
export function strangerCohort(kind: number): number {
  return kind === BANK ? BANKS : UNVOUCHED;
}

/** createParties returns a register of nobody. */
export function createParties(): Parties {
  return {
    number: new Map(),
    names: [],
    cohortNumber: new Map(),
    cohortNames: [null, null],
    classes: [noSums(), noSums()],
    kind: new Uint8Array(16),
    cohort: new Int32Array(16),
    settled: new Float64Array(16),
    conflicts: new Float64Array(16),
    faults: new Float64Array(16),
    habitual: new Float64Array(16),
    learnedBy: new Int32Array(16),
    habitualBefore: new Float64Array(16),
    cohortHabitual: new Float64Array(16),
    cohortSize: new Float64Array(16),
  };
}

function noSums(): ClassSums {
  return { faults: 0, exposure: 0, habitualFaults: 0, habitualExposure: 0, habitual: 0, size: 0 };
}

/** partyNumber returns a party's number, giving it one at first sight; the first sight fixes its class. */
export function partyNumber(parties: Parties, name: string, kind: number): number {
  const known = parties.number.get(name);
  if (known !== undefined) return known;
  const i = parties.names.length;
  parties.number.set(name, i);
  parties.names.push(name);
  parties.kind = roomyBytes(parties.kind, i + 1);
  parties.cohort = roomyIntegers(parties.cohort, i + 1);
  parties.settled = roomyFloats(parties.settled, i + 1);
  parties.conflicts = roomyFloats(parties.conflicts, i + 1);
  parties.faults = roomyFloats(parties.faults, i + 1);
  parties.habitual = roomyFloats(parties.habitual, i + 1);
  parties.learnedBy = roomyIntegers(parties.learnedBy, i + 1);
  parties.habitualBefore = roomyFloats(parties.habitualBefore, i + 1);
  parties.kind[i] = kind;
  parties.cohort[i] = strangerCohort(kind);
  parties.learnedBy[i] = -1;
  return i;
}

/**
 * exposureOf is settlements plus the conflicts that a party probably came through in good faith: v of the model. Those
 * are all there is to go by where no bank reports settlements; a fault is no exposure, or rates could not exceed one.
 */
export function exposureOf(parties: Parties, i: number): number {
  return parties.settled[i]! + parties.conflicts[i]! - parties.faults[i]!;
}

/** meanRate is r̄, faults per exposure of a class; `extra` is exposure about to join it (a new conflict's parties). */
export function meanRate(parties: Parties, kind: number, extra: number): number {
  const sums = parties.classes[kind]!;
  return (sums.faults + 1) / (sums.exposure + extra + 1);
}

/** rateLawOf is the prior law of a party's relative rate, by class and cohort as learned so far. */
export function rateLawOf(parties: Parties, parameters: Parameters, kind: number, cohort: number): RateLaw {
  const sums = parties.classes[kind]!;
  const rate = meanRate(parties, kind, 0);
  const share = parameters.habitualShare;
  const many = 1 / (1 - share + share * parameters.habitualRatio);
  const few = many * parameters.habitualRatio;
  const worth = parameters.ratioStrength;
  // EM for the two means, each held by pseudo-exposure; never closer than fourfold, or the words lose their meaning.
  const manyMean =
    (sums.faults - sums.habitualFaults + worth * many) / ((sums.exposure - sums.habitualExposure) * rate + worth);
  const habitualMean = (sums.habitualFaults + worth * few) / (sums.habitualExposure * rate + worth);
  return {
    manyShape: parameters.manyShape,
    manyMean,
    habitualMean: Math.max(habitualMean, 4 * manyMean),
    habitualShare: habitualShareOf(parties, parameters, kind, cohort),
  };
}

function habitualShareOf(parties: Parties, parameters: Parameters, kind: number, cohort: number): number {
  const { habitual, size } = parties.classes[kind]!;
  const { habitualShare, shareStrength, cohortStrength } = parameters;
  const overall = (habitual + shareStrength * habitualShare) / (size + shareStrength);
  return (parties.cohortHabitual[cohort]! + cohortStrength * overall) / (parties.cohortSize[cohort]! + cohortStrength);
}

/** vouch makes a bank the cohort of a customer; a bank stays in the cohort of banks. */
export function vouch(parties: Parties, i: number, bank: string): void {
  if (parties.kind[i] === BANK) return;
  leavePopulation(parties, i);
  parties.cohort[i] = cohortNumberOf(parties, bank);
  joinPopulation(parties, i);
}

function cohortNumberOf(parties: Parties, bank: string): number {
  const known = parties.cohortNumber.get(bank);
  if (known !== undefined) return known;
  const b = parties.cohortNames.length;
  parties.cohortNumber.set(bank, b);
  parties.cohortNames.push(bank);
  parties.cohortHabitual = roomyFloats(parties.cohortHabitual, b + 1);
  parties.cohortSize = roomyFloats(parties.cohortSize, b + 1);
  return b;
}

/** settle adds undisputed settlements to a party's exposure. */
export function settle(parties: Parties, i: number, settled: number): void {
  leavePopulation(parties, i);
  parties.settled[i] = parties.settled[i]! + settled;
  joinPopulation(parties, i);
}

/** accuse adds (or, negative, takes back) one conflict's exposure and expected fault. */
export function accuse(parties: Parties, i: number, conflicts: number, fault: number): void {
  leavePopulation(parties, i);
  parties.conflicts[i] = parties.conflicts[i]! + conflicts;
  parties.faults[i] = parties.faults[i]! + fault;
  joinPopulation(parties, i);
}

/** habitualNow is the probability that a party is habitual, by the population as it is. */
export function habitualNow(parties: Parties, parameters: Parameters, i: number): number {
  const kind = parties.kind[i]!;
  const law = rateLawOf(parties, parameters, kind, parties.cohort[i]!);
  const exposure = exposureOf(parties, i) * meanRate(parties, kind, 0);
  return habitualProbability(law, parties.faults[i]!, exposure);
}

/** setHabitual counts a party into the population with a new probability of being habitual. */
export function setHabitual(parties: Parties, i: number, habitual: number): void {
  leavePopulation(parties, i);
  parties.habitual[i] = roundCount(habitual);
  joinPopulation(parties, i);
}

// Only parties that a conflict named make the population: a party that never appears in one changes nothing.
function joinPopulation(parties: Parties, i: number): void {
  if (parties.conflicts[i]! > 0) weighIn(parties, i, 1);
}

function leavePopulation(parties: Parties, i: number): void {
  if (parties.conflicts[i]! > 0) weighIn(parties, i, -1);
}

function weighIn(parties: Parties, i: number, sign: number): void {
  const sums = parties.classes[parties.kind[i]!]!;
  const habitual = parties.habitual[i]!;
  const exposure = exposureOf(parties, i);
  sums.faults += sign * parties.faults[i]!;
  sums.exposure += sign * exposure;
  sums.habitualFaults += sign * roundCount(habitual * parties.faults[i]!);
  sums.habitualExposure += sign * roundCount(habitual * exposure);
  sums.habitual += sign * habitual;
  sums.size += sign;
  const cohort = parties.cohort[i]!;
  parties.cohortHabitual[cohort] = parties.cohortHabitual[cohort]! + sign * habitual;
  parties.cohortSize[cohort] = parties.cohortSize[cohort]! + sign;
}
