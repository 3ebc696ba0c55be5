import { roomyFloats, roomyIntegers } from './columns.ts';
import { CASE_PRIORS, CLAIM_PRIORS } from './evidence-priors.ts';
import { roundCount, roundLog } from './dyadic.ts';
import { naturalLog } from './elementary.ts';
import type { Parameters } from './parameters.ts';

/*
 * One table a feature: how often each value was seen with each outcome, in expected counts. For claims the outcomes are
 * culpable (0) and good faith (1), for a conflict's own features the mechanisms of its shape. A value is as likely under
 * outcome s as
 *
 *     T[value | s] = (n[s, value] + t·p[value]) / (n[s] + t)
 *
 * with p the pooled frequencies and t the table's strength: a Dirichlet prior around what is seen at all. A value never
 * seen before tells nothing.
 */

/** Outcomes of a column in these tables, at most: the mechanisms of a shape. */
export const OUTCOMES = 4;

/** All tables: features by a key (`claim` or a shape, and a name), cells by feature and value, counts by outcome. */
export interface Tables {
  readonly featureNumber: Map<string, Map<string, number>>;
  readonly cellNumber: Map<string, number>[];
  readonly outcomes: number[];
  totals: Float64Array;
  cellCount: number;
  cellFeature: Int32Array;
  counts: Float64Array;
}

/** createTables returns the tables of a market that has seen nothing: those of the documented priors. */
export function createTables({ evidenceWorth }: Parameters): Tables {
  const tables: Tables = {
    featureNumber: new Map(),
    cellNumber: [],
    outcomes: [],
    totals: new Float64Array(64),
    cellCount: 0,
    cellFeature: new Int32Array(64),
    counts: new Float64Array(64 * OUTCOMES),
  };
  setPriors(tables, evidenceWorth);
  return tables;
}

/** resetTables forgets all observations, but not what features and values there are. */
export function resetTables(tables: Tables, { evidenceWorth }: Parameters): void {
  tables.totals.fill(0);
  tables.counts.fill(0);
  setPriors(tables, evidenceWorth);
}

function setPriors(tables: Tables, worth: number): void {
  setPrior(tables, 'claim', 2, CLAIM_PRIORS, worth);
  for (const [shape, prior] of Object.entries(CASE_PRIORS)) {
    if (prior !== undefined) setPrior(tables, shape, shape === 'duplicate' ? 3 : 4, prior, worth);
  }
}

function setPrior(
  tables: Tables,
  subject: string,
  outcomes: number,
  prior: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>,
  worth: number,
): void {
  for (const [feature, rows] of prior) {
    for (const [value, counts] of rows) {
      const cell = cellNumber(tables, subject, outcomes, feature, value);
      for (const [s, count] of counts.entries()) tally(tables, cell, s, roundCount(worth * count));
    }
  }
}

/** findCell returns the number of the value of one of these features, or −1 where it was never seen. */
export function findCell(
  tables: Tables,
  features: ReadonlyMap<string, number> | undefined,
  feature: string,
  value: string,
): number {
  const f = features?.get(feature);
  return f === undefined ? -1 : (tables.cellNumber[f]!.get(value) ?? -1);
}

/** cellNumber returns the number of a feature's value, giving it one at first sight. */
export function cellNumber(tables: Tables, subject: string, outcomes: number, feature: string, value: string): number {
  const f = featureNumber(tables, subject, outcomes, feature);
  const known = tables.cellNumber[f]!.get(value);
  if (known !== undefined) return known;
  const cell = tables.cellCount;
  tables.cellCount += 1;
  tables.cellNumber[f]!.set(value, cell);
  tables.cellFeature = roomyIntegers(tables.cellFeature, cell + 1);
  tables.counts = roomyFloats(tables.counts, (cell + 1) * OUTCOMES);
  tables.cellFeature[cell] = f;
  return cell;
}

function featureNumber(tables: Tables, subject: string, outcomes: number, feature: string): number {
  let features = tables.featureNumber.get(subject);
  if (features === undefined) tables.featureNumber.set(subject, (features = new Map()));
  const known = features.get(feature);
  if (known !== undefined) return known;
  const f = tables.cellNumber.length;
  features.set(feature, f);
  tables.cellNumber.push(new Map());
  tables.outcomes.push(outcomes);
  tables.totals = roomyFloats(tables.totals, (f + 1) * OUTCOMES);
  return f;
}

