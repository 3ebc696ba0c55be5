import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { drawStream } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import { closeInstant, createMarket, observe, reputationOf, reputations } from './index.ts';
import { keptHypotheses } from './observe.ts';

describe('a contradiction', () => {
  const conflict: ConflictFact = {
    kind: 'conflict',
    id: 'c',
    at: 5,
    shape: 'copy',
    issuer: 'b',
    features: new Map(),
    claims: [plainClaim('x', 'p'), plainClaim('y', 'q')],
  };
  it.each<[Fact, string]>([
    [{ kind: 'bank', bank: 'b', at: 4 }, 'at 4 goes back behind 5'],
    [{ ...conflict, at: 6 }, 'conflict "c" was already heard'],
    [conflict, 'conflict "c" was already heard'],
    [
      { kind: 'resolution', conflict: 'd', hypothesis: 'unknown:', at: 5 },
      'conflict "d" of the resolution was never heard',
    ],
    [
      { kind: 'resolution', conflict: 'c', hypothesis: 'theft:z', at: 5 },
      'hypothesis "theft:z" is not one of conflict "c"',
    ],
    [
      { kind: 'resolution', conflict: 'c', hypothesis: 'theft:z', at: 9 },
      'hypothesis "theft:z" is not one of conflict "c"',
    ],
  ])('is refused with a reason and changes nothing: %j', (fact, problem) => {
    const market = createMarket();
    observe(market, conflict);
    expect(observe(market, fact)).toEqual({ problem });
    expect(market.heard).toHaveLength(1);
  });

  it('is none where a resolution shares its conflict’s instant', () => {
    const market = createMarket();
    observe(market, conflict);
    expect(observe(market, { kind: 'resolution', conflict: 'c', hypothesis: 'theft:p', at: 5 })).toBeNull();
    expect(reputationOf(market, 'p')!.faults).toBeGreaterThan(reputationOf(market, 'q')!.faults);
  });

  it('between two resolutions of one conflict is weighed: each counts as much, and against the rest', () => {
    const said = (...hypotheses: string[]): Map<string, number> => {
      const market = createMarket();
      observe(market, conflict);
      for (const hypothesis of hypotheses) {
        expect(observe(market, { kind: 'resolution', conflict: 'c', hypothesis, at: 6 })).toBeNull();
      }
      closeInstant(market);
      const ids = keptHypotheses(market, 0);
      return new Map(ids.map((id, h) => [id, market.history.responsibility[h]!]));
    };
    const [none, both] = [said(), said('theft:p', 'theft:q')];
    expect(both.get('theft:p')! / both.get('theft:q')!).toBeCloseTo(none.get('theft:p')! / none.get('theft:q')!, 5);
    for (const id of ['unknown:', 'collusion:p+q']) expect(both.get(id)).toBeLessThan(none.get(id)! / 2);
    expect([...said('theft:q', 'theft:p')]).toEqual([...both]);
  });

  it('counts however many there are, whichever came first', () => {
    const [p, q] = ['theft:p', 'theft:q'].map((id) => Array.from({ length: 300 }, () => id)) as [string[], string[]];
    const shareOf = (hypotheses: readonly string[], isOneInstant: boolean): number => {
      const market = createMarket();
      observe(market, conflict);
      for (const [n, hypothesis] of hypotheses.entries()) {
        observe(market, { kind: 'resolution', conflict: 'c', hypothesis, at: isOneInstant ? 6 : 6 + n });
      }
      closeInstant(market);
      return market.history.responsibility[keptHypotheses(market, 0).indexOf('theft:p')]!;
    };
    const [even, more] = [shareOf([], true), shareOf(['theft:p'], true)];
    for (const isOneInstant of [true, false]) {
      expect(shareOf([...p, ...q], isOneInstant)).toBeCloseTo(shareOf([...q, ...p], isOneInstant), 6);
      expect(shareOf([...p, ...q], isOneInstant)).toBeCloseTo(even / (2 * even), 1);
      expect(shareOf([...p, ...q, 'theft:p'], isOneInstant)).toBeGreaterThan(0.9);
      expect(shareOf([...q, 'theft:p', ...p], isOneInstant)).toBeGreaterThan(0.9);
    }
    expect(more).toBeGreaterThan(even);
  });
});

