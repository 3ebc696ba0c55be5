import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MILLION, roundPpm, toPpm } from './ppm.ts';

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 12 });
const weighted = ids.chain((names) =>
  fc
    .array(fc.nat({ max: 1_000_000 }), { minLength: names.length, maxLength: names.length })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => names.map((id, i) => ({ id, weight: weights[i]! }))),
);

describe('parts per million', () => {
  it('sum to a million, each within one of what it should be, in the order that they came in', () => {
    fc.assert(
      fc.property(weighted, (weights) => {
        const shares = toPpm(weights);
        expect(shares.map(({ id }) => id)).toEqual(weights.map(({ id }) => id));
        expect(shares.reduce((sum, { ppm }) => sum + ppm, 0)).toBe(MILLION);
        const total = weights.reduce((sum, { weight }) => sum + weight, 0);
        for (const [i, { ppm }] of shares.entries()) {
          expect(Number.isInteger(ppm)).toBe(true);
          // |ppm − exact| < 1, in whole numbers.
          expect(Math.abs(ppm * total - weights[i]!.weight * MILLION)).toBeLessThan(total);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('go to the largest remainders: nobody is rounded up before somebody who is further from the next', () => {
    fc.assert(
      fc.property(weighted, (weights) => {
        const total = BigInt(weights.reduce((sum, { weight }) => sum + weight, 0));
        const shares = toPpm(weights).map(({ ppm }, i) => {
          const exact = BigInt(weights[i]!.weight) * BigInt(MILLION);
          return { isUp: BigInt(ppm) > exact / total, remainder: exact % total };
        });
        const [up, down] = [shares.filter(({ isUp }) => isUp), shares.filter(({ isUp }) => !isUp)];
        for (const one of up) for (const other of down) expect(one.remainder >= other.remainder).toBe(true);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('that are equal go to the first ids, whatever order they come in', () => {
    const thirds = ['c', 'a', 'b'].map((id) => ({ id, weight: 1 }));
    expect(toPpm(thirds)).toEqual([
      { id: 'c', ppm: 333_333 },
      { id: 'a', ppm: 333_334 },
      { id: 'b', ppm: 333_333 },
    ]);
    fc.assert(
      fc.property(weighted, (weights) => {
        const byId = (shares: ReturnType<typeof toPpm>): object =>
          Object.fromEntries(shares.map(({ id, ppm }) => [id, ppm]));
        expect(byId(toPpm(weights.toReversed()))).toEqual(byId(toPpm(weights)));
      }),
      { seed: 3 },
    );
  });

  it('of one probability stay between none and all', () => {
    expect([-1e-17, 0, 0.5, 0.999_999_6, 1 + 1e-16].map(roundPpm)).toEqual([0, 0, 500_000, 1_000_000, 1_000_000]);
  });
});
