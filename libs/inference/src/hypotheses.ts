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
export interface Slate extends Layout {
  readonly shape: Shape;
  readonly parties: readonly string[];
}

interface Layout {
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
      return { shape: 'duplicate', parties: sortedOnce(claimants), mechanism: EACH, first: FIRST, second: NOBODY };
    default:
      return conflict.shape satisfies never;
  }
}

const EACH = [0, 1, 2];
const FIRST = [0, -1, -1];
const NOBODY = [-1, -1, -1];

/** Of so few parties a layout is made once for all: nearly every conflict is of two. */
const FEW = 4;
const copyLayouts: Layout[] = [];
const forkLayouts: Layout[] = [];

function copySlate(claimants: readonly string[], issuer: string): Slate {
  const size = claimants.length;
  let leak = 0;
  while (leak < size && compareCodePoints(claimants[leak]!, issuer) < 0) leak += 1;
  const isClaimant = claimants[leak] === issuer;
  const parties = isClaimant ? claimants : claimants.toSpliced(leak, 0, issuer);
  const { mechanism, first, second } =
    size > FEW
      ? layCopy(size, leak, isClaimant)
      : (copyLayouts[(size * (FEW + 1) + leak) * 2 + (isClaimant ? 1 : 0)] ??= layCopy(size, leak, isClaimant));
  return { shape: 'copy', parties, mechanism, first, second };
}

function layCopy(size: number, leak: number, isClaimant: boolean): Layout {
  const layout = openLayout();
  // Of the claimant numbered i among claimants: those behind the issuer's name moved on by one.
  const place = (i: number): number => (isClaimant || i < leak ? i : i + 1);
  for (let i = 0; i < size; i += 1) put(layout, 0, place(i), -1);
  if (size <= MOST_PAIRED) {
    for (let i = 0; i < size; i += 1) for (let k = i + 1; k < size; k += 1) put(layout, 1, place(i), place(k));
  }
  for (let i = 0; i < size; i += 1) put(layout, 2, leak, place(i));
  put(layout, 3, -1, -1);
  return layout;
}

function forkSlate(holder: string, next: readonly string[]): Slate {
  const parties = sortedOnce([holder, ...next]);
  const signer = parties.indexOf(holder);
  const size = parties.length;
  const { mechanism, first, second } =
    size > FEW ? layFork(size, signer) : (forkLayouts[size * FEW + signer] ??= layFork(size, signer));
  return { shape: 'fork', parties, mechanism, first, second };
}

function layFork(size: number, signer: number): Layout {
  const layout = openLayout();
  put(layout, 0, signer, -1);
  for (let n = 0; n < size; n += 1) if (n !== signer) put(layout, 1, n, -1);
  for (let n = 0; n < size; n += 1) if (n !== signer) put(layout, 2, signer, n);
  put(layout, 3, -1, -1);
  return layout;
}

interface OpenLayout extends Layout {
  readonly mechanism: number[];
  readonly first: number[];
  readonly second: number[];
}

function openLayout(): OpenLayout {
  return { mechanism: [], first: [], second: [] };
}

function put(layout: OpenLayout, mechanism: number, one: number, other: number): void {
  const lone = one === other || other < 0;
  layout.mechanism.push(mechanism);
  layout.first.push(lone ? one : Math.min(one, other));
  layout.second.push(lone ? -1 : Math.max(one, other));
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
  if (first < 0) return { id: `${mechanism}:`, mechanism, culprits: [] };
  const one = slate.parties[first]!;
  if (second < 0) return { id: `${mechanism}:${one}`, mechanism, culprits: [one] };
  const other = slate.parties[second]!;
  return { id: `${mechanism}:${one}+${other}`, mechanism, culprits: [one, other] };
}

/** hypothesesOf lists the hypotheses of a conflict, exactly those of facts.md; they depend on no evidence. */
export function hypothesesOf(conflict: ConflictFact): Hypothesis[] {
  const slate = slateOf(conflict);
  return slate.mechanism.map((_, h) => hypothesisAt(conflict.shape, slate, h));
}
