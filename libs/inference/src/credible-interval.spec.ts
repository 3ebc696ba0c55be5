import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gammaInterval, summariseGrid } from './credible-interval.ts';
import { CHEAT } from './grid.ts';

/** The quantile of a standard normal variable at 95 %. */
const Z = 1.6448536269514722;

/** A log-normal law as it stands on the grid: mean and spread of the logarithm to base 2. */
const onGrid = (mean: number, spread: number): Float64Array => {
  const law = CHEAT.map((value) => Math.exp(-0.5 * ((Math.log2(value) - mean) / spread) ** 2));
  const total = law.reduce((sum, p) => sum + p, 0);
  return law.map((p) => p / total);
};

describe('the mean and interval of a law on a grid', () => {
  it('are those of the log-normal law that it stands for, however narrow and wherever it lies between two values', () =>
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 3, noNaN: true }),
        fc.double({ min: 0.08, max: 1.2, noNaN: true }),
        (mean, spread) => {
          const { mean: shown, low, high } = summariseGrid(onGrid(mean, spread), CHEAT, 0.9);
          expect(Math.abs(Math.log2(low) - (mean - Z * spread))).toBeLessThan(0.04);
          expect(Math.abs(Math.log2(high) - (mean + Z * spread))).toBeLessThan(0.04);
          expect(Math.abs(Math.log2(shown) - (mean + (Math.LN2 * spread ** 2) / 2))).toBeLessThan(0.04);
        },
      ),
    ));

  it('holds more where more is asked for, and ends half a step beyond the grid', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-12, max: 1, noNaN: true }), { minLength: 17, maxLength: 17 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        (weights, mass) => {
          const law = Float64Array.from(weights);
          const [inner, outer] = [summariseGrid(law, CHEAT, mass), summariseGrid(law, CHEAT, mass + 0.09)];
          expect(outer.low).toBeLessThan(inner.low);
          expect(inner.low).toBeLessThan(inner.high);
          expect(inner.high).toBeLessThan(outer.high);
          expect(outer.low).toBeGreaterThanOrEqual(CHEAT[0]! / Math.SQRT2);
          expect(outer.high).toBeLessThanOrEqual(CHEAT.at(-1)! * Math.SQRT2);
        },
      ),
    ));

  it('is a number where all is in one value', () => {
    const law = new Float64Array(17);
    law[4] = 1;
    const { low, high } = summariseGrid(law, CHEAT, 0.9);
    expect(low).toBeLessThan(high);
    expect(low / CHEAT[4]!).toBeCloseTo(1, 1);
  });
});

describe('the interval of a gamma law', () => {
  it('is the one of tables', () => {
    // χ² of 2 and of 10 degrees of freedom, halved.
    const [two, ten] = [gammaInterval(1, 0.5, 0.9), gammaInterval(5, 0.5, 0.9)];
    for (const [ours, table] of [
      [two.low, 0.102587],
      [two.high, 5.991465],
      [ten.low, 3.940299],
      [ten.high, 18.307038],
    ] as const) {
      expect(ours).toBeCloseTo(table, 5);
    }
  });
});
