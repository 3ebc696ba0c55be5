import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { drawRetractions, spellOut, tellAll, type Told } from '../test/retractions.ts';
import { answersOf, drawStream } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import {
  assess,
  closeInstant,
  createMarket,
  describeMarket,
  observe,
  relearn,
  reputationOf,
  reputations,
  retract,
  saveMarket,
  type Market,
} from './index.ts';

const streams = (longest = 40): fc.Arbitrary<Fact[]> =>
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: longest })).map(([seed, length]) => drawStream(seed, length));
const retractions = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 40 }))
  .map(([seed, length]) => drawRetractions(seed, length));

const LATE = 1e6;

/** A stream that goes on after all else, of ids of its own. */
const goOn = (facts: readonly Fact[]): Fact[] =>
  facts.map((fact): Fact => {
    const at = fact.at + 2 * LATE;
    if (fact.kind === 'resolution') return { ...fact, at, conflict: `then ${fact.conflict}` };
    if (fact.kind !== 'conflict') return { ...fact, at };
    return { ...fact, at, id: `then ${fact.id}`, claims: fact.claims.map((claim) => ({ ...claim, at })) };
  });

const newest: ConflictFact = {
  kind: 'conflict',
  id: 'newest',
  at: LATE,
  shape: 'copy',
  issuer: 'b1',
  features: new Map([['gap', 'seconds']]),
  claims: [plainClaim('x', 'p1', { receipt: 'own', f9: 'novel' }), plainClaim('y', 'stranger', { receipt: 'none' })],
};

const EVERYBODY: readonly Fact[] = [
  ...['b0', 'b1'].map((bank): Fact => ({ kind: 'bank', bank, at: -1 })),
  ...['p0', 'p1', 'p2', 'p3', 'p4'].map((party): Fact => ({ kind: 'activity', party, bank: 'b0', at: -1, settled: 0 })),
];

/** All that is learned of some parties. */
const learned = (market: Market, known: readonly string[]): string =>
  JSON.stringify([describeMarket(market, known), known.map((party) => reputationOf(market, party))]);

/** All that a market concludes, to the bit: answers, tables, reputations. */
const concluded = (market: Market, known: readonly string[]): string =>
  JSON.stringify([market.totals, learned(market, known), assess(market, { ...newest, id: 'asked', at: 4 * LATE })]);

