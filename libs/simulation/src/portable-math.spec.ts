import { describe, expect, it } from '@jest/globals';
import { exp, ln } from './portable-math.ts';

const NUMBERS = Array.from({ length: 400 }, (_, n) => (n + 1) ** 3 / 7919);

describe('ln and exp', () => {
  it('are within a few last bits of the engine’s own', () => {
    for (const x of [...NUMBERS, 1e-300, 2 ** -53, 1 - 2 ** -53, 1e300]) {
      expect(Math.abs(ln(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))));
    }
    for (const x of NUMBERS.map((number) => (number % 1400) - 700)) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(3e-13);
    }
  });
  it('are exact where one knows', () => {
    expect([ln(1), exp(0), ln(2), exp(Math.LN2)]).toEqual([0, 1, Math.LN2, 2]);
  });
});
