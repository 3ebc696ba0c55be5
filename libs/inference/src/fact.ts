/** A question's shape: how the claims on one note part (facts.md, "Shapes and their hypotheses"). */
export type Shape = 'copy' | 'fork' | 'duplicate';

/** Named categorical values of a claim or a conflict; names and values are open, a missing one tells nothing. */
export type Features = ReadonlyMap<string, string>;

/** A bank exists; it issues notes and is a party. */
export interface BankFact {
  readonly kind: 'bank';
  readonly at: number;
  readonly bank: string;
}

/** A bank vouches for a party: the bank is the party's cohort from then on. */
export interface RegistrationFact {
  readonly kind: 'registration';
  readonly at: number;
  readonly party: string;
  readonly bank: string;
}

/** So many undisputed settlements since the last such record: exposure, never negative. */
export interface ActivityFact {
  readonly kind: 'activity';
  readonly at: number;
  readonly party: string;
  readonly bank: string;
  readonly settled: number;
}

/** One redemption among those that conflict. */
export interface ClaimFact {
  readonly id: string;
  readonly claimant: string;
  readonly bank: string;
  readonly at: number;
  readonly features: Features;
}

/** Who signed twice, and the first successors in the claims' order (they may repeat, and name the holder). */
export interface ForkFact {
  readonly holder: string;
  readonly next: readonly string[];
}

/** A question to answer; `fork` is there exactly where the shape is `fork`. */
export interface ConflictFact {
  readonly kind: 'conflict';
  readonly at: number;
  readonly id: string;
  readonly shape: Shape;
  readonly issuer: string;
  readonly claims: readonly ClaimFact[];
  readonly features: Features;
  readonly fork?: ForkFact;
}

/** What later proved true of a conflict, by hypothesis id; it can be wrong. */
export interface ResolutionFact {
  readonly kind: 'resolution';
  readonly at: number;
  readonly conflict: string;
  readonly hypothesis: string;
}

/** One record of the inference stream; `at` is in any consistent unit and never falls along a stream. */
export type Fact = BankFact | RegistrationFact | ActivityFact | ConflictFact | ResolutionFact;

/** Why a record is refused, in words that name the member or the conflict at fault. */
export interface Problem {
  readonly problem: string;
}
