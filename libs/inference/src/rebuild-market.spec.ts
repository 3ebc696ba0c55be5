import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawMarket, PLAIN_PLAN } from '../test/plain-market.ts';
import { seededRandom } from '../test/random.ts';
import { drawRetractions, tellAll } from '../test/retractions.ts';
import { drawStream } from '../test/streams.ts';
import type { ConflictFact } from './fact.ts';
import {
  assess,
  createMarket,
  describeMarket,
  DESCRIBED_WITHIN_PPM,
  observe,
  rebuildMarket,
  type Assessment,
  type Market,
} from './index.ts';

const partiesOf = ({ issuer, claims, fork }: ConflictFact): string[] => [
  issuer,
  ...claims.map(({ claimant }) => claimant),
  ...(fork === undefined ? [] : [fork.holder, ...fork.next]),
];

/** As a description travels: as JSON text. */
const sent = (market: Market, parties?: readonly string[], issuers?: readonly string[]): unknown =>
  JSON.parse(JSON.stringify(describeMarket(market, parties, issuers)));

/** What is described of a conflict alone. */
const sentOf = (market: Market, conflict: ConflictFact): unknown =>
  sent(market, partiesOf(conflict), [conflict.issuer]);

function rebuilt(described: unknown): Market {
  const market = rebuildMarket(described);
  if ('problem' in market) throw new Error(market.problem);
  return market;
}

/** The widest difference between two answers, in parts per million. */
function apart(one: Assessment, other: Assessment): number {
  const figures = ({ hypotheses, culpability }: Assessment): Map<string, number> =>
    new Map([
      ...hypotheses.flatMap(({ id, probability, bare }): [string, number][] => [
        [id, probability],
        [`bare ${id}`, bare],
      ]),
      ...culpability.map(({ party, probability }): [string, number] => [`culpable ${party}`, probability]),
    ]);
  const theirs = figures(other);
  expect([...figures(one).keys()].toSorted()).toEqual([...theirs.keys()].toSorted());
  return Math.max(...[...figures(one)].map(([name, share]) => Math.abs(share - theirs.get(name)!))) * 1e6;
}

describe('a market rebuilt from its description', () => {
  it('answers what comes next as the described one does, and is described alike', () =>
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 120 }), (seed, length) => {
        const before = drawStream(seed, length);
        const market = createMarket();
        tellAll(market, before);
        const next = drawStream(seed, length + 12).slice(before.length);
        for (const conflict of next) {
          if (conflict.kind !== 'conflict') continue;
          const described = sentOf(market, conflict);
          const again = rebuilt(described);
          expect(JSON.stringify(sentOf(again, conflict))).toBe(JSON.stringify(described));
          expect(JSON.stringify(sent(again))).toBe(JSON.stringify(described));
          // Two less than is allowed for integers.
          expect(apart(assess(market, conflict), assess(again, conflict))).toBeLessThan(DESCRIBED_WITHIN_PPM - 2);
        }
      }),
      { numRuns: 60 },
    ));

  it('does so in a large market with retractions, resolutions and activity, and of parties never heard of', () => {
    const { facts } = drawMarket({ ...PLAIN_PLAN, seed: 7, conflicts: 400, features: 8, sharpness: 1 });
    const market = createMarket();
    let widest = 0;
    let asked = 0;
    for (const fact of facts) {
      if (fact.kind === 'conflict' && (asked += 1) % 10 === 0) {
        const strangers = { ...fact, issuer: 'a new bank' };
        for (const conflict of [fact, strangers]) {
          const again = rebuilt(sentOf(market, conflict));
          widest = Math.max(widest, apart(assess(market, conflict), assess(again, conflict)));
        }
      }
      observe(market, fact);
    }
    expect(asked).toBe(400);
    expect(widest).toBeGreaterThan(0);
    expect(widest).toBeLessThan(DESCRIBED_WITHIN_PPM - 2);
  });

  it('is whole where all parties are described, whatever their names, and however large the figures', () =>
    fc.assert(
      fc.property(fc.nat(), fc.maxSafeNat(), (seed, settled) => {
        const market = createMarket();
        tellAll(market, drawRetractions(seed, 40));
        for (const party of ['p0', '__proto__', '1']) {
          observe(market, { kind: 'activity', party, bank: 'b0', at: 1e6, settled });
        }
        const described = sent(market);
        // From 2^51 millionths on a double need not come back as the integer that it was written as.
        if (settled < 2e9) expect(sent(rebuilt(described))).toEqual(described);
        else expect('problem' in rebuildMarket(described)).toBe(false);
      }),
      { numRuns: 40 },
    ));

  it('grows with the parties and not with their square, and is an inverse where nobody knew the issuer', () => {
    const market = createMarket();
    tellAll(market, drawStream(3, 50));
    const names = Array.from({ length: 1000 }, (_, i) => `c${i}`);
    const [bank, stranger] = [sent(market, names, ['b0']), sent(market, ['p0', ...names], ['b0', 'a new bank'])] as {
      readonly parties: readonly unknown[];
      readonly leaks: readonly (readonly unknown[])[];
    }[];
    expect(bank!.parties).toHaveLength(1001);
    expect(bank!.leaks.map((row) => row.length)).toEqual([1 + 1001]);
    expect(stranger!.leaks.map(([issuer]) => issuer)).toEqual(['a new bank', 'b0']);
    expect(sent(rebuilt(stranger))).toEqual(stranger);
    // By default whoever is no customer may be an issuer.
    const among = sent(market, ['p0', 'b0', 'a new bank']) as typeof bank;
    expect(among!.leaks.map(([issuer]) => issuer)).toEqual(['a new bank', 'b0']);
  });

  it('has the parameters that it was described with', () => {
    const parameters = { habitualShare: 0.25, mechanismStrength: 7 };
    expect(rebuilt(sent(createMarket(parameters))).parameters).toEqual(createMarket(parameters).parameters);
  });
});

