/*
 * What attackers do, as plain values: whom they frame, when they take new names, which evidence they learn to fake, with
 * whom they collude, and what they may spend. A search over attacks varies these and keeps what it finds.
 */

/** Cheats take a new name after some frauds. */
export interface Whitewash {
  readonly kind: 'whitewash';
  /** Share of habitual cheats that do so. */
  readonly share: number;
  /** Mean frauds under one name; at least one. */
  readonly frauds: number;
  /** Who vouches for the new name: the same bank, any, or the first (which may be a lax one). */
  readonly bank: 'same' | 'any' | 'first';
  /** How long the new name keeps still, in shares of the horizon. */
  readonly rest: number;
}

/** Cheats are honest first. */
export interface Milking {
  readonly kind: 'milking';
  readonly share: number;
  /** They turn at some moment between these, in shares of the horizon. */
  readonly earliest: number;
  readonly latest: number;
  /** How much worse than a usual cheat they are then. */
  readonly greed: number;
}

/** Invented parties bring somebody into as many conflicts as they can. */
export interface Slander {
  readonly kind: 'slander';
  /** How many invented names act at a time, and the volume of each to that of an ordinary party. */
  readonly sybils: number;
  readonly volume: number;
  /** Whom they frame: the largest parties, honest ones by chance, or those nobody has complained of. */
  readonly aim: 'popular' | 'random' | 'unblemished';
  readonly targets: number;
  /** What they truly do to bring the target in. */
  readonly mechanism: 'theft' | 'colluding claims' | 'double_spend' | 'key_theft' | 'colluding fork';
  /** Rate of staged conflicts, to that of all others. */
  readonly share: number;
  /** Mean frauds under one name (0: they keep their names). */
  readonly frauds: number;
  /** How well they fake good evidence, 0…1. */
  readonly faking: number;
  /** The most staged conflicts, and the most names. */
  readonly budget: number;
  readonly names: number;
}

/** Groups whose members collude with each other. */
export interface Ring {
  readonly kind: 'ring';
  readonly rings: number;
  readonly size: number;
  /** Rate of their conflicts, to that of all others. */
  readonly share: number;
  /** How often partners change over the horizon; 0: never. */
  readonly shifts: number;
  /** Share of members that are otherwise honest. */
  readonly outwardlyHonest: number;
}

/** Cheats learn to show the evidence of good faith. */
export interface Faking {
  readonly kind: 'faking';
  readonly share: number;
  /** Which features of claims, by number; empty: all. */
  readonly features: readonly number[];
  /** Do they show what honest claimants show, or always the value that speaks best for them? */
  readonly as: 'honest' | 'best';
  /** Frauds after which they are half as good as they get, and how good that is (0…1). */
  readonly frauds: number;
  readonly most: number;
}

/** Banks that copy what they issue for accomplices. */
export interface CrookedIssuer {
  readonly kind: 'crooked issuer';
  readonly banks: number;
  /** Accomplices of each bank at a time. */
  readonly accomplices: number;
  readonly share: number;
  /** How often over the horizon the accomplices change; 0: never. */
  readonly shifts: number;
}

/** The first bank vouches for anybody. */
export interface LaxBank {
  readonly kind: 'lax bank';
  /** Share of habitual cheats among its customers. */
  readonly habitual: number;
}

export type Strategy = Whitewash | Milking | Slander | Ring | Faking | CrookedIssuer | LaxBank;
