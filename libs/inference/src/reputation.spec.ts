import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { answersOf, drawStream } from '../test/streams.ts';
import type { Fact } from './fact.ts';
import { CANDOURS } from './grid.ts';
import { createMarket, describeMarket, MODEL_ID, reputationOf, reputations, type Described } from './index.ts';

const streams = (longest = 40): fc.Arbitrary<Fact[]> =>
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: longest })).map(([seed, length]) => drawStream(seed, length));

const theft = (id: string, at: number, thief: string, victim: string): Fact[] => [
  {
    kind: 'conflict',
    id,
    at,
    shape: 'copy',
    issuer: 'b0',
    features: new Map(),
    claims: [plainClaim(`${id}.1`, thief), plainClaim(`${id}.2`, victim)],
  },
  { kind: 'resolution', conflict: id, hypothesis: `theft:${thief}`, at: at + 0.5 },
];
const PARTIES = ['p0', 'p1', 'p2', 'p3'];
const HISTORY: Fact[] = [
  { kind: 'bank', bank: 'b0', at: 0 },
  ...PARTIES.map((party): Fact => ({ kind: 'registration', party, bank: 'b0', at: 0 })),
  ...PARTIES.map((party): Fact => ({ kind: 'activity', party, bank: 'b0', at: 1, settled: 50 })),
  ...[2, 3, 4, 5, 6].flatMap((at) => theft(`c${at}`, at, 'p1', at % 2 === 0 ? 'p2' : 'p3')),
];

describe('a reputation', () => {
  it('tells the habitual cheat from its victims and from the idle', () => {
    const market = createMarket();
    answersOf(HISTORY, market);
    const [thief, victim, idle] = ['p1', 'p2', 'p0'].map((party) => reputationOf(market, party)!);
    expect(thief).toMatchObject({ party: 'p1', bank: 'b0', settled: 50 });
    expect(thief!.faults).toBeGreaterThan(4);
    expect(thief!.cheater).toBeGreaterThan(3 * victim!.cheater);
    // Much could still be true of somebody of whom so little is known.
    expect(victim!.cheater).toBeLessThan(0.3);
    expect(thief!.rate.mean).toBeGreaterThan(5 * victim!.rate.mean);
    expect(idle!.faults).toBe(0);
    expect(reputationOf(market, 'nobody')).toBeNull();
    expect(reputationOf(market, 'b0')).toMatchObject({ bank: null, settled: 0 });
  });

  it('has its mean within its interval also where it is known to a part of a step of the grid', () => {
    const market = createMarket();
    const settled = { kind: 'activity', party: 'p1', bank: 'b0', at: 1, settled: 200 } as const;
    const thefts = Array.from({ length: 90 }, (_, n) => theft(`t${n}`, 2 + n, 'p1', n % 2 === 0 ? 'p2' : 'p3'));
    let seen = 0;
    for (const fact of [...HISTORY.slice(0, 9), settled, ...thefts.flat()]) {
      answersOf([fact], market);
      const rate = reputationOf(market, 'p1')?.rate;
      if (rate === undefined || market.parties.conflicts[market.parties.number.get('p1')!]! < 20) continue;
      expect(rate.low).toBeLessThan(rate.mean);
      expect(rate.mean).toBeLessThan(rate.high);
      seen += 1;
    }
    expect(seen).toBeGreaterThan(50);
  });

  it('is kept of everyone heard of, by code point, with its mean inside a finite interval', () =>
    fc.assert(
      fc.property(streams(), (facts) => {
        const market = createMarket();
        answersOf(facts, market);
        const all = reputations(market);
        const heard = new Set(
          facts.flatMap((fact) => {
            if (fact.kind === 'bank') return [fact.bank];
            if (fact.kind === 'conflict') return [fact.issuer, ...fact.claims.map(({ claimant }) => claimant)];
            return fact.kind === 'resolution' ? [] : [fact.party];
          }),
        );
        expect(all.map(({ party }) => party)).toEqual([...heard].sort());
        for (const { rate, cheater, faults } of all) {
          expect(rate.low).toBeGreaterThan(0);
          expect(rate.low).toBeLessThan(rate.high);
          expect(rate.high).toBeLessThan(Number.POSITIVE_INFINITY);
          expect(rate.mean).toBeGreaterThan(rate.low);
          expect(cheater >= 0 && cheater <= 1 && faults >= 0).toBe(true);
        }
      }),
    ));

  it('is not raised where more settlements make them begin to be counted on', () => {
    const fought = Array.from({ length: 40 }, (_, n): Fact => ({
      kind: 'conflict',
      id: `c${n}`,
      at: n,
      shape: 'copy',
      issuer: 'b0',
      features: new Map(),
      claims: [plainClaim('x', 'p0'), plainClaim('y', `v${n}`)],
    }));
    const others: Fact = { kind: 'activity', party: 'v0', bank: 'b0', at: 50, settled: 150 };
    let before = Number.POSITIVE_INFINITY;
    for (const settled of [0, 5, 8, 9, 10, 11, 12, 50, 1000]) {
      const market = createMarket();
      answersOf([...fought, others, { kind: 'activity', party: 'p0', bank: 'b0', at: 50, settled }], market);
      const { mean } = reputationOf(market, 'p0')!.rate;
      expect(mean).toBeLessThanOrEqual(before * (1 + 1e-9));
      before = mean;
    }
  });
});

describe('a documented feature', () => {
  it.each([
    ['receipt', 'none', 'countersigned'],
    ['check', 'none', 'online'],
    ['response', 'silent', 'prompt'],
    ['testimony', 'contradicted', 'given'],
    ['binding', 'bare', 'chained'],
  ])('speaks from the first conflict on: %s %s is likelier culpable than %s', (feature, bad, good) => {
    const conflict: Fact = {
      kind: 'conflict',
      id: 'c',
      at: 0,
      shape: 'copy',
      issuer: 'b0',
      features: new Map(),
      claims: [plainClaim('x', 'honest', { [feature]: good }), plainClaim('y', 'crook', { [feature]: bad })],
    };
    expect(answersOf([conflict]).get('c')!.hypotheses[0]!.id).toBe('theft:crook');
  });
});

describe('describeMarket', () => {
  it('holds strings, integers and null only, and names the model', () => {
    const market = createMarket();
    answersOf(HISTORY, market);
    const leaves = (value: Described): (string | number | null)[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
    const described = describeMarket(market, ['p1', 'p1', 'nobody']);
    for (const leaf of leaves(described)) expect(typeof leaf !== 'number' || Number.isSafeInteger(leaf)).toBe(true);
    expect(described).toMatchObject({ model: MODEL_ID });
    const figures = Array.from({ length: 5 + CANDOURS }, () => expect.any(Number));
    expect((described as { parties: Described[] }).parties).toEqual([
      ['nobody', ...figures],
      ['p1', ...figures],
    ]);
  });

  it('differs once anything was learned', () => {
    const [market, more] = [createMarket(), createMarket()];
    answersOf(HISTORY, market);
    answersOf([...HISTORY, ...theft('c9', 9, 'p3', 'p2')], more);
    expect(JSON.stringify(describeMarket(more, []))).not.toBe(JSON.stringify(describeMarket(market, [])));
    expect(JSON.stringify(describeMarket(createMarket({ habitualShare: 0.2 })))).not.toBe(
      JSON.stringify(describeMarket(createMarket())),
    );
  });
});
