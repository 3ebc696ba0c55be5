// A small seeded source of randomness (mulberry32): no clock, no Math.random, so a failing seed can be run again.

export interface Source {
  /** 0 ≤ n < below */
  readonly int: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly some: <T>(items: readonly T[], probability: number) => T[];
}

export function source(seed: number): Source {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const chance = (probability: number): boolean => next() < probability;
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    chance,
    pick: (items) => {
      if (items.length === 0) throw new Error('nothing to pick from');
      return items[int(items.length)]!;
    },
    some: (items, probability) => items.filter(() => chance(probability)),
  };
}
