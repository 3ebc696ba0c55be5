import { roomyBytes, roomyFloats, roomyIntegers } from './columns.ts';

/*
 * Every conflict weighed so far, flat: conflict c owns a run of hypotheses, of slots (the parties its hypotheses name),
 * of entries (claim features) and of case features; run c ends where run c+1 begins. Behind the last conflict is room
 * for one more that is only being weighed, the draft; keeping it is a matter of moving the ends.
 */
export interface History {
  /** By conflict, '' where it was retracted; `number` knows those that stand. */
  readonly ids: string[];
  readonly number: Map<string, number>;
  count: number;
  shape: Uint8Array;
  /** Resolutions heard of each conflict. */
  resolutions: Uint8Array;
  hypotheses: Int32Array;
  slots: Int32Array;
  entries: Int32Array;
  cases: Int32Array;
  /** By hypothesis: its mechanism in the shape, its culprits as slots of the conflict, its share, the resolutions for it. */
  mechanism: Uint8Array;
  first: Int32Array;
  second: Int32Array;
  responsibility: Float64Array;
  named: Uint8Array;
  /** By slot: party (−1: never heard of), class, and the expected fault now counted against the party. */
  party: Int32Array;
  kind: Uint8Array;
  fault: Float64Array;
  /** By entry: cell of the claim tables, and the claimant's slot (−1: named by no hypothesis). */
  entryCell: Int32Array;
  entrySlot: Int32Array;
  /** By case feature: cell of the shape's tables. */
  caseCell: Int32Array;
}

/** createHistory returns the history of a market without conflicts. */
export function createHistory(): History {
  return {
    ids: [],
    number: new Map(),
    count: 0,
    shape: new Uint8Array(16),
    resolutions: new Uint8Array(16),
    hypotheses: new Int32Array(16),
    slots: new Int32Array(16),
    entries: new Int32Array(16),
    cases: new Int32Array(16),
    mechanism: new Uint8Array(64),
    first: new Int32Array(64),
    second: new Int32Array(64),
    responsibility: new Float64Array(64),
    named: new Uint8Array(64),
    party: new Int32Array(64),
    kind: new Uint8Array(64),
    fault: new Float64Array(64),
    entryCell: new Int32Array(64),
    entrySlot: new Int32Array(64),
    caseCell: new Int32Array(64),
  };
}

/** The shape of a conflict that was retracted: its run stays as a gap, and no turn weighs it. */
export const RETRACTED = 3;

/** How many hypotheses, slots, entries and case features a conflict needs. */
export interface Size {
  readonly hypotheses: number;
  readonly slots: number;
  readonly entries: number;
  readonly cases: number;
}

/** openDraft makes room for one more conflict behind the last and returns its number; nothing is kept yet. */
export function openDraft(history: History, shape: number, size: Size): number {
  const c = history.count;
  history.shape = roomyBytes(history.shape, c + 1);
  history.resolutions = roomyBytes(history.resolutions, c + 1);
  history.shape[c] = shape;
  history.resolutions[c] = 0;
  history.hypotheses = roomyIntegers(history.hypotheses, c + 2);
  history.slots = roomyIntegers(history.slots, c + 2);
  history.entries = roomyIntegers(history.entries, c + 2);
  history.cases = roomyIntegers(history.cases, c + 2);
  const h = (history.hypotheses[c + 1] = history.hypotheses[c]! + size.hypotheses);
  const s = (history.slots[c + 1] = history.slots[c]! + size.slots);
  const e = (history.entries[c + 1] = history.entries[c]! + size.entries);
  const g = (history.cases[c + 1] = history.cases[c]! + size.cases);
  history.mechanism = roomyBytes(history.mechanism, h);
  history.first = roomyIntegers(history.first, h);
  history.second = roomyIntegers(history.second, h);
  history.responsibility = roomyFloats(history.responsibility, h);
  history.named = roomyBytes(history.named, h);
  history.party = roomyIntegers(history.party, s);
  history.kind = roomyBytes(history.kind, s);
  history.fault = roomyFloats(history.fault, s);
  history.entryCell = roomyIntegers(history.entryCell, e);
  history.entrySlot = roomyIntegers(history.entrySlot, e);
  history.caseCell = roomyIntegers(history.caseCell, g);
  return c;
}

/** keepDraft makes the draft the newest conflict of the history. */
export function keepDraft(history: History, id: string): void {
  history.number.set(id, history.count);
  history.ids.push(id);
  history.count += 1;
}

/** dropConflict frees the id of conflict c and empties its run, so that what is left in the runs is what is counted. */
export function dropConflict(history: History, c: number): void {
  history.number.delete(history.ids[c]!);
  history.ids[c] = '';
  history.shape[c] = RETRACTED;
  history.resolutions[c] = 0;
  const [h, end] = [history.hypotheses[c]!, history.hypotheses[c + 1]!];
  history.responsibility.fill(0, h, end);
  history.named.fill(0, h, end);
  history.fault.fill(0, history.slots[c]!, history.slots[c + 1]!);
}
