import type { History } from './history.ts';
import type { ClassSums, Parties } from './parties.ts';

/*
 * The columns of a market by what they run along, as they are saved and restored. Members that are not here are saved in
 * another form (maps as lists of names, starts of runs as lengths), or hold nothing between two calls.
 */
type PartyColumn = keyof Parties;
type HistoryColumn = keyof History;

export const PARTY_COLUMNS = [
  'kind',
  'cohort',
  'settled',
  'conflicts',
  'faults',
  'habitual',
  'learnedBy',
  'habitualBefore',
] as const satisfies readonly PartyColumn[];

export const COHORT_COLUMNS = ['cohortHabitual', 'cohortSize'] as const satisfies readonly PartyColumn[];

export const CLASS_SUMS = [
  'faults',
  'exposure',
  'habitualFaults',
  'habitualExposure',
  'habitual',
  'size',
] as const satisfies readonly (keyof ClassSums)[];

export const CONFLICT_COLUMNS = ['shape', 'resolutions'] as const satisfies readonly HistoryColumn[];

/** By conflict the start of its run, and what runs there. */
export const RUNS = {
  hypotheses: ['mechanism', 'first', 'second', 'responsibility', 'named'],
  slots: ['party', 'kind', 'fault'],
  entries: ['entryCell', 'entrySlot'],
  cases: ['caseCell'],
} as const satisfies Partial<Record<HistoryColumn, readonly HistoryColumn[]>>;

/** The kinds of run, in the order of the file. */
export const RUN_KINDS = ['hypotheses', 'slots', 'entries', 'cases'] as const satisfies readonly (keyof typeof RUNS)[];