/** Every place in a document: how to reach it. */
function* placesIn(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const i of value.keys()) yield* placesIn(value[i], [...path, i]);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) yield* placesIn(part, [...path, name]);
  }
}

function changed(document: unknown, path: readonly (string | number)[], change: (value: unknown) => unknown): unknown {
  const copy = structuredClone(document) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce<unknown>((part, name) => (part as never)[name], copy) as never;
  const last = path.at(-1)! as never;
  const value = change(holder[last]);
  if (value === undefined && Array.isArray(holder)) (holder as unknown[]).splice(last, 1);
  else if (value === undefined) delete holder[last];
  else holder[last] = value as never;
  return copy;
}

const conflict = drawStream(3, 60).findLast((fact) => fact.kind === 'conflict')!;
const taught = createMarket();
tellAll(taught, drawStream(3, 50));
const described = sentOf(taught, conflict as ConflictFact);
const places = [...placesIn(described)];

describe('a damaged description', () => {
  it.each([
    ['nothing', null],
    ['another model', { ...(described as object), model: 'plain-2' }],
    ['a member too many', { ...(described as object), more: 1 }],
    ['a list', [described]],
  ])('%s is a problem', (_what, damaged) => {
    expect(rebuildMarket(damaged)).toEqual({ problem: expect.any(String) });
  });

  it('is a problem wherever anything is missing, twice, or of another kind', () => {
    const damages: ((value: unknown) => unknown)[] = [
      () => undefined,
      () => null,
      () => 'x',
      () => -1,
      () => 0.5,
      () => [],
      () => ({}),
      () => '12',
    ];
    for (const path of places) {
      for (const damage of damages) {
        const value = changed(described, path, damage);
        if (JSON.stringify(value) === JSON.stringify(described)) continue;
        const market = rebuildMarket(value);
        // A name may be another, and no name at all is also one: then it is another description, and a good one.
        if ('problem' in market) continue;
        expect(JSON.stringify(sent(market, namesIn(value)))).toBe(JSON.stringify(value));
      }
    }
  });

  it('never makes a market that answers with no number', () => {
    const random = seededRandom(11);
    const numbers = places.filter(
      (path) => typeof path.reduce<unknown>((part, name) => (part as never)[name], described) === 'number',
    );
    let made = 0;
    for (let n = 0; n < 600; n += 1) {
      const path = numbers[Math.floor(random() * numbers.length)]!;
      const figure = [0, 1, 2 ** 53 - 1, 10 ** Math.floor(random() * 15)][n % 4]!;
      const market = rebuildMarket(changed(described, path, () => figure));
      if ('problem' in market) continue;
      made += 1;
      const { hypotheses } = assess(market, conflict as ConflictFact);
      expect(hypotheses.every(({ probability, bare }) => probability >= 0 && bare >= 0)).toBe(true);
    }
    expect(made).toBeGreaterThan(200);
  });
});

const namesIn = (value: unknown): string[] =>
  (value as { readonly parties: readonly (readonly [string])[] }).parties.map(([name]) => name);
