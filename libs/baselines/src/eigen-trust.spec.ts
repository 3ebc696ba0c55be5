import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTrustScores, globalTrust } from './eigen-trust.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Algorithm 2 of the paper on a full matrix, for far more steps than it needs. */
function denseTrust(local: readonly (readonly number[])[], pretrusted: readonly number[]): number[] {
  const n = local.length;
  const start = local.map((_, i) => (pretrusted.includes(i) ? 1 / pretrusted.length : 0));
  const rows = local.map((row) => {
    const trusted = row.map((s) => Math.max(s, 0));
    const total = trusted.reduce((sum, s) => sum + s, 0);
    return total === 0 ? start : trusted.map((s) => s / total);
  });
  let trust = start;
  for (let step = 0; step < 500; step += 1) {
    trust = start.map((p, j) => {
      let flow = 0;
      for (let i = 0; i < n; i += 1) flow += rows[i]![j]! * trust[i]!;
      return 0.85 * flow + 0.15 * p;
    });
  }
  return trust;
}

describe('EigenTrust', () => {
  it('is the fixed point that a dense power iteration finds', () => {
    const matrices = fc.array(fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 }), {
      minLength: 6,
      maxLength: 6,
    });
    const anchors = fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(matrices, anchors, (matrix, pretrusted) => {
        const local = new Map(NAMES.map((from, i) => [from, new Map(NAMES.map((to, j) => [to, matrix[i]![j]!]))]));
        const found = globalTrust(
          local,
          pretrusted.map((i) => NAMES[i]!),
        );
        const dense = denseTrust(matrix, pretrusted);
        for (const [i, name] of NAMES.entries()) expect(found.get(name)).toBeCloseTo(dense[i]!, 4);
        expect([...found.values()].reduce((sum, t) => sum + t, 0)).toBeCloseTo(1, 9);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('is by hand what two who trust each other get from one who is trusted', () => {
    // t_a = 0.15 + 0.85·t_b and t_b = 0.85·t_a, so t_a = 0.15/(1 − 0.85²).
    const trust = globalTrust(
      new Map([
        ['a', new Map([['b', 1]])],
        ['b', new Map([['a', 5]])],
      ]),
      ['a'],
    );
    expect(trust.get('a')).toBeCloseTo(0.15 / (1 - 0.85 ** 2), 4);
    expect(trust.get('b')).toBeCloseTo((0.85 * 0.15) / (1 - 0.85 ** 2), 4);
  });

  it('suspects whom those who are trusted were let down by, and nobody whom it does not know', () => {
    const scores = createTrustScores();
    scores.hear?.({ kind: 'bank', bank: 'k', at: 0 });
    for (const party of ['a', 'b', 'c', 'x']) scores.hear?.({ kind: 'registration', party, bank: 'k', at: 0 });
    for (const other of ['a', 'b', 'c']) {
      for (let again = 0; again < 5; again += 1) scores.learn(new Map(Object.entries({ [other]: 0, x: 1 })), null, 0);
    }
    expect(scores.suspicion('x')).toBeGreaterThan(1.1 * scores.suspicion('a'));
    expect(createTrustScores().suspicion('new')).toBeCloseTo(1 / 1.5, 12);
  });
});
