import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { answersOf, drawStream } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import {
  assess,
  compareCodePoints,
  closeInstant,
  createMarket,
  describeMarket,
  observe,
  reputationOf,
  reputations,
  toPosteriorRecord,
} from './index.ts';
import type { Assessment, Market } from './index.ts';
import { count } from './count.ts';
import { weighKept } from './learn.ts';
import { keptHypotheses } from './observe.ts';

const streams = (longest = 40): fc.Arbitrary<Fact[]> =>
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: longest })).map(([seed, length]) => drawStream(seed, length));

/** A market that learns all anew early, so that short streams see that too. */
const eager = (): Market => Object.assign(createMarket(), { anewAt: 6 });

const reordered = (fact: Fact): Fact =>
  fact.kind !== 'conflict'
    ? fact
    : {
        ...fact,
        features: new Map([...fact.features].toReversed()),
        claims: fact.claims
          .toReversed()
          .map((claim) => ({ ...claim, features: new Map([...claim.features].toReversed()) })),
      };

const spelled = (answers: ReadonlyMap<string, Assessment>): string =>
  JSON.stringify(
    [...answers]
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([, answer]) => [
        toPosteriorRecord(answer),
        answer.hypotheses.map(({ bare }) => bare),
        answer.terms.map(({ about, item, logLikelihood }) => [about, item, ...logLikelihood]),
      ]),
  );

// Any order of the records of one instant in which a resolution still follows its conflict.
const shuffledInstants = (facts: readonly Fact[], keys: readonly number[]): Fact[] => {
  const seen = new Map(facts.flatMap((fact) => (fact.kind === 'conflict' ? [[fact.id, fact.at] as const] : [])));
  const keyed = facts.map((fact, n) => ({
    fact,
    key: (keys[n % keys.length]! * (n + 1)) % 97,
    late: fact.kind === 'resolution' && seen.get(fact.conflict) === fact.at,
  }));
  return keyed
    .sort((a, b) => a.fact.at - b.fact.at || Number(a.late) - Number(b.late) || a.key - b.key)
    .map(({ fact }) => fact);
};

describe('an answer', () => {
  it('is a distribution, sorted, and its culpability sums the hypotheses that name a party', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        for (const { hypotheses, culpability } of answersOf(facts).values()) {
          expect(hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10);
          expect(hypotheses.reduce((sum, { bare }) => sum + bare, 0)).toBeCloseTo(1, 10);
          for (const [i, { probability }] of hypotheses.entries()) {
            expect(probability).toBeGreaterThan(0);
            if (i > 0) expect(probability).toBeLessThanOrEqual(hypotheses[i - 1]!.probability);
          }
          expect(new Set(culpability.map(({ party }) => party))).toEqual(
            new Set(hypotheses.flatMap((h) => h.culprits)),
          );
          for (const { party, probability } of culpability) {
            const naming = hypotheses.filter(({ culprits }) => culprits.includes(party));
            expect(probability).toBeCloseTo(
              naming.reduce((sum, h) => sum + h.probability, 0),
              10,
            );
          }
        }
      }),
    ));

  it('is the softmax of the sum of its terms, and bare without reputation', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        for (const { hypotheses, terms } of answersOf(facts).values()) {
          const sum = (h: number, items: (item: string) => boolean): number =>
            terms.reduce((log, { item, logLikelihood }) => log + (items(item) ? logLikelihood[h]! : 0), 0);
          for (const [h, { probability, bare }] of hypotheses.entries()) {
            const all = sum(h, () => true) - sum(0, () => true);
            const some = sum(h, (item) => item !== 'reputation') - sum(0, (item) => item !== 'reputation');
            expect(Math.log(probability / hypotheses[0]!.probability)).toBeCloseTo(all, 9);
            expect(Math.log(bare / hypotheses[0]!.bare)).toBeCloseTo(some, 9);
          }
        }
      }),
    ));
});

