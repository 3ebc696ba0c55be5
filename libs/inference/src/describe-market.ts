import { compareCodePoints } from './code-points.ts';
import { SHAPES, type Market } from './market.ts';
import { MECHANISMS } from './hypotheses.ts';
import { closeInstant } from './observe.ts';
import { OUTCOMES } from './tables.ts';

/** The model's name: a change that can move a posterior needs a new one. */
export const MODEL_ID = 'plain-1';

/** What canonical JSON can carry without a floating-point number. */
export type Described = string | number | null | readonly Described[] | { readonly [member: string]: Described };

/**
 * describeMarket is everything a posterior rests on, as strings and integers: parameters, mechanism counts, tables,
 * population, and the parties asked for (by default all). Every real number stands as its integer number of millionths;
 * beyond 2^53 − 1 as a decimal string. Equal learning gives equal descriptions; it closes the present instant first.
 */
export function describeMarket(market: Market, parties?: Iterable<string>): Described {
  closeInstant(market);
  return {
    model: MODEL_ID,
    parameters: describeParameters(market),
    mechanisms: SHAPES.flatMap((shape, k) =>
      MECHANISMS[shape].map((mechanism, m) => [shape, mechanism, millionths(market.mechanisms[k * 4 + m]!)]),
    ),
    resolutions: [millionths(market.resolutionsRight), market.resolutionsHeard],
    classes: market.parties.classes.map((sums) => [
      millionths(sums.faults),
      millionths(sums.exposure),
      millionths(sums.habitualFaults),
      millionths(sums.habitualExposure),
      millionths(sums.habitual),
      sums.size,
    ]),
    cohorts: describeCohorts(market),
    tables: describeTables(market),
    parties: describeParties(market, parties ?? market.parties.names),
  };
}

function describeParameters({ parameters }: Market): Described {
  const members = Object.entries(parameters).map(([name, value]: [string, unknown]): [string, Described] => [
    name,
    typeof value === 'number'
      ? millionths(value)
      : SHAPES.map((shape) => (value as Readonly<Record<string, readonly number[]>>)[shape]!.map(millionths)),
  ]);
  return Object.fromEntries(members);
}

// Only cohorts with a party in some conflict weigh anything; the first two stand for no bank.
function describeCohorts({ parties }: Market): Described {
  const rows = parties.cohortNames.map((bank, b) => ({ bank, b })).filter(({ b }) => parties.cohortSize[b]! > 0);
  return rows
    .sort((x, y) => (x.bank === null || y.bank === null ? x.b - y.b : compareCodePoints(x.bank, y.bank)))
    .map(({ bank, b }) => [bank ?? b, millionths(parties.cohortHabitual[b]!), parties.cohortSize[b]!]);
}

function describeTables({ tables }: Market): Described {
  return sorted(tables.featureNumber).map(([subject, features]) => [
    subject,
    sorted(features).map(([feature, f]) => [
      feature,
      sorted(tables.cellNumber[f]!).map(([value, cell]) => [
        value,
        ...Array.from({ length: tables.outcomes[f]! }, (_, s) => millionths(tables.counts[cell * OUTCOMES + s]!)),
      ]),
    ]),
  ]);
}

function describeParties({ parties }: Market, names: Iterable<string>): Described {
  return [...new Set(names)].sort(compareCodePoints).map((name) => {
    const i = parties.number.get(name);
    if (i === undefined) return [name];
    return [
      name,
      parties.kind[i]!,
      parties.cohortNames[parties.cohort[i]!]!,
      millionths(parties.settled[i]!),
      parties.conflicts[i]!,
      millionths(parties.faults[i]!),
    ];
  });
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareCodePoints(a, b));
}

function millionths(x: number): number | string {
  const scaled = Math.round(x * 1e6);
  return Number.isSafeInteger(scaled) ? scaled + 0 : BigInt(scaled).toString();
}
