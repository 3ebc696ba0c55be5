import type { Mechanism, Shape } from '#inference';

/** The mechanisms of each shape, in the order of facts.md. */
export const MECHANISMS_OF: Readonly<Record<Shape, readonly Mechanism[]>> = {
  copy: ['theft', 'collusion', 'issuer_leak', 'unknown'],
  fork: ['double_spend', 'key_theft', 'collusion', 'unknown'],
  duplicate: ['double_spend', 'accident', 'unknown'],
};

export const SHAPES: readonly Shape[] = ['copy', 'fork', 'duplicate'];
