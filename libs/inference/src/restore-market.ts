import { rehash } from './accomplices.ts';
import type { Fact, Problem } from './fact.ts';
import { createHistory, RETRACTED, type History } from './history.ts';
import { slateOf } from './hypotheses.ts';
import { CONFLICT_COLUMNS, LAWS, PAIR_COLUMNS, PARTY_COLUMNS, RUN_KINDS, RUNS, TOTALS } from './market-columns.ts';
import { createMarket, type Market } from './market.ts';
import { unpackNumbers, unpackTexts, type Column } from './packed-column.ts';
import type { Parameters } from './parameters.ts';
import { createParties, type Parties } from './parties.ts';
import { growCohorts, lawLength } from './population.ts';
import { unsealMarket, type Section } from './sealed-market.ts';
import { OUTCOMES, type Tables } from './tables.ts';

/**
 * restoreMarket gives back the market that `saveMarket` wrote, which goes on to the bit as if it had never been written.
 * `parameters` are those that the market is to weigh with, as for `createMarket`. Whatever else the bytes are (damaged,
 * cut short, of another format, model or parameters) is a problem that says so, and never an exception or half a market.
 */
export function restoreMarket(saved: Uint8Array, parameters: Partial<Parameters> = {}): Market | Problem {
  const market = createMarket(parameters);
  try {
    const sections = unsealMarket(saved, market.parameters);
    return 'problem' in sections ? sections : readMarket(market, openSections(sections));
  } catch (error) {
    // A good checksum says that the bytes are as they were written, not that this format's own writer wrote them.
    return { problem: `the saved market does not hold what its format demands: ${(error as Error).message}` };
  }
}

/** The sections of a file, taken in their order and each by its name. */
interface Sections {
  numbers<T extends Column>(name: string, column: T): T;
  figures(name: string, length: number): Float64Array;
  texts(name: string): string[];
  end(): void;
}

function openSections(sections: readonly Section[]): Sections {
  let next = 0;
  const take = (name: string): Section => {
    const section = sections[next];
    if (section?.name !== name) throw new Error(`${section?.name ?? 'nothing'} where ${name} belongs`);
    next += 1;
    return section;
  };
  return {
    numbers: (name, column) => unpackNumbers(take(name), column),
    figures: (name, length) => unpackNumbers(take(name), new Float64Array(length)),
    texts: (name) => unpackTexts(take(name)),
    end: () => {
      if (next < sections.length) throw new Error(`${sections[next]!.name} behind the last section`);
    },
  };
}

function readMarket(market: Market, from: Sections): Market {
  const [cursor, visitsDue, anewAt, now] = from.figures('counters', 4);
  const totals = from.figures('totals', TOTALS.length);
  for (const [i, total] of TOTALS.entries()) market.totals[total] = totals[i]!;
  from.numbers('mechanisms', market.totals.mechanisms);
  from.numbers('volumes.parties', market.totals.volumes.parties);
  from.numbers('volumes.volume', market.totals.volumes.volume);
  const heard = from.texts('heard').map(toFact);
  for (const fact of heard) if (fact.kind === 'conflict') market.heardConflicts.set(fact.id, slateOf(fact));
  for (const id of from.texts('retracting')) market.retracting.add(id);
  const parties = readParties(from);
  readPairs(market, from);
  growCohorts(market.population, parties.cohortNames.length);
  for (const law of LAWS) {
    const length = lawLength(market.population, law);
    from.numbers(`laws.${law}`, market.population[law].subarray(0, length));
  }
  const tables = readTables(from);
  const history = readHistory(from);
  from.end();
  const counters = { cursor: cursor!, visitsDue: visitsDue!, anewAt: anewAt!, now: now! };
  return { ...market, ...counters, heard, parties, tables, history };
}

function readPairs({ accomplices }: Market, from: Sections): void {
  const [count] = from.figures('pairs', 1);
  accomplices.count = count!;
  readColumns(accomplices, PAIR_COLUMNS, { from, name: 'pairs', length: count! });
  rehash(accomplices);
}

const toFact = (text: string): Fact =>
  JSON.parse(text, (member, value: unknown) =>
    member === 'features' ? new Map(value as (readonly [string, string])[]) : value,
  ) as Fact;

/** readColumns reads columns of so many rows, each of the kind that its owner has it. */
function readColumns(
  owner: object,
  columns: readonly (readonly [column: string, stride: number])[],
  { from, name, length }: { readonly from: Sections; readonly name: string; readonly length: number },
): void {
  for (const [column, stride] of columns) {
    const like = (owner as Readonly<Record<string, unknown>>)[column];
    const size = length * stride;
    const roomy =
      like instanceof Float64Array
        ? new Float64Array(size)
        : like instanceof Int32Array
          ? new Int32Array(size)
          : new Uint8Array(size);
    Object.assign(owner, { [column]: from.numbers(`${name}.${column}`, roomy) });
  }
}

function readParties(from: Sections): Parties {
  const parties = createParties();
  for (const name of from.texts('parties')) parties.number.set(name, parties.names.push(name) - 1);
  readColumns(parties, PARTY_COLUMNS, { from, name: 'parties', length: parties.names.length });
  for (const bank of from.texts('cohorts')) parties.cohortNumber.set(bank, parties.cohortNames.push(bank) - 1);
  return parties;
}

function readTables(from: Sections): Tables {
  const features = from.texts('features');
  const featureNumber: Tables['featureNumber'] = new Map();
  const cellNumber: Map<string, number>[] = [];
  for (let f = 0; f < features.length / 2; f += 1) {
    const [subject, feature] = [features[2 * f]!, features[2 * f + 1]!];
    const known = featureNumber.get(subject) ?? new Map<string, number>();
    featureNumber.set(subject, known.set(feature, f));
    cellNumber.push(new Map());
  }
  const outcomes = [...from.figures('features.outcomes', cellNumber.length)];
  const totals = from.figures('features.totals', cellNumber.length * OUTCOMES);
  const cells = from.texts('cells');
  const cellFeature = from.numbers('cells.feature', new Int32Array(cells.length));
  for (const [cell, value] of cells.entries()) cellNumber[cellFeature[cell]!]!.set(value, cell);
  const counts = from.figures('cells.counts', cells.length * OUTCOMES);
  return { featureNumber, cellNumber, outcomes, totals, cellCount: cells.length, cellFeature, counts };
}

function readHistory(from: Sections): History {
  const history = createHistory();
  for (const id of from.texts('history')) history.ids.push(id);
  const count = history.ids.length;
  history.count = count;
  readColumns(history, CONFLICT_COLUMNS, { from, name: 'history', length: count });
  for (const [c, id] of history.ids.entries()) if (history.shape[c] !== RETRACTED) history.number.set(id, c);
  for (const runs of RUN_KINDS) {
    const starts = startsOf(from.numbers(`history.${runs}`, new Int32Array(count)));
    history[runs] = starts;
    readColumns(history, RUNS[runs], { from, name: 'history', length: starts[count]! });
  }
  return history;
}

function startsOf(lengths: Int32Array): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (let c = 0; c < lengths.length; c += 1) starts[c + 1] = starts[c]! + lengths[c]!;
  return starts;
}
