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
  reputationOf,
  reputations,
  restoreMarket,
  retract,
  saveMarket,
  type Market,
} from './index.ts';
import { weighAgain } from './learn.ts';

const streams = (longest = 40): fc.Arbitrary<Fact[]> =>
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: longest })).map(([seed, length]) => drawStream(seed, length));
const retractions = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 40 }))
  .map(([seed, length]) => drawRetractions(seed, length));

/** Nothing is weighed again by itself: what a retraction leaves behind is its own. */
const STILL = { weighedAgain: 0 };
const LATE = 1e6;

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

/** All that is learned, but for names that stand for nothing: parties nobody knew, values with no counts. */
function learned(market: Market, known: readonly string[]): string {
  const { tables, ...rest } = describeMarket(market, known) as {
    readonly tables: readonly (readonly [string, never])[];
  };
  const counted = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const kept = value.map(counted).filter((part) => part !== null);
    const isEmpty = kept.slice(1).every((part) => part === 0 || (Array.isArray(part) && part.length === 0));
    return typeof value[0] === 'string' && isEmpty ? null : kept;
  };
  return JSON.stringify([rest, counted(tables), known.map((party) => reputationOf(market, party))]);
}

describe('a retraction', () => {
  it('of the newest conflict leaves what there was before it, bit for bit', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        const market = createMarket(STILL);
        answersOf(facts, market);
        const known = reputations(market).map(({ party }) => party);
        const before = learned(market, known);
        const [first] = tellAll(market, [newest]);
        expect(learned(market, known)).not.toBe(before);
        const after = learned(market, known);
        expect(retract(market, 'newest', LATE + 1)).toBeNull();
        expect(learned(market, known)).toBe(before);
        // Heard again it is a new conflict: the answer is the first one, and so is what it teaches.
        const [second] = tellAll(market, [{ ...newest, at: LATE + 2 }]);
        expect(JSON.stringify(second!.hypotheses)).toBe(JSON.stringify(first!.hypotheses));
        expect(learned(market, known)).toBe(after);
      }),
    ));

  it('of all leaves every sum at its prior, exactly, and the records of parties', () =>
    fc.assert(
      fc.property(streams(), fc.nat(), (facts, turn) => {
        const [market, never] = [createMarket(), createMarket()];
        // The first sight of a party fixes its class, and a conflict may be the first to name it.
        answersOf([...EVERYBODY, ...facts], market);
        const others = facts.filter(({ kind }) => kind !== 'conflict' && kind !== 'resolution');
        answersOf([...EVERYBODY, ...others], never);
        closeInstant(market);
        const ids = [...market.history.number.keys()];
        for (const [n, id] of [...ids.slice(turn % 7), ...ids.slice(0, turn % 7)].entries()) {
          expect(retract(market, id, LATE + n)).toBeNull();
        }
        const known = reputations(never).map(({ party }) => party);
        expect(learned(market, known)).toBe(learned(never, known));
        const { parties, mechanisms, resolutionsRight, resolutionsHeard } = market;
        for (const sums of [
          mechanisms,
          parties.faults,
          parties.conflicts,
          parties.cohortHabitual,
          parties.cohortSize,
          ...parties.classes.map((sums) => Object.values(sums) as number[]),
          [resolutionsRight, resolutionsHeard],
        ]) {
          expect([...sums]).toEqual([...sums].map(() => 0));
        }
        // What was first seen in a conflict is known now, which alone makes nothing likelier.
        const asked = (of: Market): string => JSON.stringify(assess(of, { ...newest, at: 2 * LATE }).hypotheses);
        expect(asked(market)).toBe(asked(never));
      }),
    ));

  it('leaves in the counts exactly the sum over the conflicts that stand, however it all went on', () =>
    fc.assert(
      fc.property(retractions, (told) => {
        const market = createMarket();
        tellAll(market, told);
        closeInstant(market);
        const { history, parties, mechanisms } = market;
        const faults = parties.names.map(() => 0);
        const named = parties.names.map(() => 0);
        // What was retracted left its run behind, and nothing in it.
        for (let s = 0; s < history.slots[history.count]!; s += 1) faults[history.party[s]!]! += history.fault[s]!;
        for (const c of history.number.values()) {
          for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) named[history.party[s]!]! += 1;
        }
        const sumOf = (column: Float64Array | Uint8Array, length: number): number =>
          [...column.subarray(0, length)].reduce((sum, count) => sum + count, 0);
        expect([...parties.faults.subarray(0, faults.length)]).toEqual(faults);
        expect([...parties.conflicts.subarray(0, named.length)]).toEqual(named);
        expect(sumOf(mechanisms, mechanisms.length)).toBe(
          sumOf(history.responsibility, history.hypotheses[history.count]!),
        );
        expect(market.resolutionsHeard).toBe(sumOf(history.resolutions, history.count));
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

  it('thinks of nobody as before the conflict who was judged since', () =>
    fc.assert(
      fc.property(streams(), fc.nat(), (facts, which) => {
        const forgetful = createMarket(STILL);
        answersOf(facts, forgetful);
        closeInstant(forgetful);
        const { history, parties } = forgetful;
        if (history.count === 0) return;
        const c = which % history.count;
        weighAgain(forgetful, c);
        const market = restoreMarket(saveMarket(forgetful), STILL) as Market;
        parties.habitualBefore.fill(0.5);
        for (const each of [market, forgetful]) {
          expect(retract(each, history.ids[c]!, LATE)).toBeNull();
          closeInstant(each);
        }
        expect(JSON.stringify(reputations(forgetful))).toBe(JSON.stringify(reputations(market)));
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
    expect(early.resolutionsHeard).toBe(0);
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
