import { compareCodePoints } from './code-points.ts';
import { roomyFloats } from './columns.ts';
import { MODEL_ID } from './describe-market.ts';
import type { Problem } from './fact.ts';
import { MECHANISMS } from './hypotheses.ts';
import { createMarket, SHAPES, type Market } from './market.ts';
import { CLASS_SUMS } from './market-columns.ts';
import { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
import {
  BANK,
  createParties,
  CUSTOMER,
  exposureOf,
  meanRate,
  partyNumber,
  rateLawOf,
  type Parties,
} from './parties.ts';
import { predictiveRate } from './rate-law.ts';
import { cellNumber, likelihood, OUTCOMES, tally, type Tables } from './tables.ts';

/**
 * By how many parts per million an answer of a rebuilt market can differ from the described one's. A described figure is
 * right to half a millionth; ln w of a hypothesis then is to about a millionth for each table and each party's record
 * that it rests on, and a posterior to a quarter of what two hypotheses differ by. Over 22,000 drawn conflicts answers
 * differed by up to 0.8; if every error pointed the worst way (the sum of all derivatives) it would have been 1.5. Two
 * more can come of rounding both to integers.
 */
export const DESCRIBED_WITHIN_PPM = 5;

/** Thrown and caught inside this file only: a reader that stops at the first damage needs no plumbing. */
class Damage extends Error {}

/**
 * rebuildMarket is the inverse of `describeMarket`: a market that answers `assess` about the described parties as the
 * described one did, within DESCRIBED_WITHIN_PPM. It is for asking, not for learning: the conflicts that it learned from
 * are not described. What `describeMarket` could not have written, or could not be weighed with, is a problem.
 */
export function rebuildMarket(described: unknown): Market | Problem {
  try {
    return readMarket(described);
  } catch (error) {
    if (error instanceof Damage) return { problem: error.message };
    throw error;
  }
}

const MEMBERS = ['model', 'parameters', 'mechanisms', 'resolutions', 'classes', 'cohorts', 'tables', 'parties'];

function readMarket(described: unknown): Market {
  const told = membersOf(described, MEMBERS, 'the description');
  if (told['model'] !== MODEL_ID) {
    throw new Damage(`it describes the model ${JSON.stringify(told['model'])}, and this one is ${MODEL_ID}`);
  }
  const empty = createMarket(readParameters(told['parameters']));
  const [right, heard] = listOf(told['resolutions'], 'resolutions', 2);
  const market: Market = {
    ...empty,
    tables: readTables(told['tables']),
    parties: readParties(told['classes'], told['cohorts'], told['parties']),
    resolutionsRight: realOf(right, 'resolutions'),
    resolutionsHeard: wholeOf(heard, 'resolutions'),
  };
  readMechanisms(market, told['mechanisms']);
  if (!canWeigh(market)) throw new Damage('nothing can be weighed with its figures');
  return market;
}

function readParameters(described: unknown): Parameters {
  const told = membersOf(described, Object.keys(DEFAULT_PARAMETERS), 'parameters');
  const numbers = Object.entries(DEFAULT_PARAMETERS).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'number' ? [[name, realOf(told[name], `parameters.${name}`)]] : [],
  );
  const shares = listOf(told['mechanismShares'], 'parameters.mechanismShares', SHAPES.length).map((list, k) => [
    SHAPES[k]!,
    listOf(list, 'parameters.mechanismShares', MECHANISMS[SHAPES[k]!].length).map((share) =>
      realOf(share, 'parameters.mechanismShares'),
    ),
  ]);
  return { ...Object.fromEntries(numbers), mechanismShares: Object.fromEntries(shares) } as Parameters;
}

