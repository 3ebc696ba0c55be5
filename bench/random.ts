/** A seeded source of randomness for benchmarks: mulberry32, so that every run signs and forks the same way. */
export interface Random {
  /** A uniform integer from 0 to `below` − 1. */
  integer(below: number): number;
  /** So many bytes; good enough for keys that nobody keeps. */
  bytes(length: number): Buffer;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    integer: (below) => Math.floor((next() / 2 ** 32) * below),
    bytes(length) {
      const bytes = Buffer.allocUnsafeSlow(length);
      for (let i = 0; i < length; i += 1) bytes[i] = next() & 0xff;
      return bytes;
    },
  };
}
