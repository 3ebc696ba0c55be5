import { describe, expect, it } from '@jest/globals';
import { seededRandom, type Random } from './random.ts';
import { createWeightedDraw } from './weighted-draw.ts';

const RUNS = 40_000;
/** What the generator gave when it was written; a market of old seeds is another one if this changes. */
const EXPECTED = [0.7458027238000121, 0.08398257576834622, 0.4416986310410963];

/** The mean and variance of what is drawn. */
function moments(draw: () => number): readonly [mean: number, variance: number] {
  let [sum, squares] = [0, 0];
  for (let n = 0; n < RUNS; n += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return [sum / RUNS, squares / RUNS - (sum / RUNS) ** 2];
}

describe('seededRandom', () => {
  it('gives the same numbers everywhere for a seed and a name', () => {
    const random = seededRandom(7, 'market: chance');
    expect(Array.from({ length: 3 }, () => random.unit())).toEqual(EXPECTED);
    expect(seededRandom(8, 'market: chance').unit()).not.toBe(EXPECTED[0]);
    expect(seededRandom(7, 'market: births').unit()).not.toBe(EXPECTED[0]);
  });

  it.each<readonly [string, (random: Random) => number, number, number]>([
    ['uniform', (random) => random.unit(), 1 / 2, 1 / 12],
    ['below', (random) => random.below(6), 2.5, 35 / 12],
    ['exponential', (random) => random.exponential(), 1, 1],
    ['normal', (random) => random.normal(), 0, 1],
    ['lognormal', (random) => random.lognormal(0.5), Math.exp(0.125), (Math.exp(0.25) - 1) * Math.exp(0.25)],
    ['Poisson of few', (random) => random.poisson(3), 3, 3],
    ['Poisson of many', (random) => random.poisson(90), 90, 90],
    ['an index', (random) => random.index([1, 0, 3]), 1.5, 0.75],
  ])('draws %s with its mean and variance', (name, draw, mean, variance) => {
    const random = seededRandom(1, name);
    const [found, spread] = moments(() => draw(random));
    expect(Math.abs(found - mean) / Math.sqrt(variance / RUNS)).toBeLessThan(4);
    expect(spread / variance).toBeGreaterThan(0.93);
    expect(spread / variance).toBeLessThan(1.07);
  });
});

describe('a weighted draw', () => {
  it('draws in proportion while weights change and it grows', () => {
    const random = seededRandom(2, 'weights');
    const draw = createWeightedDraw();
    const weights = Array.from({ length: 200 }, (_, i) => (i % 5 === 0 ? 0 : i % 7));
    for (const i of weights.keys()) draw.put(i, 9);
    for (const [i, weight] of weights.entries()) draw.put(i, weight);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(draw.total()).toBeCloseTo(total, 9);
    const often = weights.map(() => 0);
    for (let n = 0; n < RUNS; n += 1) {
      const i = draw.draw(random);
      often[i] = often[i]! + 1;
    }
    const square = weights.reduce((sum, weight, i) => {
      if (weight === 0) return sum + (often[i] === 0 ? 0 : Infinity);
      const expected = (RUNS * weight) / total;
      return sum + (often[i]! - expected) ** 2 / expected;
    }, 0);
    const cells = weights.filter((weight) => weight > 0).length - 1;
    expect(Math.abs(square - cells) / Math.sqrt(2 * cells)).toBeLessThan(4);
  });
});
