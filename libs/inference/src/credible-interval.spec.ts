import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { credibleInterval } from './credible-interval.ts';
import { gammaProbability, logGamma } from './incomplete-gamma.ts';
import { habitualProbability, predictiveRate, type RateLaw } from './rate-law.ts';

const LAW: RateLaw = { manyShape: 1, manyMean: 0.3, habitualMean: 7, habitualShare: 0.1 };
const faults = fc.double({ min: 0, max: 40, noNaN: true });
const exposures = fc.double({ min: 0, max: 1e4, noNaN: true });

// Simpson's rule over the density written down from scratch: the mixture prior times λ^S e^(−λu).
function integrate(S: number, u: number, f: (rate: number) => number): number {
  const prior = (x: number): number => {
    const [b0, b1] = [1 / LAW.manyMean, 2 / LAW.habitualMean];
    return 0.9 * b0 * Math.exp(-b0 * x) + 0.1 * b1 * b1 * x * Math.exp(-b1 * x);
  };
  const steps = 200_000;
  const width = 80 / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const x = i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * f(x) * prior(x) * x ** S * Math.exp(-x * u);
  }
  return (sum * width) / 3;
}

describe('the gamma distribution', () => {
  it('has the published values', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(10)).toBeCloseTo(Math.log(362880), 12);
    expect(gammaProbability(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
    expect(gammaProbability(0.5, 0.5)).toBeCloseTo(0.6826894921370859, 12); // erf(√½): one sigma
    expect(gammaProbability(5, 9.153519026) + 0).toBeCloseTo(0.95, 8); // χ² with 10 degrees: 18.307038
    expect(gammaProbability(100, 100)).toBeCloseTo(0.513298798279, 9);
    expect(gammaProbability(3, 0)).toBe(0);
  });
});

describe('the law of a rate', () => {
  it('is the posterior of its mixture by numerical integration', () => {
    for (const [S, u] of [
      [0, 0],
      [0, 3],
      [1, 0.5],
      [2.5, 1],
      [6, 20],
    ] as const) {
      const mass = integrate(S, u, () => 1);
      expect(predictiveRate(LAW, S, u)).toBeCloseTo(integrate(S, u, (x) => x) / mass, 6);
      const { low, high } = credibleInterval(LAW, S, u, 0.9);
      expect(integrate(S, u, (x) => (x < low ? 1 : 0)) / mass).toBeCloseTo(0.05, 2);
      expect(integrate(S, u, (x) => (x < high ? 1 : 0)) / mass).toBeCloseTo(0.95, 2);
    }
  });

  it('never rises with exposure at equal faults, and never falls with faults at equal exposure', () =>
    fc.assert(
      fc.property(faults, faults, exposures, exposures, (S, more, u, further) => {
        const rate = predictiveRate(LAW, S, u);
        expect(predictiveRate(LAW, S, u + further)).toBeLessThanOrEqual(rate * (1 + 1e-12));
        expect(predictiveRate(LAW, S + more, u)).toBeGreaterThanOrEqual(rate * (1 - 1e-12));
        expect(habitualProbability(LAW, S, u + further)).toBeLessThanOrEqual(habitualProbability(LAW, S, u) + 1e-12);
      }),
    ));

  it('has an interval that holds its mass', () =>
    fc.assert(
      fc.property(faults, exposures, (S, u) => {
        const { low, high } = credibleInterval(LAW, S, u, 0.9);
        const h = habitualProbability(LAW, S, u);
        const below = (x: number): number =>
          (1 - h) * gammaProbability(1 + S, (1 / LAW.manyMean + u) * x) +
          h * gammaProbability(2 + S, (2 / LAW.habitualMean + u) * x);
        expect(below(low)).toBeCloseTo(0.05, 9);
        expect(below(high)).toBeCloseTo(0.95, 9);
      }),
    ));
});
