import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, drawStream, probabilitiesOf } from '../test/streams.ts';
import { findPair } from './accomplices.ts';
import { candourOf } from './candour.ts';
import { putAccomplice, putSide, putTypes } from './beliefs.ts';
import { exponential, naturalLog } from './elementary.ts';
import type { ConflictFact } from './fact.ts';
import { ACCOMPLICE, ACCOMPLICES, CHEAT, COLLUSION, COLLUSIONS, FEIGNED, SIDE, SIDES, SLOPPY, TYPES } from './grid.ts';
import { hypothesesOf } from './hypotheses.ts';
import { assess, closeInstant, createMarket, observe, type Market } from './index.ts';
import { shapeNumber } from './market.ts';
import { ratesOf, relativeVolume } from './rates.ts';
import { leaksOfIssuer, ratesFor } from './stand.ts';
import { culpableLogOdds, findCell } from './tables.ts';
import { addVolume, boundedVolume } from './volumes.ts';

/** What one party can be: its type, and its side trait. */
interface Being {
  readonly probability: number;
  readonly cheat: number;
  readonly collusion: number;
  readonly side: number;
}

/** The kinds of candour: how far evidence is drawn from the other table, in good faith and as a culprit. */
const KINDS = [{ sloppy: 0, feigned: 0 }, ...[...SLOPPY].map((sloppy, k) => ({ sloppy, feigned: FEIGNED[k]! }))];

/** How likely a party's evidence is if it is a culprit, beside its face value, and if it is not: every candour it can have. */
function evidenceOf(market: Market, conflict: ConflictFact, name: string): { culprit: number; goodFaith: number } {
  const i = market.parties.number.get(name) ?? -1;
  const odds = [1, ...[...SLOPPY].map((_, k) => Math.exp(candourOf(market, i, k)))];
  const total = odds.reduce((sum, one) => sum + one, 0);
  const ratios = conflict.claims
    .filter(({ claimant }) => claimant === name)
    .flatMap(({ features }) => [...features])
    .map(([feature, value]) => findCell(market.tables, market.tables.featureNumber.get('claim'), feature, value))
    .map((cell) => Math.exp(culpableLogOdds(market.tables, cell, market.parameters.claimStrength)));
  const sum = (likelihood: (kind: (typeof KINDS)[number], r: number) => number): number =>
    KINDS.reduce(
      (all, kind, k) => all + (odds[k]! / total) * ratios.reduce((product, r) => product * likelihood(kind, r), 1),
      0,
    );
  return {
    culprit: sum(({ feigned }, r) => (feigned + (1 - feigned) * r) / r),
    goodFaith: sum(({ sloppy }, r) => 1 - sloppy + sloppy * r),
  };
}

/*
 * The model by enumeration: every combination of everything that the parties of a conflict can be, weighed by what is
 * believed of each of them (the messages), with the rate of each hypothesis for just that combination.
 */