function readMechanisms({ mechanisms }: Market, described: unknown): void {
  const rows = SHAPES.flatMap((shape, k) =>
    MECHANISMS[shape].map((mechanism, m) => ({ shape, mechanism, at: k * 4 + m })),
  );
  for (const [i, row] of listOf(described, 'mechanisms', rows.length).entries()) {
    const [shape, mechanism, count] = listOf(row, 'mechanisms', 3);
    const wanted = rows[i]!;
    if (shape !== wanted.shape || mechanism !== wanted.mechanism) throw new Damage('mechanisms are others than ours');
    mechanisms[wanted.at] = realOf(count, 'mechanisms');
  }
}

function readTables(described: unknown): Tables {
  const tables: Tables = {
    featureNumber: new Map(),
    cellNumber: [],
    outcomes: [],
    totals: new Float64Array(64),
    cellCount: 0,
    cellFeature: new Int32Array(64),
    counts: new Float64Array(64 * OUTCOMES),
  };
  for (const [subject, features] of namedRows(described, 'tables')) {
    const shape = SHAPES.find((known) => known === subject);
    if (shape === undefined && subject !== 'claim')
      throw new Damage(`tables are of no shape ${JSON.stringify(subject)}`);
    const outcomes = shape === undefined ? 2 : MECHANISMS[shape].length;
    for (const [feature, values] of namedRows(features[0], `tables.${subject}`, 1)) {
      for (const [value, counts] of namedRows(values[0], `tables.${subject}.${feature}`, outcomes)) {
        // The totals of a feature are those of its values.
        const cell = cellNumber(tables, subject, outcomes, feature, value);
        for (const [s, count] of counts.entries())
          tally(tables, cell, s, realOf(count, `tables.${subject}.${feature}`));
      }
    }
  }
  return tables;
}

function readParties(classes: unknown, cohorts: unknown, described: unknown): Parties {
  const parties = createParties();
  for (const [kind, row] of listOf(classes, 'classes', 2).entries()) {
    const figures = listOf(row, 'classes', CLASS_SUMS.length);
    for (const [i, sum] of CLASS_SUMS.entries()) {
      parties.classes[kind]![sum] = sum === 'size' ? wholeOf(figures[i], 'classes') : realOf(figures[i], 'classes');
    }
  }
  readCohorts(parties, cohorts);
  for (const [name, figures] of namedRows(described, 'parties')) {
    if (figures.length === 0) continue;
    const [kind, bank, settled, conflicts, faults] = listOf(figures, 'parties', 5);
    if (kind !== CUSTOMER && kind !== BANK) throw new Damage('parties are customers (0) or banks (1)');
    const i = partyNumber(parties, name, kind);
    if (bank !== null && kind === BANK) throw new Damage('parties: no bank vouches for a bank');
    if (bank !== null) parties.cohort[i] = cohortOf(parties, textOf(bank, 'parties'));
    parties.settled[i] = realOf(settled, 'parties');
    parties.conflicts[i] = wholeOf(conflicts, 'parties');
    parties.faults[i] = realOf(faults, 'parties');
    if (parties.faults[i]! > parties.conflicts[i]!) throw new Damage('parties: more faults than conflicts');
  }
  return parties;
}

/** The first two cohorts stand for no bank, and are named by their numbers. */
function readCohorts(parties: Parties, described: unknown): void {
  let last: string | number = -1;
  for (const row of listOf(described, 'cohorts')) {
    const [name, habitual, size] = listOf(row, 'cohorts', 3);
    const isBank = typeof name === 'string';
    if (!isBank && name !== 0 && name !== 1) throw new Damage('cohorts are named by their banks, or 0 and 1');
    const isNext = typeof last === 'number' ? isBank || name > last : isBank && compareCodePoints(last, name) < 0;
    if (!isNext) throw new Damage('cohorts do not rise');
    last = name;
    const b = isBank ? cohortOf(parties, name) : name;
    parties.cohortHabitual[b] = realOf(habitual, 'cohorts');
    parties.cohortSize[b] = wholeOf(size, 'cohorts');
  }
}

