import { createHash } from 'node:crypto';

/** A source of choices that are the same for the same seed, on every machine. */
export interface Source {
  /** From 0 up to 1, which it never is. */
  next(): number;
  /** An integer from `low` to `high`, both of them possible. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** So many different ones of a list. */
  sample<T>(list: readonly T[], count: number): T[];
}

/** bytesOf gives 64 bytes that follow from a text: what a key or a scalar of the demo is made from. */
export const bytesOf = (text: string): Buffer => createHash('sha512').update(text).digest();

/** startSource draws by mulberry32 (a 32-bit generator of Tommy Ettinger's), which is plenty for a story. */
export function startSource(seed: string): Source {
  let state = bytesOf(seed).readInt32LE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (list) => list[whole(0, list.length - 1)]!,
    sample(list, count) {
      const left = [...list];
      return Array.from({ length: Math.min(count, list.length) }, () => left.splice(whole(0, left.length - 1), 1)[0]!);
    },
  };
}
