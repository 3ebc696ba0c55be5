import { describe, expect, it } from '@jest/globals';
import { drawMarket, PLAIN_PLAN, plainClaim } from '../test/plain-market.ts';
import { probabilitiesOf } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import {
  assess,
  closeInstant,
  createMarket,
  observe,
  restoreMarket,
  saveMarket,
  tellingCases,
  type Market,
} from './index.ts';

const plain = (id: string, at: number, claimants: readonly [string, string]): Omit<ConflictFact, 'shape'> => ({
  kind: 'conflict',
  id,
  at,
  issuer: 'b0',
  features: new Map(),
  claims: claimants.map((claimant, i) => plainClaim(`${id}.${i}`, claimant)),
});

type Make = (id: string, at: number, stranger: string) => ConflictFact;

const copy: Make = (id, at, other) => ({ ...plain(id, at, ['s1', other]), shape: 'copy' });
const fork = (id: string, at: number, holder: string, next: string): ConflictFact => ({
  ...plain(id, at, [holder, next]),
  shape: 'fork',
  fork: { holder, next: [next] },
});

/** The market that the cases stand in: what one of them changes of tables and rates is little beside it. */
const END = 1000;
const BEFORE: readonly Fact[] = [
  ...drawMarket({ ...PLAIN_PLAN, seed: 7, conflicts: 300, features: 4, sharpness: 1 }).facts,
  ...['s1', 's2', 'v1', 'v2', 'w'].map((party): Fact => ({ kind: 'registration', party, bank: 'b1', at: END })),
];

const CASES: readonly (readonly [string, Make, truth: (victim: string) => string])[] = [
  ['a thief', copy, () => 'theft:s1'],
  ['a leak to an accomplice', copy, () => 'issuer_leak:b0+s1'],
  ['who is robbed (a side trait)', copy, (victim) => `theft:${victim}`],
  ['who loses keys (a side trait)', (id, at, next) => fork(id, at, 's1', next), (victim) => `key_theft:${victim}`],
  ['a thief of keys', (id, at, holder) => fork(id, at, holder, 's1'), () => 'key_theft:s1'],
  ['a colluder', (id, at) => ({ ...plain(id, at, ['s1', 's2']), shape: 'copy' }), () => 'collusion:s1+s2'],
  [
    'who has accidents (a side trait)',
    (id, at) => ({ ...plain(id, at, ['s1', 's1']), shape: 'duplicate' }),
    () => 'accident:',
  ],
];

const market = createMarket();
for (const fact of BEFORE) observe(market, fact);
const saved = saveMarket(market);

function before(): Market {
  const restored = restoreMarket(saved);
  if ('problem' in restored) throw new Error(restored.problem);
  return restored;
}

function heardOf(make: Make, truth: (victim: string) => string, cases: readonly number[]): Market {
  const market = before();
  for (const n of cases) {
    const at = END + n;
    const said: Fact = { kind: 'resolution', conflict: `z${n}`, hypothesis: truth(`v${n}`), at: at + 0.5 };
    for (const fact of [make(`z${n}`, at, `v${n}`), said, { ...said, at: at + 0.6 }]) {
      expect(observe(market, fact) ?? {}).not.toHaveProperty('problem');
    }
  }
  closeInstant(market);
  return market;
}

describe('a case left out', () => {
  it.each(CASES)('moves the answer as never having heard it does: %s', (_who, make, truth) => {
    const question = make('q', END + 50, 'w');
    for (const [cases, within] of [
      [[1], 0.1],
      [[1, 2], 0.1],
    ] as const) {
      const market = heardOf(make, truth, cases);
      const found = tellingCases(market, question, 10).find(({ conflict }) => conflict === 'z1')!;
      const now = probabilitiesOf(assess(market, question));
      const never = probabilitiesOf(assess(heardOf(make, truth, cases.slice(1)), question));
      const moved = [...now].reduce((sum, [id, share]) => sum + Math.abs(share - never.get(id)!) / 2, 0);
      expect(Math.abs(found.without - never.get(found.hypothesis)!)).toBeLessThan(within);
      expect(Math.abs(found.moved - moved)).toBeLessThan(within);
      expect(Math.sign(found.without - found.probability)).toBe(
        Math.sign(never.get(found.hypothesis)! - found.probability),
      );
      // One proof among none is most of what there is; the second tells less.
      expect(found.moved).toBeGreaterThan(cases.length === 1 ? 0.2 : 0.02);
    }
  });

  it('is found however many dull ones came before it', () => {
    const market = before();
    for (let n = 0; n < 520; n += 1) observe(market, copy(`d${n}`, END + n / 1000, `d${n}`));
    observe(market, copy('proof', END + 1, 'v1'));
    observe(market, { kind: 'resolution', conflict: 'proof', hypothesis: 'issuer_leak:b0+s1', at: END + 2 });
    observe(market, { kind: 'resolution', conflict: 'proof', hypothesis: 'issuer_leak:b0+s1', at: END + 3 });
    closeInstant(market);
    const found = tellingCases(market, copy('q', END + 9, 'w'), 1000);
    expect(found.map(({ conflict }) => conflict)).toContain('proof');
    expect(found).toHaveLength(512);
  });
});
