import type { Fact } from './fact.ts';
import { CONFLICT_COLUMNS, LAWS, PAIR_COLUMNS, PARTY_COLUMNS, RUN_KINDS, RUNS, TOTALS } from './market-columns.ts';
import type { Market } from './market.ts';
import { lawLength } from './population.ts';
import { packNumbers, packTexts, type Column } from './packed-column.ts';
import { sealMarket, type Section } from './sealed-market.ts';
import { OUTCOMES, type Tables } from './tables.ts';

/**
 * saveMarket writes down everything that a market has learned and heard, so that `restoreMarket` goes on from there to
 * the bit; it changes nothing, and the open instant stays open. Equal markets give equal bytes. They say themselves which
 * format, model and parameters they belong to, and end in a checksum of all; they can be cut anywhere and joined again.
 */
export function saveMarket(market: Market): Uint8Array {
  return sealMarket(
    [
      ...counterSections(market),
      ...partySections(market),
      ...pairSections(market),
      ...lawSections(market),
      ...tableSections(market),
      ...historySections(market),
    ],
    market.parameters,
  );
}

const numbers = (name: string, column: Column, length: number): Section => ({ name, ...packNumbers(column, length) });
const figures = (name: string, values: readonly number[]): Section =>
  numbers(name, Float64Array.from(values), values.length);
const texts = (name: string, values: readonly string[]): Section => ({ name, ...packTexts(values) });

const columns = <K extends string>(
  name: string,
  owner: Readonly<Record<K, Column>>,
  list: readonly (readonly [column: K, stride: number])[],
  rows: number,
): Section[] => list.map(([column, stride]) => numbers(`${name}.${column}`, owner[column], rows * stride));

function counterSections({ cursor, visitsDue, anewAt, now, totals, heard, retracting }: Market): Section[] {
  return [
    figures('counters', [cursor, visitsDue, anewAt, now]),
    figures(
      'totals',
      TOTALS.map((total) => totals[total]),
    ),
    numbers('mechanisms', totals.mechanisms, totals.mechanisms.length),
    numbers('volumes.parties', totals.volumes.parties, totals.volumes.parties.length),
    numbers('volumes.volume', totals.volumes.volume, totals.volumes.volume.length),
    texts('heard', heard.map(factText)),
    texts('retracting', [...retracting]),
  ];
}

// Features keep their order, which an object's members need not.
const factText = (fact: Fact): string =>
  JSON.stringify(fact, (_member, value: unknown) => (value instanceof Map ? [...value] : value));

function partySections({ parties }: Market): Section[] {
  return [
    texts('parties', parties.names),
    ...columns('parties', parties, PARTY_COLUMNS, parties.names.length),
    // The first cohort stands for no bank.
    texts('cohorts', parties.cohortNames.slice(1) as string[]),
  ];
}

const pairSections = ({ accomplices }: Market): Section[] => [
  figures('pairs', [accomplices.count]),
  ...columns('pairs', accomplices, PAIR_COLUMNS, accomplices.count),
];

const lawSections = ({ population }: Market): Section[] =>
  LAWS.map((law) => numbers(`laws.${law}`, population[law], lawLength(population, law)));

function tableSections({ tables }: Market): Section[] {
  const features = tables.cellNumber.length;
  return [
    texts('features', namesOfFeatures(tables)),
    figures('features.outcomes', tables.outcomes),
    numbers('features.totals', tables.totals, features * OUTCOMES),
    texts('cells', namesOfCells(tables)),
    numbers('cells.feature', tables.cellFeature, tables.cellCount),
    numbers('cells.counts', tables.counts, tables.cellCount * OUTCOMES),
  ];
}

function namesOfFeatures({ featureNumber }: Tables): string[] {
  const names: string[] = [];
  for (const [subject, features] of featureNumber) {
    for (const [feature, f] of features) [names[2 * f], names[2 * f + 1]] = [subject, feature];
  }
  return names;
}

function namesOfCells({ cellNumber }: Tables): string[] {
  const names: string[] = [];
  for (const cells of cellNumber) for (const [value, cell] of cells) names[cell] = value;
  return names;
}

function historySections({ history }: Market): Section[] {
  const { count, ids } = history;
  return [
    texts('history', ids),
    ...columns('history', history, CONFLICT_COLUMNS, count),
    ...RUN_KINDS.flatMap((runs) => [
      numbers(`history.${runs}`, lengthsOf(history[runs], count), count),
      ...columns('history', history as unknown as Readonly<Record<string, Column>>, RUNS[runs], history[runs][count]!),
    ]),
  ];
}

function lengthsOf(starts: Int32Array, count: number): Int32Array {
  const lengths = new Int32Array(count);
  for (let c = 0; c < count; c += 1) lengths[c] = starts[c + 1]! - starts[c]!;
  return lengths;
}
