import { createAccomplices, type Accomplices } from './accomplices.ts';
import type { ConflictFact, Fact, Shape } from './fact.ts';
import { createHistory, type History } from './history.ts';
import type { Slate } from './hypotheses.ts';
import { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
import { createParties, type Parties } from './parties.ts';
import { createPopulation, growCohorts, type Population } from './population.ts';
import { createScales, type Scales } from './scales.ts';
import type { StatedFigures } from './stated-figures.ts';
import { createTables, type Tables } from './tables.ts';
import { createVolumes, type Volumes } from './volumes.ts';

/** The shapes by number, as the history keeps them. */
export const SHAPES: readonly Shape[] = ['copy', 'fork', 'duplicate'];
export const COPY = 0;
export const FORK = 1;
export const DUPLICATE = 2;

/** shapeNumber is a shape's place in SHAPES. */
export function shapeNumber(shape: Shape): number {
  return shape === 'copy' ? COPY : shape === 'fork' ? FORK : DUPLICATE;
}

/** Sums over the whole market, kept as it goes. */
export interface Totals {
  /** Expected conflicts by shape and mechanism, four to a shape. */
  readonly mechanisms: Float64Array;
  resolutionsRight: number;
  resolutionsHeard: number;
  /** Over the parties of any conflict: how many, how often they took part, and the sum of when they were first heard of. */
  named: number;
  parts: number;
  since: number;
  /** And their volumes. */
  readonly volumes: Volumes;
  /** When the first conflict that stands came about. */
  firstConflictAt: number;
  /** Copies; their issuers, by number; copies that were probably not leaked, and leaks that no accomplice explains. */
  copies: number;
  issuers: number;
  issued: number;
  ownLeaks: number;
  /** Leaks and collusions that go by how much the accomplices cheat otherwise. */
  cheatLeaks: number;
  cheatCollusions: number;
}

/** All that has been learned from a stream so far: the one mutable value of this lib, changed by `observe` and `retract` alone. */
export interface Market {
  readonly parameters: Parameters;
  readonly parties: Parties;
  readonly accomplices: Accomplices;
  readonly population: Population;
  readonly tables: Tables;
  readonly history: History;
  readonly totals: Totals;
  readonly scales: Scales;
  /** The next earlier conflict to visit again, how many visits are due, and at how many conflicts all is learned anew. */
  cursor: number;
  visitsDue: number;
  anewAt: number;
  /** The present instant, and what was heard at it but not yet learned from. */
  now: number;
  heard: Fact[];
  heardConflicts: Map<string, Slate>;
  /** The conflict whose draft is on the scales, if nothing has changed since. */
  drafted: ConflictFact | null;
  /** Conflicts retracted at the present instant, by id. */
  readonly retracting: Set<string>;
  /** Of a market that was rebuilt from a description: all that it can be asked about. */
  readonly stated: StatedFigures | null;
}

/** createTotals returns the sums of nothing. */
export function createTotals(): Totals {
  return {
    mechanisms: new Float64Array(SHAPES.length * 4),
    resolutionsRight: 0,
    resolutionsHeard: 0,
    named: 0,
    parts: 0,
    since: 0,
    volumes: createVolumes(),
    firstConflictAt: Number.POSITIVE_INFINITY,
    copies: 0,
    issuers: 0,
    issued: 0,
    ownLeaks: 0,
    cheatLeaks: 0,
    cheatCollusions: 0,
  };
}

/** How many conflicts there must be before all is learned anew for the first time. */
export const FIRST_ANEW = 60;

/** createMarket returns a market that has heard nothing. */
export function createMarket(parameters: Partial<Parameters> = {}): Market {
  const all = { ...DEFAULT_PARAMETERS, ...parameters };
  const population = createPopulation(all);
  growCohorts(population, 1);
  return {
    parameters: all,
    parties: createParties(),
    accomplices: createAccomplices(),
    population,
    tables: createTables(all),
    history: createHistory(),
    totals: createTotals(),
    scales: createScales(),
    cursor: 0,
    visitsDue: 0,
    anewAt: FIRST_ANEW,
    now: Number.NEGATIVE_INFINITY,
    heard: [],
    heardConflicts: new Map(),
    drafted: null,
    retracting: new Set(),
    stated: null,
  };
}

/** reliability is the learned probability that a resolution names the truth; never 1, and always better than a guess. */
export function reliability({ totals, parameters }: Market): number {
  const { resolutionsRight, resolutionsWrong } = parameters;
  const share =
    (totals.resolutionsRight + resolutionsRight) / (totals.resolutionsHeard + resolutionsRight + resolutionsWrong);
  return Math.min(0.995, Math.max(0.6, share));
}
