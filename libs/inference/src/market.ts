import type { Fact, Shape } from './fact.ts';
import { createHistory, type History } from './history.ts';
import type { Slate } from './hypotheses.ts';
import { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
import { createParties, type Parties } from './parties.ts';
import { createTables, type Tables } from './tables.ts';

/** The shapes by number, as the history keeps them. */
export const SHAPES: readonly Shape[] = ['copy', 'fork', 'duplicate'];

/** shapeNumber is a shape's place in SHAPES. */
export function shapeNumber(shape: Shape): number {
  return shape === 'copy' ? 0 : shape === 'fork' ? 1 : 2;
}

/** What the weighing of one conflict leaves behind until the next: columns by hypothesis, slot, entry and case feature. */
export interface Scales {
  /** ln of the mechanism's prior share per hypothesis, and the evidence of the case features for it, by mechanism. */
  readonly prior: Float64Array;
  readonly caseSum: Float64Array;
  readonly byMechanism: Float64Array;
  logWeight: Float64Array;
  posterior: Float64Array;
  bare: Float64Array;
  /** By slot: ln of the relative rate, summed evidence of its claims, probability of being a culprit. */
  reputation: Float64Array;
  evidence: Float64Array;
  culpable: Float64Array;
  entry: Float64Array;
  /** By case feature, OUTCOMES at a time. */
  caseEntry: Float64Array;
}

/** All that has been learned from a stream so far: the one mutable value of this lib, changed by `observe` and `retract` alone. */
export interface Market {
  readonly parameters: Parameters;
  readonly parties: Parties;
  readonly tables: Tables;
  readonly history: History;
  /** Expected conflicts by shape and mechanism, four to a shape. */
  readonly mechanisms: Float64Array;
  readonly scales: Scales;
  resolutionsRight: number;
  resolutionsHeard: number;
  /** The next earlier conflict to weigh again. */
  cursor: number;
  /** The present instant, and what was heard at it but not yet learned from. */
  now: number;
  heard: Fact[];
  readonly heardConflicts: Map<string, Slate>;
  /** Conflicts retracted at the present instant, by id. */
  readonly retracting: Set<string>;
}

/** createMarket returns a market that has heard nothing. */
export function createMarket(parameters: Partial<Parameters> = {}): Market {
  return {
    parameters: { ...DEFAULT_PARAMETERS, ...parameters },
    parties: createParties(),
    tables: createTables(),
    history: createHistory(),
    mechanisms: new Float64Array(SHAPES.length * 4),
    scales: {
      prior: new Float64Array(4),
      caseSum: new Float64Array(4),
      byMechanism: new Float64Array(4),
      logWeight: new Float64Array(16),
      posterior: new Float64Array(16),
      bare: new Float64Array(16),
      reputation: new Float64Array(16),
      evidence: new Float64Array(16),
      culpable: new Float64Array(16),
      entry: new Float64Array(16),
      caseEntry: new Float64Array(16),
    },
    resolutionsRight: 0,
    resolutionsHeard: 0,
    cursor: 0,
    now: Number.NEGATIVE_INFINITY,
    heard: [],
    heardConflicts: new Map(),
    retracting: new Set(),
  };
}

/** reliability is the learned probability that a resolution names the truth; never 1, and always better than a guess. */
export function reliability(market: Market): number {
  const { resolutionsRight, resolutionsWrong } = market.parameters;
  const share =
    (market.resolutionsRight + resolutionsRight) / (market.resolutionsHeard + resolutionsRight + resolutionsWrong);
  return Math.min(0.995, Math.max(0.6, share));
}