describe('a stream', () => {
  it('gives the same bits again, and whatever the order of claims and features', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        const [once, again, turned] = [eager(), eager(), eager()];
        const answers = spelled(answersOf(facts, once));
        expect(spelled(answersOf(facts, again))).toBe(answers);
        expect(spelled(answersOf(facts.map(reordered), turned))).toBe(answers);
        expect(JSON.stringify(describeMarket(turned))).toBe(JSON.stringify(describeMarket(once)));
        expect(JSON.stringify(reputations(again))).toBe(JSON.stringify(reputations(once)));
      }),
    ));

  it('gives the same bits whatever the order of the records of one instant', () =>
    fc.assert(
      fc.property(streams(), fc.array(fc.nat(96), { minLength: 1 }), (facts, keys) => {
        const [once, other] = [eager(), eager()];
        expect(spelled(answersOf(shuffledInstants(facts, keys), other))).toBe(spelled(answersOf(facts, once)));
        expect(JSON.stringify(describeMarket(other))).toBe(JSON.stringify(describeMarket(once)));
      }),
    ));

  it('gives a prefix the same answers whatever follows', () =>
    fc.assert(
      fc.property(streams(), fc.nat(40), (facts, length) => {
        const whole = answersOf(facts, eager());
        for (const [id, answer] of answersOf(facts.slice(0, length), eager())) {
          expect(JSON.stringify(answer.hypotheses)).toBe(JSON.stringify(whole.get(id)!.hypotheses));
        }
      }),
    ));

  it('gives renamed answers for renamed parties', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        // Banks keep their order: of two that vouch for a party at one instant, the later by code point counts.
        const rename = (party: string): string =>
          party.startsWith('b') ? `4${party}` : `${9 - Number(party.slice(1))}${party}`;
        const renamed = answersOf(
          facts.map((fact) => renamedFact(fact, rename)),
          eager(),
        );
        for (const [id, { culpability }] of answersOf(facts, eager())) {
          const theirs = new Map(renamed.get(id)!.culpability.map(({ party, probability }) => [party, probability]));
          for (const { party, probability } of culpability)
            expect(theirs.get(rename(party))).toBeCloseTo(probability, 9);
        }
      }),
    ));

  it('is changed by no party that no conflict names', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        const crowd: Fact[] = facts.flatMap((fact): Fact[] => [
          { kind: 'registration', party: 'idle', bank: 'b0', at: fact.at },
          { kind: 'activity', party: 'idle', bank: 'b0', at: fact.at, settled: 77 },
          { kind: 'bank', bank: 'b9', at: fact.at },
          fact,
        ]);
        expect(spelled(answersOf(crowd, eager()))).toBe(spelled(answersOf(facts, eager())));
      }),
    ));

  it('is left as it was by a question that is only asked', () =>
    fc.assert(
      fc.property(streams(), streams(3), (facts, asked) => {
        const market = createMarket();
        answersOf(facts, market);
        const before = JSON.stringify(describeMarket(market));
        for (const fact of asked) {
          if (fact.kind !== 'conflict') continue;
          expect(spelled(new Map([['', assess(market, fact)]]))).toBe(spelled(new Map([['', assess(market, fact)]])));
        }
        expect(JSON.stringify(describeMarket(market))).toBe(before);
      }),
    ));
});

function renamedFact(fact: Fact, rename: (party: string) => string): Fact {
  if (fact.kind === 'bank') return { ...fact, bank: rename(fact.bank) };
  if (fact.kind === 'registration' || fact.kind === 'activity') {
    return { ...fact, party: rename(fact.party), bank: rename(fact.bank) };
  }
  if (fact.kind === 'resolution') {
    const [mechanism, culprits] = fact.hypothesis.split(':') as [string, string];
    const names = culprits === '' ? [] : culprits.split('+').map(rename).sort();
    return { ...fact, hypothesis: `${mechanism}:${names.join('+')}` };
  }
  return {
    ...fact,
    issuer: rename(fact.issuer),
    claims: fact.claims.map((claim) => ({ ...claim, claimant: rename(claim.claimant), bank: rename(claim.bank) })),
    ...(fact.fork ? { fork: { holder: rename(fact.fork.holder), next: fact.fork.next.map(rename) } } : {}),
  };
}

const posteriorNow = ({ history }: Market, c: number): Float64Array =>
  history.responsibility.slice(history.hypotheses[c], history.hypotheses[c + 1]);

