import { compareCodePoints } from './code-points.ts';
import { MODEL_ID } from './describe-market.ts';
import type { Problem } from './fact.ts';
import { CANDOURS, SIDE_TRAITS } from './grid.ts';
import { MECHANISMS } from './hypotheses.ts';
import { COPY, createMarket, FORK, SHAPES, type Market } from './market.ts';
import { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
import { fromLogMillionths } from './stand-as-stated.ts';
import type { StatedFigures } from './stated-figures.ts';
import { cellNumber, isSeen, likelihood, OUTCOMES, tally, type Tables } from './tables.ts';

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

const MEMBERS = ['model', 'parameters', 'mechanisms', 'byCheats', 'tables', 'parties', 'leaks'];

function readMarket(described: unknown): Market {
  const told = membersOf(described, MEMBERS, 'the description');
  if (told['model'] !== MODEL_ID) {
    throw new Damage(`it describes the model ${JSON.stringify(told['model'])}, and this one is ${MODEL_ID}`);
  }
  const market: Market = {
    ...createMarket(readParameters(told['parameters'])),
    tables: readTables(told['tables']),
    stated: readFigures(told['parties'], told['leaks']),
  };
  readMechanisms(market, told['mechanisms']);
  market.totals.cheatCollusions = realOf(told['byCheats'], 'byCheats');
  if (!canWeigh(market)) throw new Damage('nothing can be weighed with its figures');
  return market;
}

function readParameters(described: unknown): Parameters {
  const told = membersOf(described, Object.keys(DEFAULT_PARAMETERS), 'parameters');
  return Object.fromEntries(
    Object.entries(DEFAULT_PARAMETERS).map(([name, value]: [string, unknown]) => [
      name,
      readLike(value, told[name], name),
    ]),
  ) as unknown as Parameters;
}

/** A described parameter in the form of the one in use: a number, a list of them, or lists by shape. */
function readLike(like: unknown, told: unknown, name: string): unknown {
  const what = `parameters.${name}`;
  if (typeof like === 'number') return signedOf(told, what) / 1e6;
  if (Array.isArray(like)) {
    return listOf(told, what, like.length).map((item, i) => readLike(like[i], item, name));
  }
  const byShape = like as Readonly<Record<string, unknown>>;
  const lists = listOf(told, what, SHAPES.length);
  return Object.fromEntries(SHAPES.map((shape, k) => [shape, readLike(byShape[shape], lists[k], name)]));
}

function readMechanisms({ totals: { mechanisms } }: Market, described: unknown): void {
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

/** Logarithms beyond are of no figure that could be weighed with. */
const MOST = 200e6;

function readFigures(described: unknown, told: unknown): StatedFigures {
  const figureOf = (log: unknown, what: string): number => {
    const millionths = signedOf(log, what);
    if (Math.abs(millionths) > MOST) throw new Damage(`${what}: ${millionths} is the logarithm of nothing known`);
    return fromLogMillionths(millionths);
  };
  const parties = namedRows(described, 'parties').map(([name, figures]): [string, number[]] => [
    name,
    listOf(figures, 'parties', 2 + SIDE_TRAITS + CANDOURS).map((log) => figureOf(log, 'parties')),
  ]);
  const names = parties.map(([name]) => name);
  const leaks = namedRows(told, 'leaks').map(([issuer, figures]): [string, Map<string, number>] => [
    issuer,
    new Map(listOf(figures, 'leaks', names.length).map((log, i) => [names[i]!, figureOf(log, 'leaks')])),
  ]);
  const figures = { parties: new Map(parties), leaks: new Map(leaks) };
  if (leaks.some(([issuer]) => !figures.parties.has(issuer))) throw new Damage('leaks are of others than the parties');
  return figures;
}

/** Every logarithm that `weighEvidence` could take is one of a positive number, and no share is more than all. */
function canWeigh({ parameters, tables, totals: { mechanisms, cheatCollusions } }: Market): boolean {
  const isPositive = (x: number): boolean => x > 1e-250 && x < 1e250;
  const cells = Array.from({ length: tables.cellCount }, (_, cell) => cell).every((cell) => {
    if (!isSeen(tables, cell)) return true;
    const outcomes = tables.outcomes[tables.cellFeature[cell]!]!;
    const strength = outcomes === 2 ? parameters.claimStrength : parameters.caseStrength;
    return Array.from({ length: outcomes }, (_, s) => s).every((s) =>
      isPositive(likelihood(tables, cell, s, strength)),
    );
  });
  const shares = SHAPES.every((shape, k) => {
    const counts = parameters.mechanismShares[shape].map(
      (share, m) => mechanisms[k * 4 + m]! + parameters.mechanismStrength * share,
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.every((count) => isPositive(count) && isPositive(count / total));
  });
  const collusions = mechanisms[COPY * 4 + 1]! + mechanisms[FORK * 4 + 2]!;
  const isPart = cheatCollusions <= collusions + 1e-5 && parameters.cheatCollusionShare <= 1;
  return cells && shares && isPart;
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

function signedOf(value: unknown, what: string): number {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value as number;
  throw new Damage(`${what}: ${JSON.stringify(value)} is no whole number`);
}

const BEYOND = /^[1-9]\d{15,23}$/;

/** A number from its millionths, which beyond 2^53 − 1 are a decimal string. */
function realOf(value: unknown, what: string): number {
  const isBeyond = typeof value === 'string' && BEYOND.test(value) && !Number.isSafeInteger(Number(value));
  return (isBeyond ? Number(value) : wholeOf(value, what)) / 1e6;
}
