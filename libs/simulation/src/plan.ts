import type { Shape } from '#inference';
import type { Strategy } from './strategy.ts';

/**
 * A market as a plain value. Rates are relative: a party's trait 1 is ordinary. Shares are of 1. Times are days.
 * `Ranged<Plan>` leaves numbers open between two bounds, to be drawn for each seed.
 */
export interface Plan {
  readonly name: string;
  /** One line: what it is like. */
  readonly about: string;

  readonly conflicts: number;
  /** Parties in the course of the whole market, but for new names of old ones. */
  readonly parties: number;
  readonly banks: number;
  /** What a bank itself redeems, to an ordinary party. */
  readonly bankVolume: number;
  /** In about so many days the conflicts come about. */
  readonly horizon: number;
  /** Mean settlements of a party over the horizon, and how unequal parties are (σ of the logarithm). */
  readonly settlements: number;
  readonly volumeSpread: number;

  /** Habitual cheats: their share, how many times likelier their faults are, and their volume to that of others. */
  readonly habitual: number;
  readonly habitualRatio: number;
  readonly habitualVolume: number;
  /** σ of the logarithm of a fault rate among cheats and among others, and of the share of cheats between banks. */
  readonly rateSpread: number;
  readonly bankSpread: number;
  /** How much the rates of theft, double-spending and key theft of one party differ (σ of the logarithm). */
  readonly specialists: number;
  /** Share of colluders among habitual cheats and among others, and their collusion trait to that of others. */
  readonly colluders: number;
  readonly secretColluders: number;
  readonly colluderRatio: number;
  /** Share of the accident-prone, and how many times likelier their accidents are; σ of the logarithm beside it. */
  readonly accidentProne: number;
  readonly accidentRatio: number;
  readonly accidentSpread: number;
  /** Share of those careless with keys, how many times likelier theirs are stolen, and how bad their evidence is (0…1). */
  readonly careless: number;
  readonly carelessRatio: number;
  readonly sloppiness: number;

  /** Shares of copy, fork, duplicate, and of the mechanisms of each in the order of facts.md. */
  readonly shapes: readonly [number, number, number];
  readonly mechanisms: Readonly<Record<Shape, readonly number[]>>;
  /** How unequally banks leak by themselves (σ of the logarithm). */
  readonly leakSpread: number;
  /** Weights of 2, 3, 4… claimants or successors. */
  readonly sizes: readonly number[];
  /**
   * Probability of a crowd instead, and how many that can be. A crowd is anybody, however little each settles; draws in
   * which somebody stands twice are dropped, so that among few parties crowds are rarer than this.
   */
  readonly crowd: number;
  readonly crowds: readonly number[];
  /** Probability that the holder of a fork redeems one branch itself, by mechanism of a fork. */
  readonly ownBranch: readonly number[];
  /** Probability that a successor passes the note on before it is redeemed; that a forked or duplicate note is bearer. */
  readonly passedOn: number;
  readonly bearer: number;

  /** Probability that features are those that the service makes (conflicts.md), not words that nobody knows. */
  readonly known: number;
  readonly claimFeatures: number;
  readonly caseFeatures: number;
  /** How much features tell, as the spread of their log-likelihood ratios; and the share of them that tells nothing. */
  readonly claimSharpness: number;
  readonly caseSharpness: number;
  readonly mute: number;
  /** Probability that a value is missing, and how much more of it for culprits. */
  readonly missing: number;
  readonly missingGuilty: number;
  /** How often in the market the tables change, and by how much (0…1). */
  readonly drifts: number;
  readonly driftSize: number;

  /** Share of conflicts resolved, how long after (mean, in shares of the horizon), and the share of those that is right. */
  readonly resolved: number;
  readonly resolutionDelay: number;
  readonly reliability: number;

  /** Share of the parties that join after the beginning; parties that leave, and that change banks, per party. */
  readonly newcomers: number;
  readonly turnover: number;
  readonly moves: number;
  /** How often settled counts are reported. */
  readonly reports: number;

  readonly strategies: readonly Strategy[];
}

/** A number that is drawn evenly between two bounds for each seed. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The same value with a range in the place of any number. */
export type Ranged<T> = T extends number
  ? number | Range
  : T extends string | boolean
    ? T
    : { readonly [K in keyof T]: Ranged<T[K]> };