describe('a retraction', () => {
  // Long enough for the market to be learned anew on its own, before and after.
  it('and learning anew equal never having heard it, bit for bit, whenever it was, and whatever follows', () =>
    fc.assert(
      fc.property(streams(150), streams(60), fc.nat(), (facts, then, which) => {
        const conflicts = facts.filter((fact) => fact.kind === 'conflict');
        if (conflicts.length === 0) return;
        const gone = conflicts[which % conflicts.length]!.id;
        const isAbout = (fact: Fact): boolean =>
          (fact.kind === 'conflict' && fact.id === gone) || (fact.kind === 'resolution' && fact.conflict === gone);
        const [market, never] = [createMarket(), createMarket()];
        // Who or what a conflict alone mentions stays known.
        answersOf([...EVERYBODY, ...facts], market);
        answersOf([...EVERYBODY, ...facts.filter((fact) => !isAbout(fact))], never);
        expect(retract(market, gone, LATE)).toBeNull();
        for (const each of [market, never]) {
          observe(each, { kind: 'activity', party: 'p0', bank: 'b0', at: LATE, settled: 1 });
          relearn(each);
        }
        const known = reputations(never).map(({ party }) => party);
        expect(concluded(market, known)).toBe(concluded(never, known));
        const [ours, theirs] = [market, never].map((each) => [...answersOf(goOn(then), each).values()]);
        expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
        expect(market.anewAt).toBe(never.anewAt);
      }),
      { numRuns: 30 },
    ));

  it('of the newest conflict leaves the counts there were before it, exactly', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        // Nothing is visited again: what a retraction leaves behind is its own.
        const still = (): Market =>
          Object.assign(createMarket(), { visitsDue: -1e9, anewAt: Number.POSITIVE_INFINITY });
        const [market, never] = [still(), still()];
        for (const each of [market, never]) answersOf([...EVERYBODY, ...facts], each);
        tellAll(market, [newest]);
        tellAll(never, [{ kind: 'bank', bank: 'b0', at: LATE }]);
        closeInstant(never);
        closeInstant(market);
        expect([...market.totals.mechanisms]).not.toEqual([...never.totals.mechanisms]);
        expect(retract(market, 'newest', LATE)).toBeNull();
        closeInstant(market);
        expect([...market.totals.mechanisms]).toEqual([...never.totals.mechanisms]);
        for (const one of reputations(never)) {
          const other = reputationOf(market, one.party)!;
          expect([other.faults, other.conflicts]).toEqual([one.faults, one.conflicts]);
        }
      }),
    ));

  it('of all leaves every sum at its prior, exactly', () =>
    fc.assert(
      fc.property(streams(), fc.nat(), (facts, turn) => {
        const [market, never] = [createMarket(), createMarket()];
        answersOf([...EVERYBODY, ...facts], market);
        const others = facts.filter(({ kind }) => kind !== 'conflict' && kind !== 'resolution');
        answersOf([...EVERYBODY, ...others], never);
        closeInstant(market);
        const ids = [...market.history.number.keys()];
        for (const [n, id] of [...ids.slice(turn % 7), ...ids.slice(0, turn % 7)].entries()) {
          expect(retract(market, id, LATE + n)).toBeNull();
        }
        for (const each of [market, never]) {
          observe(each, { kind: 'activity', party: 'p0', bank: 'b0', at: 2 * LATE, settled: 1 });
          relearn(each);
        }
        const known = reputations(never).map(({ party }) => party);
        expect(concluded(market, known)).toBe(concluded(never, known));
        const { parties, totals } = market;
        const { mechanisms, volumes, firstConflictAt, ...sums } = totals;
        for (const column of [
          mechanisms,
          volumes.parties,
          volumes.volume,
          parties.faults,
          parties.conflicts,
          parties.copies,
          Object.values(sums),
        ]) {
          expect([...column]).toEqual([...column].map(() => 0));
        }
        expect(firstConflictAt).toBe(Number.POSITIVE_INFINITY);
      }),
    ));

  it('and hearing it again, over and over, leaves its parties what they are', () => {
    const market = createMarket();
    const theft = (id: string, at: number): ConflictFact => ({ ...newest, id, at, features: new Map() });
    tellAll(market, [...EVERYBODY, ...drawStream(5, 200)]);
    for (let n = 0; n < 4; n += 1) {
      observe(market, theft(`theft ${n}`, LATE + n));
      observe(market, { kind: 'resolution', conflict: `theft ${n}`, hypothesis: 'theft:p1', at: LATE + n + 0.5 });
    }
    // Nothing is visited again: what rounds leave behind would stay.
    Object.assign(market, { visitsDue: -1e9, anewAt: Number.POSITIVE_INFINITY });
    const before = reputationOf(market, 'p1')!;
    for (let round = 0; round < 40; round += 1) {
      const at = LATE + 10 + round;
      observe(market, theft('again', at));
      expect(retract(market, 'again', at + 0.5)).toBeNull();
    }
    const after = reputationOf(market, 'p1')!;
    expect(after.rate.mean / before.rate.mean).toBeCloseTo(1, 2);
    expect(after.cheater).toBeCloseTo(before.cheater, 2);
  });

  it('leaves in the counts exactly the sum over the conflicts that stand, however it all went on', () =>
    fc.assert(
      fc.property(retractions, (told) => {
        const market = createMarket();
        tellAll(market, told);
        closeInstant(market);
        const { history, parties } = market;
        const { mechanisms } = market.totals;
        const faults = parties.names.map(() => 0);
        const named = parties.names.map(() => 0);
        // What was retracted left its run behind, and nothing in it.
        for (let s = 0; s < history.slots[history.count]!; s += 1) faults[history.party[s]!]! += history.fault[s]!;
        for (const c of history.number.values()) {
          for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
            named[history.party[s]!]! += history.takesPart[s]!;
          }
        }
        const sumOf = (column: Float64Array | Int32Array, length: number): number =>
          [...column.subarray(0, length)].reduce((sum, count) => sum + count, 0);
        expect([...parties.faults.subarray(0, faults.length)]).toEqual(faults);
        expect([...parties.conflicts.subarray(0, named.length)]).toEqual(named);
        expect(sumOf(mechanisms, mechanisms.length)).toBe(
          sumOf(history.responsibility, history.hypotheses[history.count]!),
        );
        expect(market.totals.resolutionsHeard).toBe(sumOf(history.resolutions, history.count));
      }),
    ));

  it('gives the same bits whatever the order of what is told at one instant', () =>
    fc.assert(
      fc.property(retractions, fc.array(fc.nat(96), { minLength: 1 }), (told, keys) => {
        // A resolution still follows its conflict, and a retraction whatever is about the conflict that it takes back.
        const rank = { resolution: 1, retraction: 2 } as const;
        const keyed = told.map((one, n) => ({
          one,
          rank: one.kind === 'resolution' || one.kind === 'retraction' ? rank[one.kind] : 0,
          key: (keys[n % keys.length]! * (n + 1)) % 97,
        }));
        const shuffled = keyed
          .sort((a, b) => a.one.at - b.one.at || a.rank - b.rank || a.key - b.key)
          .map(({ one }) => one);
        const [once, other] = [createMarket(), createMarket()];
        const byId = (answers: ReturnType<typeof tellAll>): string =>
          spellOut(answers.toSorted((a, b) => (a.conflict < b.conflict ? -1 : a.conflict > b.conflict ? 1 : 0)));
        expect(byId(tellAll(other, shuffled))).toBe(byId(tellAll(once, told)));
        expect(JSON.stringify(describeMarket(other))).toBe(JSON.stringify(describeMarket(once)));
      }),
    ));

  it('comes before what its instant teaches, wherever it stands in it', () => {
    const [early, late] = [createMarket(), createMarket()];
    const told: Told = { kind: 'retraction', at: LATE + 5, conflict: 'newest' };
    const rest = ['c1', 'c2'].map((id): Fact => ({ ...newest, id, at: LATE + 5 }));
    const said: Fact = { kind: 'resolution', conflict: 'newest', hypothesis: 'theft:p1', at: LATE + 5 };
    tellAll(early, [newest, told, ...rest]);
    tellAll(late, [newest, said, ...rest, told]);
    for (const market of [early, late]) closeInstant(market);
    expect(saveMarket(late)).toEqual(saveMarket(early));
    expect(early.totals.resolutionsHeard).toBe(0);
  });

  it('cancels a conflict of its own instant, and its resolutions, as if they had never been heard', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        const [market, never] = [createMarket(), createMarket()];
        const last: Fact = { kind: 'activity', party: 'p0', bank: 'b0', at: LATE, settled: 3 };
        const said: Fact = { kind: 'resolution', conflict: 'newest', hypothesis: 'theft:p1', at: LATE };
        tellAll(market, [...facts, newest, said, last, { kind: 'retraction', at: LATE, conflict: 'newest' }]);
        tellAll(never, [...facts, last]);
        for (const each of [market, never]) closeInstant(each);
        expect(saveMarket(market)).toEqual(saveMarket(never));
      }),
    ));

  it.each<[string, Told[], Told, string]>([
    [
      'an unknown conflict',
      [newest],
      { kind: 'retraction', at: LATE, conflict: 'other' },
      'conflict "other" of the retraction was never heard, or was already retracted',
    ],
    [
      'one retracted at this instant',
      [newest, { kind: 'retraction', at: LATE, conflict: 'newest' }],
      { kind: 'retraction', at: LATE, conflict: 'newest' },
      'conflict "newest" of the retraction was never heard, or was already retracted',
    ],
    [
      'one retracted before',
      [newest, { kind: 'retraction', at: LATE + 1, conflict: 'newest' }],
      { kind: 'retraction', at: LATE + 2, conflict: 'newest' },
      'conflict "newest" of the retraction was never heard, or was already retracted',
    ],
    [
      'a time that goes back',
      [newest],
      { kind: 'retraction', at: LATE - 1, conflict: 'newest' },
      `at ${LATE - 1} goes back behind ${LATE}`,
    ],
    [
      'a resolution after it in its instant',
      [newest, { kind: 'retraction', at: LATE + 1, conflict: 'newest' }],
      { kind: 'resolution', at: LATE + 1, conflict: 'newest', hypothesis: 'unknown:' },
      'conflict "newest" of the resolution was retracted',
    ],
    [
      'the same id in its instant',
      [newest, { kind: 'retraction', at: LATE, conflict: 'newest' }],
      newest,
      `conflict "newest" was retracted at ${LATE}: it can be heard again after that`,
    ],
  ])('leaves no room for %s: a problem, and nothing changed', (_what, before, wrong, problem) => {
    const market = createMarket();
    tellAll(market, before);
    const saved = saveMarket(market);
    const heard = wrong.kind === 'retraction' ? retract(market, wrong.conflict, wrong.at) : observe(market, wrong);
    expect(heard).toEqual({ problem });
    expect(saveMarket(market)).toEqual(saved);
  });
});