describe('a resolution', () => {
  it('raises its own hypothesis and lowers every other in proportion', () =>
    fc.assert(
      fc.property(streams(), fc.nat(), fc.nat(), (facts, which, what) => {
        const market = createMarket();
        answersOf(facts, market);
        // Time passes first, in which a little is learned.
        observe(market, { kind: 'bank', bank: 'b0', at: market.now + 1 });
        closeInstant(market);
        if (market.history.count === 0) return;
        const c = which % market.history.count;
        count(market, c, -1);
        weighKept(market, c);
        count(market, c, 1);
        const before = posteriorNow(market, c);
        const own = what % before.length;
        const hypothesis = keptHypotheses(market, c)[own]!;
        const fact = { kind: 'resolution', conflict: market.history.ids[c]!, hypothesis, at: market.now } as const;
        expect(observe(market, fact)).toBeNull();
        closeInstant(market);
        const after = posteriorNow(market, c);
        expect(after[own]).toBeGreaterThan(before[own]!);
        for (let h = 0; h < before.length; h += 1) {
          if (h === own) continue;
          expect(after[h]).toBeLessThanOrEqual(before[h]!);
          expect(after[h]! * (1 - before[own]!)).toBeCloseTo(before[h]! * (1 - after[own]!), 6);
        }
      }),
    ));
});

describe('exposure', () => {
  it('makes a fresh identity no better off than the same party with a clean record', () =>
    fc.assert(
      fc.property(streams(), fc.nat(500), (facts, settled) => {
        const question: ConflictFact = {
          kind: 'conflict',
          id: 'last',
          at: 1e6,
          shape: 'copy',
          issuer: 'b0',
          features: new Map(),
          claims: [plainClaim('x', 'novel'), plainClaim('y', 'p0')],
        };
        const blame = (record: readonly Fact[]): number => {
          const answers = answersOf([
            ...facts,
            { kind: 'registration', party: 'novel', bank: 'b0', at: 1e5 },
            ...record,
            question,
          ]);
          return answers.get('last')!.culpability.find(({ party }) => party === 'novel')!.probability;
        };
        const clean = blame([{ kind: 'activity', party: 'novel', bank: 'b0', at: 1e5, settled }]);
        // Not having been robbed in all that time speaks, a little, against being the victim: at most .013 of 12,000 drawn.
        expect(blame([])).toBeGreaterThanOrEqual(clean - 0.03);
        const rateOf = (record: readonly Fact[]): number => {
          const market = createMarket();
          answersOf([...facts, { kind: 'registration', party: 'novel', bank: 'b0', at: 1e5 }, ...record], market);
          return reputationOf(market, 'novel')!.rate.mean;
        };
        const known: Fact = { kind: 'activity', party: 'novel', bank: 'b0', at: 1e5, settled };
        expect(rateOf([])).toBeGreaterThanOrEqual(rateOf([known]) * (1 - 1e-9));
      }),
    ));

  it('never raises a rate', () =>
    fc.assert(
      fc.property(streams(), fc.integer({ min: 1, max: 3000 }), (facts, settled) => {
        const [market, busier] = [createMarket(), createMarket()];
        answersOf(facts, market);
        answersOf(facts, busier);
        // Reported last, so that faults stay equal.
        observe(busier, { kind: 'activity', party: 'p0', bank: 'b0', at: busier.now + 1, settled });
        const [before, after] = [reputationOf(market, 'p0'), reputationOf(busier, 'p0')];
        if (before === null || after === null) return;
        expect(after.faults).toBe(before.faults);
        expect(after.rate.mean).toBeLessThanOrEqual(before.rate.mean * (1 + 1e-9));
      }),
    ));
});

describe('what is counted', () => {
  it('is at any time exactly the sum over the conflicts, however often they were weighed again', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        const market = createMarket();
        answersOf(facts, market);
        closeInstant(market);
        const { history, parties } = market;
        const faults = parties.names.map(() => 0);
        for (let s = 0; s < history.slots[history.count]!; s += 1) {
          faults[history.party[s]!] = faults[history.party[s]!]! + history.fault[s]!;
        }
        expect(Array.from(parties.faults.subarray(0, faults.length))).toEqual(faults);
        const total = market.totals.mechanisms.reduce((sum, count) => sum + count, 0);
        expect(total).toBeCloseTo(history.count, 4);
      }),
    ));
});
