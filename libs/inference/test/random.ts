/** A seeded source of uniform numbers in [0, 1): mulberry32, good enough to draw test markets. */
export type Random = () => number;

/** seededRandom returns the same numbers for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** drawExponential is an exponential variable of mean 1. */
export function drawExponential(random: Random): number {
  return -Math.log(1 - random());
}

/** drawShares is a probability vector: `size` gamma variables of whole-number shape, normalised (a Dirichlet draw). */
export function drawShares(random: Random, size: number, shape: number): number[] {
  const parts = Array.from({ length: size }, () => {
    let sum = 0;
    for (let n = 0; n < shape; n += 1) sum += drawExponential(random);
    return sum;
  });
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/** drawIndex draws an index with probability proportional to its weight. */
export function drawIndex(random: Random, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i += 1) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}
