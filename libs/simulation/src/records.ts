import type { Mechanism, Shape } from '#inference';

/** A fact as facts.md writes it, ready for JSON. */
export type FactRecord =
  | { readonly kind: 'bank'; readonly bank: string; readonly at: number }
  | { readonly kind: 'registration'; readonly party: string; readonly bank: string; readonly at: number }
  | {
      readonly kind: 'activity';
      readonly party: string;
      readonly bank: string;
      readonly at: number;
      readonly settled: number;
    }
  | ConflictRecord
  | { readonly kind: 'resolution'; readonly conflict: string; readonly hypothesis: string; readonly at: number };

export interface ConflictRecord {
  readonly kind: 'conflict';
  readonly id: string;
  readonly at: number;
  readonly shape: Shape;
  readonly issuer: string;
  readonly claims: readonly ClaimRecord[];
  readonly features: Readonly<Record<string, string>>;
  readonly fork?: { readonly holder: string; readonly next: readonly string[] };
}

export interface ClaimRecord {
  readonly id: string;
  readonly claimant: string;
  readonly bank: string;
  readonly at: number;
  readonly features: Readonly<Record<string, string>>;
}

/** A hypothesis and how probable it is. */
export interface Weighed {
  readonly id: string;
  readonly probability: number;
}

/** What is known of a conflict beside its record. */
export interface Answer {
  readonly conflict: string;
  /** The true hypothesis. */
  readonly truth: string;
  /** The posterior of somebody who knows every rate but not the outcome; in the order of `hypothesesOf`. */
  readonly oracle: readonly Weighed[];
  readonly mechanism: Mechanism;
  readonly culprits: readonly string[];
  /** The number of the strategy that staged it, and null where it came about by itself. */
  readonly staged: number | null;
  /** The note is a bearer note, which no record says. */
  readonly bearer: boolean;
}

/** A record of the stream; a conflict with its answer. */
export interface Happening {
  readonly record: FactRecord;
  readonly answer: Answer | null;
}

/** What is true of a party when the market ends. */
export interface PartyTruth {
  readonly party: string;
  readonly bank: string;
  /** Habitually at fault at any time, for itself or for a strategy. */
  readonly cheat: boolean;
  /** Since when it is; null where it is none. */
  readonly cheatSince: number | null;
  /** The number of the strategy that invented it or framed it. */
  readonly attacker: number | null;
  readonly framed: number | null;
  /** The name it had before it took this one. */
  readonly formerly: string | null;
  readonly settled: number;
  /** Conflicts that name it, and those that it caused. */
  readonly conflicts: number;
  readonly faults: number;
  /** Expected faults per settlement that it commits alone: now, and on average over its settlements so far. */
  readonly rate: { readonly now: number; readonly mean: number };
}