/** tally adds (or, negative, takes back) an expected observation of a value with an outcome. */
export function tally(tables: Tables, cell: number, outcome: number, count: number): void {
  const total = tables.cellFeature[cell]! * OUTCOMES + outcome;
  tables.counts[cell * OUTCOMES + outcome] = tables.counts[cell * OUTCOMES + outcome]! + count;
  tables.totals[total] = tables.totals[total]! + count;
}

/** tallyClaim adds what a claim's feature shows of its claimant: culpable so far, else in good faith; −1 takes it back. */
export function tallyClaim(
  { counts, totals, cellFeature }: Tables,
  cell: number,
  culpable: number,
  sign: number,
): void {
  const own = cell * OUTCOMES;
  const base = cellFeature[cell]! * OUTCOMES;
  const goodFaith = sign * (1 - culpable);
  counts[own] = counts[own]! + sign * culpable;
  totals[base] = totals[base]! + sign * culpable;
  counts[own + 1] = counts[own + 1]! + goodFaith;
  totals[base + 1] = totals[base + 1]! + goodFaith;
}

/** likelihood is T[value | outcome] of a cell that was seen; strength is t above. */
export function likelihood(tables: Tables, cell: number, outcome: number, strength: number): number {
  const { counts, totals } = tables;
  const base = tables.cellFeature[cell]! * OUTCOMES;
  const pooled = pooledWorth(tables, cell, strength);
  return (counts[cell * OUTCOMES + outcome]! + pooled) / (totals[base + outcome]! + strength);
}

/** t·p[value] of a cell that was seen. */
function pooledWorth({ counts, totals, cellFeature }: Tables, cell: number, strength: number): number {
  const base = cellFeature[cell]! * OUTCOMES;
  const own = cell * OUTCOMES;
  // Unused outcomes hold zero, so all four can be summed without asking how many there are.
  const all = totals[base]! + totals[base + 1]! + totals[base + 2]! + totals[base + 3]!;
  const seen = counts[own]! + counts[own + 1]! + counts[own + 2]! + counts[own + 3]!;
  return (strength * seen) / all;
}

/** isSeen tells whether a value was ever seen: else it tells nothing. */
export function isSeen({ counts }: Tables, cell: number): boolean {
  if (cell < 0) return false;
  const own = cell * OUTCOMES;
  return counts[own]! + counts[own + 1]! + counts[own + 2]! + counts[own + 3]! > 0;
}

/** culpableLogOdds is ln T[value | culpable] − ln T[value | good faith]: what a claim's feature tells, 0 if never seen. */
export function culpableLogOdds(tables: Tables, cell: number, strength: number): number {
  if (!isSeen(tables, cell)) return 0;
  const { counts, totals } = tables;
  const pooled = pooledWorth(tables, cell, strength);
  const base = tables.cellFeature[cell]! * OUTCOMES;
  const own = cell * OUTCOMES;
  const culpable = (counts[own]! + pooled) / (totals[base]! + strength);
  const goodFaith = (counts[own + 1]! + pooled) / (totals[base + 1]! + strength);
  return roundLog(naturalLog(culpable / goodFaith));
}

/** putMechanismLogs puts ln T[value | mechanism] of a conflict's feature into `into` from `at` on, 0 if never seen. */
export function putMechanismLogs(
  tables: Tables,
  cell: number,
  strength: number,
  mechanisms: number,
  into: Float64Array,
  at: number,
): void {
  if (!isSeen(tables, cell)) {
    into.fill(0, at, at + mechanisms);
    return;
  }
  const { counts, totals } = tables;
  const pooled = pooledWorth(tables, cell, strength);
  const base = tables.cellFeature[cell]! * OUTCOMES;
  const own = cell * OUTCOMES;
  for (let m = 0; m < mechanisms; m += 1) {
    into[at + m] = roundLog(naturalLog((counts[own + m]! + pooled) / (totals[base + m]! + strength)));
  }
}
