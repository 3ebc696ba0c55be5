import type { Accomplices } from './accomplices.ts';
import { ACCOMPLICES, CANDOURS, TYPES } from './grid.ts';
import type { History } from './history.ts';
import type { Totals } from './market.ts';
import { SIDE_STRIDE, type Parties } from './parties.ts';
import type { Population } from './population.ts';

/*
 * The columns of a market by what they run along, with how many numbers each has to a row, as they are saved and restored.
 * Members that are not here are saved in another form (maps as lists of names, starts of runs as lengths), can be made
 * again, or hold nothing between two calls.
 */
type Columns<T> = readonly (readonly [column: keyof T, stride: number])[];

export const PARTY_COLUMNS = [
  ['kind', 1],
  ['cohort', 1],
  ['heardAt', 1],
  ['firstAt', 1],
  ['settled', 1],
  ['conflicts', 1],
  ['faults', 1],
  ['head', 1],
  ['tail', 1],
  ['belief', TYPES],
  ['volumeAt', 1],
  ['timeAt', 1],
  ['side', SIDE_STRIDE],
  ['candour', CANDOURS],
  ['copies', 1],
  ['issued', 1],
  ['ownLeaks', 1],
] as const satisfies Columns<Parties>;

export const PAIR_COLUMNS = [
  ['bank', 1],
  ['party', 1],
  ['seenBy', 1],
  ['log', ACCOMPLICES],
] as const satisfies Columns<Accomplices>;

/** Laws and what was seen, whole; the two by cohort are as long as there are cohorts. */
export const LAWS = [
  'byClass',
  'byCohort',
  'collusion',
  'side',
  'accomplice',
  'seenByClass',
  'seenByCohort',
  'seenTypes',
  'seenSide',
  'seenAccomplice',
  'candour',
  'seenCandour',
] as const satisfies readonly (keyof Population)[];

export const TOTALS = [
  'resolutionsRight',
  'resolutionsHeard',
  'named',
  'parts',
  'since',
  'firstConflictAt',
  'copies',
  'issuers',
  'issued',
  'ownLeaks',
  'cheatLeaks',
  'cheatCollusions',
] as const satisfies readonly Exclude<keyof Totals, 'mechanisms' | 'volumes'>[];

export const CONFLICT_COLUMNS = [
  ['shape', 1],
  ['at', 1],
  ['issuerSlot', 1],
  ['ownLeaks', 1],
  ['cheatLeaks', 1],
  ['cheatCollusions', 1],
  ['resolutions', 1],
] as const satisfies Columns<History>;

/** By conflict the start of its run, and what runs there. */
export const RUNS = {
  hypotheses: [
    ['mechanism', 1],
    ['first', 1],
    ['second', 1],
    ['responsibility', 1],
    ['named', 1],
    ['evidence', 1],
  ],
  slots: [
    ['party', 1],
    ['takesPart', 1],
    ['fault', 1],
    ['next', 1],
    ['conflict', 1],
    ['toCheat', 1],
    ['toCollusion', 1],
    ['toNeither', 1],
    ['toSide', 1],
    ['besideSide', 1],
    ['meanCheat', 1],
    ['meanCollusion', 1],
    ['meanSide', 1],
    ['pair', 1],
    ['toPair', 1],
    ['besidePair', 1],
    ['meanPair', 1],
    ['candour', CANDOURS],
  ],
  entries: [
    ['entryCell', 1],
    ['entrySlot', 1],
    ['entryCulpable', 1],
  ],
  cases: [['caseCell', 1]],
} as const satisfies Partial<Record<keyof History, Columns<History>>>;

/** The kinds of run, in the order of the file. */
export const RUN_KINDS = ['hypotheses', 'slots', 'entries', 'cases'] as const satisfies readonly (keyof typeof RUNS)[];
