/** A seeded source of chance. */
export interface Chance {
  /** Uniform in [0, 1), in steps of 2^-32. */
  readonly unit: () => number;
  /** Mean 1. */
  readonly exponential: () => number;
  /** Mean 0, variance 1. */
  readonly normal: () => number;
  readonly poisson: (mean: number) => number;
  /** `size` probabilities from the Dirichlet law whose parameters are all `each`, a whole number: the higher, the flatter. */
  readonly dirichlet: (size: number, each: number) => readonly number[];
  /** 0 ≤ n < `below` */
  readonly below: (below: number) => number;
  /** An index, in proportion to its weight. */
  readonly index: (weights: readonly number[]) => number;
}

/** seededChance draws by xoshiro128** (Blackman and Vigna 2018), its state filled by counting in steps of 2^32/φ. */
export function seededChance(seed: number): Chance {
  let [a, b, c, d] = [1, 2, 3, 4].map((n) => scramble((seed + Math.imul(n, 0x9e3779b9)) | 0)) as State;
  const unit = (): number => {
    const word = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return word / 0x1_0000_0000;
  };
  const exponential = (): number => -Math.log(1 - unit());
  const normal = (): number => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    exponential,
    normal,
    below: (below) => Math.floor(unit() * below),
    // Arrivals one mean waiting time apart, until the mean is used up.
    poisson: (mean) => {
      let count = -1;
      for (let left = mean; left >= 0; left -= exponential()) count += 1;
      return Math.max(0, count);
    },
    dirichlet: (size, each) => {
      const gammas = Array.from({ length: size }, () => {
        let gamma = 0;
        for (let n = 0; n < each; n += 1) gamma += exponential();
        return gamma;
      });
      const total = gammas.reduce((sum, gamma) => sum + gamma, 0);
      return gammas.map((gamma) => gamma / total);
    },
    index: (weights) => {
      let left = unit() * weights.reduce((sum, weight) => sum + weight, 0);
      const found = weights.findIndex((weight) => (left -= weight) < 0);
      return found < 0 ? weights.length - 1 : found;
    },
  };
}

type State = [number, number, number, number];

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The finalizer of MurmurHash3 (Appleby). */
function scramble(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
