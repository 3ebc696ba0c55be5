import type { Shape } from '#inference';
import type { Agenda } from './agenda.ts';
import type { Mint } from './bank-side.ts';
import type { Plan } from './plan.ts';
import type { Population } from './population.ts';
import type { Random } from './random.ts';
import type { FactRecord } from './records.ts';
import type { Sizes } from './sizes.ts';
import type { Tables } from './tables.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Conflicts a day per unit of what drives each mechanism, by shape and in the order of facts.md. */
export type Rates = Readonly<Record<Shape, readonly number[]>>;

/** A group whose pairs collude beyond what their own traits make them do. */
export interface Ring {
  /** The number of the strategy that formed it. */
  readonly strategy: number;
  members: readonly number[];
  /** Conflicts a day of the whole ring, by shape. */
  readonly rate: { readonly copy: number; readonly fork: number };
}

/** What somebody stages: culprits and victims are drawn evenly from two pools. */
export interface Campaign {
  readonly strategy: number;
  readonly stages: 'theft' | 'colluding claims' | 'double_spend' | 'key_theft' | 'colluding fork';
  /** Conflicts a day; 0 once the budget is spent. */
  rate: number;
  culprits: readonly number[];
  victims: readonly number[];
}

/** All that draws a stream at one moment; strategies and time change it, and the oracle sees all of it. */
export interface World {
  readonly plan: Plan;
  readonly seed: number;
  /** Of what happens; of who lives here; of the strategies. */
  readonly chance: Random;
  readonly births: Random;
  readonly plots: Random;
  now: number;
  readonly population: Population;
  readonly mint: Mint;
  readonly rates: Rates;
  readonly copies: Sizes;
  readonly forks: Sizes;
  readonly rings: Ring[];
  readonly campaigns: Campaign[];
  readonly vocabulary: Vocabulary;
  tables: Tables;
  readonly agenda: Agenda;
  /** Faults by somebody alone, by `LONE`: drawn, and made a conflict. */
  readonly lone: { readonly tried: number[]; readonly made: number[] };
  /** Records that are due and not yet told. */
  readonly due: FactRecord[];
}
