import type { Fact } from './fact.ts';
import { CLASS_SUMS, COHORT_COLUMNS, CONFLICT_COLUMNS, PARTY_COLUMNS, RUN_KINDS, RUNS } from './market-columns.ts';
import type { Market } from './market.ts';
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
    [...counterSections(market), ...partySections(market), ...tableSections(market), ...historySections(market)],
    market.parameters,
  );
}

const numbers = (name: string, column: Column, length: number): Section => ({ name, ...packNumbers(column, length) });
const figures = (name: string, values: readonly number[]): Section =>
  numbers(name, Float64Array.from(values), values.length);
const texts = (name: string, values: readonly string[]): Section => ({ name, ...packTexts(values) });

function counterSections(market: Market): Section[] {
  const { resolutionsRight, resolutionsHeard, cursor, now, mechanisms, heard, retracting } = market;
  return [
    figures('counters', [resolutionsRight, resolutionsHeard, cursor, now]),
    numbers('mechanisms', mechanisms, mechanisms.length),
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
    ...PARTY_COLUMNS.map((column) => numbers(`parties.${column}`, parties[column], parties.names.length)),
    // The first two cohorts stand for no bank.
    texts('cohorts', parties.cohortNames.slice(2) as string[]),
    ...COHORT_COLUMNS.map((column) => numbers(`cohorts.${column}`, parties[column], parties.cohortNames.length)),
    ...parties.classes.map((sums, kind) =>
      figures(
        `classes.${kind}`,
        CLASS_SUMS.map((sum) => sums[sum]),
      ),
    ),
  ];
}

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
    ...CONFLICT_COLUMNS.map((column) => numbers(`history.${column}`, history[column], count)),
    ...RUN_KINDS.flatMap((runs) => [
      numbers(`history.${runs}`, lengthsOf(history[runs], count), count),
      ...RUNS[runs].map((column) => numbers(`history.${column}`, history[column], history[runs][count]!)),
    ]),
  ];
}

function lengthsOf(starts: Int32Array, count: number): Int32Array {
  const lengths = new Int32Array(count);
  for (let c = 0; c < count; c += 1) lengths[c] = starts[c + 1]! - starts[c]!;
  return lengths;
}
