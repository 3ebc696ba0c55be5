import { expect, it } from '@jest/globals';
import { percent, ppmOf, signedDecibans, tickStep } from './figures.ts';

it('never rounds a doubt away', () => {
  const shares = [0, 1, 99, 100, 950, 24_000, 961_000, 999_500, 999_901, 1_000_000, Number.NaN, -5];
  expect(shares.map(percent).join(', ')).toBe(
    '0 %, < 0.01 %, < 0.01 %, 0.01 %, 0.10 %, 2.4 %, 96.1 %, 99.95 %, > 99.99 %, 100 %, 0 %, 0 %',
  );
});

it('writes weights with their sign', () => {
  const weights = [0, 0.4, -0.4, 8, -45, 610, -12_345, Number.NaN, Infinity];
  expect(weights.map(signedDecibans)).toEqual(['0', '0', '0', '+0.08', '−0.45', '+6.1', '−123.5', '0', '+100000.0']);
});

it('turns a weight into a probability', () => {
  expect([0, 1_000, -1_000].map((milliban) => percent(ppmOf(milliban)))).toEqual(['50.0 %', '90.9 %', '9.1 %']);
});

it('steps by 1, 2 and 5', () => {
  expect([700, 701, 1_500, 3_600, 7_100].map((range) => tickStep(range, 7))).toEqual([100, 200, 500, 1_000, 2_000]);
});
