import type { Attack } from './attacks/attack-space.ts';
import { ORDINARY } from './ordinary.ts';
import type { Plan, Ranged } from './plan.ts';

/** A family whose attack is the same for every seed. */
export type FoundFamily = Ranged<Plan> & { readonly strategies: Attack };

const found = (name: string, about: string, ...strategies: Attack): FoundFamily => ({
  ...ORDINARY,
  name,
  about,
  // As large as the markets that it was found in: its names and its staged conflicts are counted for these.
  conflicts: 1500,
  strategies,
});

/**
 * What searches found (docs/attacks.md): the worst of each kind, kept so that the judge does not become worse at them.
 * Budget 400 each. Another judge, or another budget, is fooled in other ways.
 */
export const FOUND: readonly FoundFamily[] = [
  // assize attack --tries 900 --seed 1: expected 13.8 face values in 100 days.
  found(
    'found patient face',
    'half of all cheats wait and are four times as bad then; some learn to show nothing but what speaks best for them',
    { kind: 'milking', share: 0.489, earliest: 0.176, latest: 0.795, greed: 3.92 },
    { kind: 'faking', share: 0.275, features: [], as: 'best', frauds: 2.466, most: 0.981 },
  ),
  // An earlier form of the same search, 320 tries, seed 1: expected 8.9.
  found(
    'found best face',
    'three of four cheats learn, almost at once, to show nothing but what speaks best for them',
    { kind: 'faking', share: 0.728, features: [], as: 'best', frauds: 1, most: 0.855 },
  ),
  // Without hand-made attacks to begin with, 160 tries in markets of 500 conflicts, seed 21; brought within the budget.
  found(
    'found false pair',
    'two at a time of a few invented names collude to claim what one honest party was paid with',
    {
      kind: 'slander',
      sybils: 26,
      volume: 0.031,
      aim: 'random',
      targets: 1,
      mechanism: 'colluding claims',
      share: 0.226,
      frauds: 7.118,
      faking: 0.338,
      budget: 2128,
      names: 35,
    },
  ),
  // The same, seed 22.
  found(
    'found busy forgers',
    'a few invented names that settle much, and show good evidence, collude at forks against two targets',
    {
      kind: 'slander',
      sybils: 8,
      volume: 0.599,
      aim: 'random',
      targets: 2,
      mechanism: 'colluding fork',
      share: 0.237,
      frauds: 8.248,
      faking: 0.65,
      budget: 2914,
      names: 65,
    },
  ),
];