function enumerate(market: Market, conflict: ConflictFact): Map<string, number> {
  const { parties, accomplices, parameters } = market;
  const shape = shapeNumber(conflict.shape);
  const rates = ratesOf(market);
  const numberOf = (name: string): number => parties.number.get(name) ?? -1;
  const beingsOf = (name: string): Being[] => {
    const i = numberOf(name);
    const [types, sides] = [new Float64Array(TYPES), new Float64Array(SIDES)];
    const own = ratesFor(market, rates, i);
    putTypes(market, own, i, types, 0, { cheat: 1, collusion: 1 });
    putSide(market, own, i, shape, sides);
    const byTime = Math.min(parameters.mostByTime, 1 / relativeVolume(market, rates, i));
    return [...types].flatMap((probability, k) =>
      [...sides].map((share, v) => ({
        probability: probability * share,
        cheat: CHEAT[Math.floor(k / COLLUSIONS)]!,
        collusion: COLLUSION[k % COLLUSIONS]! * byTime,
        side: SIDE[v]!,
      })),
    );
  };
  const bare = new Map(assess(market, conflict).hypotheses.map(({ id, bare: share }) => [id, share]));
  const issuer = numberOf(conflict.issuer);
  const { cheatCollusion, cheatLeak } = market.scales;
  const leakTo = (name: string): number => {
    const i = numberOf(name);
    const law = new Float64Array(ACCOMPLICES);
    putAccomplice(market, issuer < 0 || i < 0 ? -1 : findPair(accomplices, issuer, i), i, law);
    const { own, pair } = leaksOfIssuer(market, issuer);
    const scale = pair / relativeVolume(market, rates, i);
    const cheat = beingsOf(name).reduce((sum, one) => sum + one.probability * one.cheat, 0);
    const byCheats = 1 - cheatLeak + cheatLeak * cheat;
    return law.reduce((sum, probability, f) => sum + probability * (own * byCheats + scale * ACCOMPLICE[f]!), 0);
  };
  const [x, y] = [...new Set([...conflict.claims.map(({ claimant }) => claimant), ...(conflict.fork?.next ?? [])])];
  const holder = conflict.fork?.holder;
  const pair =
    conflict.shape === 'duplicate' ? [x!] : holder === undefined ? [x!, y!] : [holder, x === holder ? y! : x!];
  const beings = pair.map(beingsOf);
  const evidence = new Map(pair.map((name) => [name, evidenceOf(market, conflict, name)]));
  const shown = (culprits: readonly string[]): number =>
    pair.reduce((product, name) => product * evidence.get(name)![culprits.includes(name) ? 'culprit' : 'goodFaith'], 1);
  const sums = new Map<string, number>();
  const hypotheses = hypothesesOf(conflict);
  const leaks = new Map(conflict.shape === 'copy' ? pair.map((name) => [name, leakTo(name)]) : []);
  const others: readonly (Being | null)[] = beings[1] ?? [null];
  for (const first of beings[0]!) {
    for (const second of others) {
      const being = new Map([[pair[0]!, first], ...(second === null ? [] : [[pair[1]!, second] as const])]);
      const probability = first.probability * (second?.probability ?? 1);
      for (const { id, mechanism, culprits } of hypotheses) {
        const [a, b] = culprits.map((name) => being.get(name));
        const victim = [...being.values()].find((one) => one !== a);
        const rate = {
          theft: () => a!.cheat * victim!.side,
          double_spend: () => a!.cheat,
          key_theft: () => a!.cheat * being.get(holder!)!.side,
          collusion: () => (1 - cheatCollusion) * a!.collusion * b!.collusion + cheatCollusion * a!.cheat * b!.cheat,
          issuer_leak: () => leaks.get(culprits.find((name) => leaks.has(name))!)!,
          accident: () => first.side,
          unknown: () => (holder === undefined ? 1 : being.get(holder)!.side),
        }[mechanism]();
        sums.set(id, (sums.get(id) ?? 0) + probability * rate * shown(culprits) * bare.get(id)!);
      }
    }
  }
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...sums].map(([id, weight]) => [id, weight / total]));
}

const claim = (id: string, claimant: string): ConflictFact['claims'][number] => ({
  id,
  claimant,
  bank: 'b1',
  at: 0,
  features: new Map([['receipt', 'own']]),
});

const question = (shape: ConflictFact['shape'], x: string, y: string): ConflictFact => ({
  kind: 'conflict',
  id: 'asked',
  at: 1e6,
  shape,
  issuer: 'b0',
  features: new Map(),
  claims: shape === 'duplicate' ? [claim('1', x), claim('2', x)] : [claim('1', x), claim('2', y)],
  ...(shape === 'fork' ? { fork: { holder: x, next: [y] } } : {}),
});

describe('the answer beside the model enumerated', () => {
  it('is exact for two parties, given what is believed of them', () =>
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 80 }),
        fc.constantFrom('copy', 'fork', 'duplicate'),
        fc.constantFrom(['p1', 'p2'], ['p3', 'p0'], ['p4', 'stranger'], ['stranger', 'another']),
        (seed, length, shape, [x, y]) => {
          const market = createMarket();
          answersOf(drawStream(seed, length), market);
          closeInstant(market);
          const conflict = question(shape, x!, y!);
          const theirs = enumerate(market, conflict);
          for (const [id, probability] of probabilitiesOf(assess(market, conflict))) {
            expect(probability).toBeCloseTo(theirs.get(id)!, 9);
          }
        },
      ),
      { numRuns: 8 },
    ));
});

