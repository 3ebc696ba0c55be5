import { exp, ln } from './portable-math.ts';

/** A seeded source of chance: the same numbers for the same seed and name, on every machine. */
export interface Random {
  /** Uniform in [0, 1), in steps of 2^-53. */
  unit(): number;
  /** A whole number from 0 up to, and without, `size`. */
  below(size: number): number;
  chance(probability: number): boolean;
  /** Mean 1. */
  exponential(): number;
  /** Mean 0, variance 1. */
  normal(): number;
  /** Median 1: e to the power of `spread` normal deviates. */
  lognormal(spread: number): number;
  poisson(mean: number): number;
  /** An index, in proportion to its weight; weights need not sum to 1. */
  index(weights: ArrayLike<number>): number;
}

/**
 * seededRandom draws by sfc32 (Doty-Humphrey's small fast counting generator, period beyond 2^64). Sources of other
 * names are other sequences, so that drawing more of one thing changes nothing of another.
 */
export function seededRandom(seed: number, name: string): Random {
  let [a, b, c, counter] = stateOf(`${seed} ${name}`);
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let n = 0; n < 16; n += 1) word();
  const unit = (): number => ((word() >>> 5) * 0x4000000 + (word() >>> 6)) / 0x20000000000000;
  const exponential = (): number => -ln(1 - unit());
  let spare = Number.NaN;
  // The polar method (Marsaglia and Bray 1964): two deviates at once, without a cosine.
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const deviate = spare;
      spare = Number.NaN;
      return deviate;
    }
    for (;;) {
      const x = 2 * unit() - 1;
      const y = 2 * unit() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * ln(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
  const poisson = (mean: number): number => {
    // Beyond some dozens a normal deviate is as good for counts that nothing else depends on.
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const stop = exp(-mean);
    let count = 0;
    for (let product = unit(); product > stop; product *= unit()) count += 1;
    return count;
  };
  return {
    unit,
    below: (size) => Math.floor(unit() * size),
    chance: (probability) => unit() < probability,
    exponential,
    normal,
    lognormal: (spread) => exp(spread * normal()),
    poisson,
    index(weights) {
      let total = 0;
      for (let i = 0; i < weights.length; i += 1) total += weights[i]!;
      let left = unit() * total;
      let last = 0;
      for (let i = 0; i < weights.length; i += 1) {
        if (weights[i]! <= 0) continue;
        last = i;
        left -= weights[i]!;
        if (left < 0) break;
      }
      return last;
    },
  };
}

/** Four words from a text, by the multiply and rotate of a small string hash. */
function stateOf(text: string): [number, number, number, number] {
  let h = 0x6d2b79f5 ^ text.length;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0xcc9e2d51);
    h = (h << 13) | (h >>> 19);
  }
  const next = (): number => {
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^= h >>> 16);
  };
  return [next(), next(), next(), next() | 1];
}