function cohortOf(parties: Parties, bank: string): number {
  const known = parties.cohortNumber.get(bank);
  if (known !== undefined) return known;
  const b = parties.cohortNames.push(bank) - 1;
  parties.cohortNumber.set(bank, b);
  parties.cohortHabitual = roomyFloats(parties.cohortHabitual, b + 1);
  parties.cohortSize = roomyFloats(parties.cohortSize, b + 1);
  return b;
}

/** Every logarithm that `weighConflict` could take is one of a positive number. */
function canWeigh({ parameters, parties, tables, mechanisms }: Market): boolean {
  const isPositive = (x: number): boolean => x > 0 && x < Infinity;
  const canRate = (kind: number, cohort: number, faults: number, exposure: number): boolean => {
    const law = rateLawOf(parties, parameters, kind, cohort);
    return isPositive(law.manyMean) && isPositive(predictiveRate(law, faults, exposure));
  };
  const strangers = [CUSTOMER, BANK].every((kind) =>
    parties.cohortNames.every((_bank, cohort) => canRate(kind, cohort, 0, 0)),
  );
  const known = parties.names.every((_name, i) => {
    const kind = parties.kind[i]!;
    const exposure = exposureOf(parties, i) * meanRate(parties, kind, 0);
    return canRate(kind, parties.cohort[i]!, parties.faults[i]!, exposure);
  });
  const cells = Array.from({ length: tables.cellCount }, (_, cell) => cell).every((cell) =>
    Array.from({ length: tables.outcomes[tables.cellFeature[cell]!]! }, (_, s) => s).every((s) =>
      isPositive(likelihood(tables, cell, s, parameters.tableStrength)),
    ),
  );
  const shares = SHAPES.every((shape, k) =>
    parameters.mechanismShares[shape].every((share, m) =>
      isPositive(mechanisms[k * 4 + m]! + parameters.mechanismStrength * share),
    ),
  );
  return strangers && known && cells && shares;
}

function membersOf(value: unknown, names: readonly string[], what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Damage(`${what} is no object`);
  const members = Object.keys(value);
  const odd = names.find((name) => !Object.hasOwn(value, name)) ?? members.find((name) => !names.includes(name));
  if (odd !== undefined) throw new Damage(`${what}: ${JSON.stringify(odd)} is missing, or does not belong there`);
  return value as Readonly<Record<string, unknown>>;
}

function listOf(value: unknown, what: string, length?: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new Damage(`${what}: a list is missing`);
  if (length !== undefined && value.length !== length) {
    throw new Damage(`${what}: a list of ${value.length} where ${length} belong`);
  }
  return value as unknown[];
}

/** Rows that begin with a name, rising by code point and so each once; where `length` of more must follow, one at least. */
function namedRows(value: unknown, what: string, length?: number): (readonly [string, readonly unknown[]])[] {
  let last: string | null = null;
  const rows = listOf(value, what);
  if (length !== undefined && rows.length === 0) throw new Damage(`${what} are none`);
  return rows.map((row) => {
    const [name, ...rest] = listOf(row, what, length === undefined ? undefined : length + 1);
    const text = textOf(name, what);
    if (last !== null && compareCodePoints(last, text) >= 0) throw new Damage(`${what} do not rise`);
    last = text;
    return [text, rest] as const;
  });
}

function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Damage(`${what}: ${JSON.stringify(value)} is no name`);
  return value;
}

function wholeOf(value: unknown, what: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new Damage(`${what}: ${JSON.stringify(value)} is no count`);
}

const BEYOND = /^[1-9]\d{15,23}$/;

/** A number from its millionths, which beyond 2^53 − 1 are a decimal string. */
function realOf(value: unknown, what: string): number {
  const isBeyond = typeof value === 'string' && BEYOND.test(value) && !Number.isSafeInteger(Number(value));
  return (isBeyond ? Number(value) : wholeOf(value, what)) / 1e6;
}
