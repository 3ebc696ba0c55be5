import { compareCodePoints } from './code-points.ts';
import { putAccomplice, putSide, putTypes, type Means } from './beliefs.ts';
import { candourOf } from './candour.ts';
import { exponential, naturalLog } from './elementary.ts';
import { CANDOURS, SIDE_TRAITS, TYPES } from './grid.ts';
import { MECHANISMS } from './hypotheses.ts';
import { SHAPES, type Market } from './market.ts';
import { closeInstant } from './observe.ts';
import { findPair } from './accomplices.ts';
import { BANK } from './parties.ts';
import { ratesOf, relativeVolume } from './rates.ts';
import { leaksOfIssuer, putCheatShares, ratesFor } from './stand.ts';
import { isSeen, OUTCOMES } from './tables.ts';

/** The model's name: a change that can move a posterior needs a new one. */
export const MODEL_ID = 'grid-2';

/** What canonical JSON can carry without a floating-point number. */
export type Described = string | number | null | readonly Described[] | { readonly [member: string]: Described };

/**
 * describeMarket is everything a posterior rests on, as strings and integers: parameters, mechanism counts, tables, and
 * of the parties asked for (by default all) what they are believed to be, with what each of the issuers leaks to each of
 * them. Issuers are described as parties too; by default they are those of the parties that nobody knows as a customer.
 * Every count stands as its integer number of millionths (beyond 2^53 − 1 as a decimal string), every belief as
 * millionths of the natural logarithm of its mean. Equal learning gives equal descriptions; it closes the present instant
 * first.
 *
 *     parties  [name, L, C·y, robbed, keys lost, accidents, o₁, o₂, o₃, o₄]  o: odds of each kind of candour (grid.ts, SLOPPY
 *     leaks    [issuer, leaks to the first party, to the second, …]             and FEIGNED) beside the ordinary
 */
export function describeMarket(market: Market, parties?: Iterable<string>, issuers?: Iterable<string>): Described {
  closeInstant(market);
  const named = issuers === undefined ? null : new Set(issuers);
  const names = [...new Set([...(parties ?? namesIn(market)), ...(named ?? [])])].sort(compareCodePoints);
  const issuing = names.filter((name) => (named === null ? mayIssue(market, name) : named.has(name)));
  return {
    model: MODEL_ID,
    parameters: describeParameters(market),
    mechanisms: SHAPES.flatMap((shape, k) =>
      MECHANISMS[shape].map((mechanism, m) => [shape, mechanism, millionths(market.totals.mechanisms[k * 4 + m]!)]),
    ),
    byCheats: millionths(market.totals.cheatCollusions),
    tables: describeTables(market),
    parties: names.map((name) => [name, ...partyFigures(market, name).map(logMillionths)]),
    leaks: issuing.map((issuer) => [issuer, ...names.map((party) => logMillionths(leakFigure(market, issuer, party)))]),
  };
}

const namesIn = ({ parties, stated }: Market): Iterable<string> =>
  stated === null ? parties.names : stated.parties.keys();

function mayIssue({ parties, stated }: Market, name: string): boolean {
  if (stated !== null) return stated.leaks.has(name);
  const i = parties.number.get(name);
  return i === undefined || parties.kind[i] === BANK;
}

const means: Means = { cheat: 1, collusion: 1 };

/** Means of a party's L, C times y, and side traits, as they stand on the scales of its next conflict; odds of its candour. */
function partyFigures(market: Market, name: string): number[] {
  const known = market.stated?.parties.get(name);
  if (known !== undefined) return [...known];
  const i = market.parties.number.get(name) ?? -1;
  const rates = ratesOf(market);
  const own = ratesFor(market, rates, i);
  putTypes(market, own, i, new Float64Array(TYPES), 0, means);
  const byTime = Math.min(market.parameters.mostByTime, 1 / relativeVolume(market, rates, i));
  const sides = Array.from({ length: SIDE_TRAITS }, (_, t) => putSide(market, own, i, t, market.scales.few));
  const candour = Array.from({ length: CANDOURS }, (_, k) => exponential(candourOf(market, i, k)));
  return [means.cheat, means.collusion * byTime, ...sides, ...candour];
}

/** Leaks of an issuer to a party, as they stand on the scales of a copy. */
function leakFigure(market: Market, issuer: string, party: string): number {
  const known = market.stated?.leaks.get(issuer)?.get(party);
  if (known !== undefined) return known;
  const { parties, accomplices, scales } = market;
  const [k, i] = [issuer, party].map((name) => parties.number.get(name) ?? -1) as [number, number];
  const leaks = leaksOfIssuer(market, k);
  const pair = k < 0 || i < 0 ? -1 : findPair(accomplices, k, i);
  const mean = putAccomplice(market, pair, i, scales.few);
  const rates = ratesOf(market);
  putTypes(market, ratesFor(market, rates, i), i, new Float64Array(TYPES), 0, means);
  putCheatShares(market);
  const own = leaks.own * (1 + scales.cheatLeak * (means.cheat - 1));
  return own + (leaks.pair / relativeVolume(market, rates, i)) * mean;
}

function describeParameters({ parameters }: Market): Described {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]: [string, unknown]): [string, Described] => [
      name,
      inMillionths(value),
    ]),
  );
}

const inMillionths = (value: unknown): Described =>
  typeof value === 'number'
    ? millionths(value)
    : Array.isArray(value)
      ? value.map(inMillionths)
      : SHAPES.map((shape) => inMillionths((value as Readonly<Record<string, readonly number[]>>)[shape]));

// A value that nothing is counted for tells nothing: what was retracted leaves no trace.
function describeTables({ tables }: Market): Described {
  const valuesOf = (f: number): Described[] =>
    sorted(tables.cellNumber[f]!)
      .filter(([, cell]) => isSeen(tables, cell))
      .map(([value, cell]) => [
        value,
        ...Array.from({ length: tables.outcomes[f]! }, (_, s) => millionths(tables.counts[cell * OUTCOMES + s]!)),
      ]);
  const featuresOf = (features: ReadonlyMap<string, number>): Described[] =>
    sorted(features).flatMap(([feature, f]) => {
      const values = valuesOf(f);
      return values.length === 0 ? [] : [[feature, values]];
    });
  return sorted(tables.featureNumber).flatMap(([subject, features]) => {
    const told = featuresOf(features);
    return told.length === 0 ? [] : [[subject, told]];
  });
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareCodePoints(a, b));
}

function millionths(x: number): number | string {
  const scaled = Math.round(x * 1e6);
  return Number.isSafeInteger(scaled) ? scaled + 0 : BigInt(scaled).toString();
}

const logMillionths = (x: number): number => Math.round(naturalLog(x) * 1e6) + 0;