/** What two strangers are, each beside each: their laws, and what a copy that they claim says of all they can be. */
function enumerateTypes(market: Market, conflict: ConflictFact): Map<string, Float64Array> {
  const [x, y] = conflict.claims.map(({ claimant }) => claimant) as [string, string];
  const bare = new Map(assess(market, conflict).hypotheses.map(({ id, bare: share }) => [id, share]));
  const { cheatCollusion, cheatLeak } = market.scales;
  const rates = ratesFor(market, ratesOf(market), -1);
  const [law, sides, pairs] = [new Float64Array(TYPES), new Float64Array(SIDES), new Float64Array(ACCOMPLICES)];
  putTypes(market, rates, -1, law, 0, { cheat: 1, collusion: 1 });
  const side = putSide(market, rates, -1, shapeNumber(conflict.shape), sides);
  const leaks = leaksOfIssuer(market, market.parties.number.get(conflict.issuer) ?? -1);
  const pair = leaks.pair * putAccomplice(market, -1, -1, pairs);
  const leakBy = (cheat: number): number => leaks.own * (1 + cheatLeak * (cheat - 1)) + pair;
  const said = new Map([x, y].map((name) => [name, new Float64Array(TYPES)]));
  const { culprit, goodFaith } = evidenceOf(market, conflict, x);
  const shown = (id: string): number =>
    [x, y].reduce((product, name) => product * (id.includes(name) ? culprit : goodFaith), bare.get(id)!);
  for (let k = 0; k < TYPES; k += 1) {
    for (let j = 0; j < TYPES; j += 1) {
      const [a, b] = [CHEAT[Math.floor(k / COLLUSIONS)]!, CHEAT[Math.floor(j / COLLUSIONS)]!];
      const both = COLLUSION[k % COLLUSIONS]! * COLLUSION[j % COLLUSIONS]!;
      const weights = new Map([
        [`theft:${x}`, a * side],
        [`theft:${y}`, b * side],
        [`collusion:${[x, y].sort().join('+')}`, (1 - cheatCollusion) * both + cheatCollusion * a * b],
        [`issuer_leak:${[conflict.issuer, x].sort().join('+')}`, leakBy(a)],
        [`issuer_leak:${[conflict.issuer, y].sort().join('+')}`, leakBy(b)],
        ['unknown:', 1],
      ]);
      const all = [...weights].reduce((sum, [id, weight]) => sum + weight * shown(id), 0);
      said.get(x)![k]! += law[j]! * all;
      said.get(y)![j]! += law[k]! * all;
    }
  }
  for (const column of said.values()) for (let k = 0; k < TYPES; k += 1) column[k]! *= law[k]!;
  return said;
}

describe('what one conflict teaches of two strangers', () => {
  it('is what enumeration gives: together with the above, worlds without circles are answered exactly', () =>
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 60 }), (seed, length) => {
        // Nothing is visited again: what is seen is what the conflict itself says.
        const market = Object.assign(createMarket(), { visitsDue: -1e9, anewAt: Number.POSITIVE_INFINITY });
        answersOf(drawStream(seed, length), market);
        closeInstant(market);
        const conflict = question('copy', 'stranger', 'another');
        // Time has come: answers and beliefs are of the same instant.
        observe(market, { kind: 'bank', bank: 'b0', at: conflict.at });
        closeInstant(market);
        const theirs = enumerateTypes(market, conflict);
        // The conflict is an exposure of each, at the rate before it was counted.
        const { volumes } = market.totals;
        const joined = { parties: volumes.parties.slice(), volume: volumes.volume.slice() };
        for (const volume of [1, 1]) addVolume(joined, volume, 1);
        const { cheat: rate } = ratesOf(market, boundedVolume(joined) - boundedVolume(volumes));
        observe(market, conflict);
        closeInstant(market);
        for (const [name, weights] of theirs) {
          const i = market.parties.number.get(name)!;
          const silent = weights.map((weight, k) => weight * Math.exp(-rate * CHEAT[Math.floor(k / COLLUSIONS)]!));
          const total = silent.reduce((sum, weight) => sum + weight, 0);
          const ours = market.parties.belief.subarray(i * TYPES, (i + 1) * TYPES);
          for (const [k, weight] of silent.entries()) expect(ours[k]).toBeCloseTo(weight / total, 12);
        }
      }),
      { numRuns: 5 },
    ));
});

describe('the elementary functions', () => {
  it('are those of mathematics to fourteen digits', () =>
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
        const y = Math.exp(x);
        expect(Math.abs(naturalLog(y) - Math.log(y))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(x)));
      }),
    ));

  it('have their limits', () => {
    expect([exponential(0), exponential(-1e9), naturalLog(1), naturalLog(2) - Math.LN2]).toEqual([1, 0, 0, 0]);
  });
});
