import { compareCodePoints } from './code-points.ts';
import type { ConflictFact, Shape } from './fact.ts';

/** What may have happened; which of them apply depends on the shape (facts.md). */
export type Mechanism = 'theft' | 'collusion' | 'issuer_leak' | 'double_spend' | 'key_theft' | 'accident' | 'unknown';

/** One exhaustive, exclusive answer to a conflict; culprits stand by code point, each once. */
export interface Hypothesis {
  readonly id: string;
  readonly mechanism: Mechanism;
  readonly culprits: readonly string[];
}

/** The mechanisms of each shape; a mechanism's place here is its number inside the shape. */
export const MECHANISMS: Readonly<Record<Shape, readonly Mechanism[]>> = {
  copy: ['theft', 'collusion', 'issuer_leak', 'unknown'],
  fork: ['double_spend', 'key_theft', 'collusion', 'unknown'],
  duplicate: ['double_spend', 'accident', 'unknown'],
};

/** The most claimants of a copy whose pairs are still weighed. */
export const MOST_PAIRED = 32;

/**
 * A conflict's hypotheses in numbers: hypothesis h is mechanism `mechanism[h]` of the shape by the parties numbered
 * `first[h]` and `second[h]` (−1: none), with first < second. Parties stand by code point, so the order of claims is gone.
 */
export interface Slate {
  readonly parties: readonly string[];
  readonly mechanism: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** slateOf numbers the hypotheses of a conflict, exactly those of facts.md and each once. */
export function slateOf(conflict: ConflictFact): Slate {
  const claimants = conflict.claims.map((claim) => claim.claimant);
  switch (conflict.shape) {
    case 'copy':
      return copySlate(sortedOnce(claimants), conflict.issuer);
    case 'fork': {
      const fork = conflict.fork;
      if (fork === undefined) throw new Error(`conflict ${conflict.id} is a fork without a holder`);
      return forkSlate(fork.holder, fork.next);
    }
    case 'duplicate':
      return { parties: sortedOnce(claimants), mechanism: [0, 1, 2], first: [0, -1, -1], second: [-1, -1, -1] };
    default:
      return conflict.shape satisfies never;
  }
}

function copySlate(claimants: readonly string[], issuer: string): Slate {
  const parties = claimants.includes(issuer) ? claimants : sortedOnce([...claimants, issuer]);
  const places = claimants.map((claimant) => parties.indexOf(claimant));
  const leak = parties.indexOf(issuer);
  const slate = openSlate(parties);
  for (const x of places) put(slate, 0, x, -1);
  if (places.length <= MOST_PAIRED) {
    for (const [i, x] of places.entries()) {
      for (const y of places.slice(i + 1)) put(slate, 1, x, y);
    }
  }
  for (const x of places) put(slate, 2, leak, x);
  put(slate, 3, -1, -1);
  return slate;
}

function forkSlate(holder: string, next: readonly string[]): Slate {
  const parties = sortedOnce([holder, ...next]);
  const signer = parties.indexOf(holder);
  const slate = openSlate(parties);
  put(slate, 0, signer, -1);
  for (let n = 0; n < parties.length; n += 1) if (n !== signer) put(slate, 1, n, -1);
  for (let n = 0; n < parties.length; n += 1) if (n !== signer) put(slate, 2, signer, n);
  put(slate, 3, -1, -1);
  return slate;
}

interface OpenSlate extends Slate {
  readonly mechanism: number[];
  readonly first: number[];
  readonly second: number[];
}

function openSlate(parties: readonly string[]): OpenSlate {
  return { parties, mechanism: [], first: [], second: [] };
}

function put(slate: OpenSlate, mechanism: number, one: number, other: number): void {
  const lone = one === other || other < 0;
  slate.mechanism.push(mechanism);
  slate.first.push(lone ? one : Math.min(one, other));
  slate.second.push(lone ? -1 : Math.max(one, other));
}

function sortedOnce(names: readonly string[]): readonly string[] {
  const [a, b] = names;
  if (names.length === 2 && a !== undefined && b !== undefined) {
    const order = compareCodePoints(a, b);
    return order === 0 ? [a] : order < 0 ? names : [b, a];
  }
  return [...new Set(names)].sort(compareCodePoints);
}

/** hypothesisAt names hypothesis h of a slate: `mechanism:` and its culprits joined by `+`. */
export function hypothesisAt(shape: Shape, slate: Slate, h: number): Hypothesis {
  const mechanism = MECHANISMS[shape][slate.mechanism[h]!]!;
  const first = slate.first[h]!;
  const second = slate.second[h]!;
  const culprits: string[] = [];
  if (first >= 0) culprits.push(slate.parties[first]!);
  if (second >= 0) culprits.push(slate.parties[second]!);
  return { id: `${mechanism}:${culprits.join('+')}`, mechanism, culprits };
}

/** hypothesesOf lists the hypotheses of a conflict, exactly those of facts.md; they depend on no evidence. */
export function hypothesesOf(conflict: ConflictFact): Hypothesis[] {
  const slate = slateOf(conflict);
  return slate.mechanism.map((_, h) => hypothesisAt(conflict.shape, slate, h));
}
