/** Facts for tests, in few words. */
import type { ConflictFact, Fact } from '#inference';

/** Features as one writes them. */
type Shown = Readonly<Record<string, string>>;

/** copyOf is a copied note of issuer k, redeemed by the claimants in this order; `shown` are their claims' features. */
export const copyOf = (
  id: string,
  at: number,
  claimants: readonly string[],
  shown: readonly Shown[] = [],
): ConflictFact => ({
  kind: 'conflict',
  id,
  at,
  shape: 'copy',
  issuer: 'k',
  claims: claimants.map((claimant, i) => ({
    id: `${id}.${i + 1}`,
    claimant,
    bank: 'k',
    at: at + i / 1000,
    features: new Map(Object.entries(shown[i] ?? {})),
  })),
  features: new Map(),
});

/** resolutionOf says that this is what happened. */
export const resolutionOf = (conflict: string, at: number, hypothesis: string): Fact => ({
  kind: 'resolution',
  conflict,
  hypothesis,
  at,
});

/** drawsOf is a stream of numbers in [0, 1) that look random (mulberry32). */
export function drawsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