describe('what goes round in a circle', () => {
  const fork = (next: readonly string[]): ConflictFact => ({
    kind: 'conflict',
    id: 'c',
    at: 5,
    shape: 'fork',
    issuer: 'b',
    features: new Map(),
    claims: [plainClaim('x', 'p'), plainClaim('y', 'q')],
    fork: { holder: 'p', next },
  });
  const idsOf = (fact: ConflictFact): string[] => {
    const heard = observe(createMarket(), fact);
    if (heard === null || 'problem' in heard) throw new Error('refused');
    expect(heard.hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    return heard.hypotheses.map(({ id }) => id).sort();
  };

  it('is a holder who hands on to himself, and names each party once', () => {
    expect(idsOf(fork(['p', 'q', 'q', 'p']))).toEqual(idsOf(fork(['q'])));
    expect(idsOf(fork(['p']))).toEqual(['double_spend:p', 'unknown:']);
  });

  it('is an issuer who claims its own note, and leaks it alone', () => {
    const own: ConflictFact = {
      kind: 'conflict',
      id: 'c',
      at: 5,
      shape: 'copy',
      issuer: 'p',
      features: new Map(),
      claims: [plainClaim('x', 'p'), plainClaim('y', 'q'), plainClaim('y', 'p')],
    };
    expect(idsOf(own)).toEqual(
      ['collusion:p+q', 'issuer_leak:p', 'issuer_leak:p+q', 'theft:p', 'theft:q', 'unknown:'].sort(),
    );
  });

  it('is banks and customers that vouch for one another: the last counts, and a bank is of no cohort', () => {
    const market = createMarket();
    const vouchings = [
      ['b', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['p', 'q'],
      ['q', 'p'],
      ['p', 'p'],
      ['p', 'b'],
    ] as const;
    for (const bank of ['b', 'c']) observe(market, { kind: 'bank', bank, at: 0 });
    for (const [n, [party, bank]] of vouchings.entries()) {
      observe(market, { kind: 'registration', party, bank, at: n + 1 });
    }
    observe(market, { ...fork(['q']), at: 9 });
    const cohorts = ['b', 'c', 'p', 'q'].map((party) => reputationOf(market, party)!.bank);
    expect(cohorts).toEqual([null, null, 'b', 'p']);
  });
});

describe('figures at the ends of what is read', () => {
  it('leave every answer a distribution and every rate a number', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.nat(), fc.constantFrom(0, 1, 1e-300, 1e15, 1e100), fc.constantFrom(0, 0.5, 1, 2 ** 53 - 1)),
          {
            minLength: 1,
            maxLength: 60,
          },
        ),
        fc.constantFrom(-1e100, -1, 0),
        (draws, start) => {
          const market = createMarket();
          let at: number = start;
          for (const [seed, step, settled] of draws) {
            at = Math.min(1e100, at + step);
            const [fact] = drawStream(seed, 20).filter(
              ({ kind }) => kind === (seed % 2 === 0 ? 'conflict' : 'activity'),
            );
            if (fact === undefined) continue;
            const told = {
              ...fact,
              at,
              ...(fact.kind === 'activity' ? { settled } : { id: `c${market.history.count} ${at} ${seed}` }),
            };
            const heard = observe(market, told as Fact);
            if (heard === null || 'problem' in heard) continue;
            expect(heard.hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
            expect(heard.hypotheses.every(({ probability }) => probability >= 0)).toBe(true);
          }
          for (const { rate, cheater, faults } of reputations(market)) {
            for (const figure of [rate.mean, rate.low, rate.high, cheater, faults]) {
              expect(Number.isFinite(figure)).toBe(true);
            }
          }
        },
      ),
    ));
});
