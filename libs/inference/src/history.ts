import { roomyBytes, roomyFloats, roomyIntegers } from './columns.ts';
import { CANDOURS } from './grid.ts';

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
  at: Float64Array;
  /** Of a copy, the slot of its issuer; expected leaks that no accomplice explains, and leaks and collusions by habitual cheats. */
  issuerSlot: Int32Array;
  ownLeaks: Float64Array;
  cheatLeaks: Float64Array;
  cheatCollusions: Float64Array;
  /** Resolutions heard of each conflict. */
  resolutions: Int32Array;
  hypotheses: Int32Array;
  slots: Int32Array;
  entries: Int32Array;
  cases: Int32Array;
  /** By hypothesis: its mechanism in the shape, its culprits as slots of the conflict, its share, the resolutions for it. */
  mechanism: Uint8Array;
  first: Int32Array;
  second: Int32Array;
  responsibility: Float64Array;
  named: Int32Array;
  /** Weight of the evidence alone (mechanism, features, resolutions), the greatest of a conflict 1. */
  evidence: Float64Array;
  /** By slot: party (−1: never heard of), whether it takes part (an issuer may only be named), expected fault. */
  party: Int32Array;
  takesPart: Uint8Array;
  fault: Float64Array;
  /** The party's next slot (−1: its last), and the conflict of the slot. */
  next: Int32Array;
  conflict: Int32Array;
  /** Messages to the party's type, A·L + B·C + D, and to its side trait, E·S + G; what its other conflicts say (means). */
  toCheat: Float64Array;
  toCollusion: Float64Array;
  toNeither: Float64Array;
  toSide: Float64Array;
  besideSide: Float64Array;
  meanCheat: Float64Array;
  meanCollusion: Float64Array;
  meanSide: Float64Array;
  /** In a copy: pair of issuer and claimant (−1: none), the message to it, F·f + G, and its mean. */
  pair: Int32Array;
  toPair: Float64Array;
  besidePair: Float64Array;
  meanPair: Float64Array;
  /** Message to the party's candour, CANDOURS to a slot (candour.ts). */
  candour: Int32Array;
  /** By entry: cell of the claim tables, and the claimant's slot (−1: named by no hypothesis). */
  entryCell: Int32Array;
  entrySlot: Int32Array;
  /** How much of it teaches the culprits' table, in steps of a count. */
  entryCulpable: Int32Array;
  /** By case feature: cell of the shape's tables. */
  caseCell: Int32Array;
}

const FLOATS_BY_SLOT = [
  'fault',
  'toCheat',
  'toCollusion',
  'toNeither',
  'toSide',
  'besideSide',
  'meanCheat',
  'meanCollusion',
  'meanSide',
  'toPair',
  'besidePair',
  'meanPair',
] as const;

/** createHistory returns the history of a market without conflicts. */
export function createHistory(): History {
  return {
    ids: [],
    number: new Map(),
    count: 0,
    shape: new Uint8Array(16),
    at: new Float64Array(16),
    issuerSlot: new Int32Array(16),
    ownLeaks: new Float64Array(16),
    cheatLeaks: new Float64Array(16),
    cheatCollusions: new Float64Array(16),
    resolutions: new Int32Array(16),
    hypotheses: new Int32Array(16),
    slots: new Int32Array(16),
    entries: new Int32Array(16),
    cases: new Int32Array(16),
    mechanism: new Uint8Array(64),
    first: new Int32Array(64),
    second: new Int32Array(64),
    responsibility: new Float64Array(64),
    named: new Int32Array(64),
    evidence: new Float64Array(64),
    party: new Int32Array(64),
    takesPart: new Uint8Array(64),
    fault: new Float64Array(64),
    next: new Int32Array(64),
    conflict: new Int32Array(64),
    toCheat: new Float64Array(64),
    toCollusion: new Float64Array(64),
    toNeither: new Float64Array(64),
    toSide: new Float64Array(64),
    besideSide: new Float64Array(64),
    meanCheat: new Float64Array(64),
    meanCollusion: new Float64Array(64),
    meanSide: new Float64Array(64),
    pair: new Int32Array(64),
    toPair: new Float64Array(64),
    besidePair: new Float64Array(64),
    meanPair: new Float64Array(64),
    candour: new Int32Array(64 * CANDOURS),
    entryCell: new Int32Array(64),
    entrySlot: new Int32Array(64),
    entryCulpable: new Int32Array(64),
    caseCell: new Int32Array(64),
  };
}

/** The shape of a conflict that was retracted: its run stays as a gap, and nothing weighs it. */
export const RETRACTED = 3;

/** How many hypotheses, slots, entries and case features a conflict needs. */
export interface Size {
  readonly hypotheses: number;
  readonly slots: number;
  readonly entries: number;
  readonly cases: number;
}

/** openDraft makes room for one more conflict behind the last and returns its number; nothing is kept yet. */
export function openDraft(history: History, shape: number, at: number, size: Size): number {
  const c = history.count;
  history.shape = roomyBytes(history.shape, c + 1);
  history.at = roomyFloats(history.at, c + 1);
  history.issuerSlot = roomyIntegers(history.issuerSlot, c + 1);
  history.ownLeaks = roomyFloats(history.ownLeaks, c + 1);
  history.cheatLeaks = roomyFloats(history.cheatLeaks, c + 1);
  history.cheatCollusions = roomyFloats(history.cheatCollusions, c + 1);
  history.resolutions = roomyIntegers(history.resolutions, c + 1);
  history.shape[c] = shape;
  history.at[c] = at;
  history.issuerSlot[c] = -1;
  history.ownLeaks[c] = 0;
  history.cheatLeaks[c] = 0;
  history.cheatCollusions[c] = 0;
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
  history.named = roomyIntegers(history.named, h);
  history.evidence = roomyFloats(history.evidence, h);
  history.party = roomyIntegers(history.party, s);
  history.takesPart = roomyBytes(history.takesPart, s);
  history.next = roomyIntegers(history.next, s);
  history.conflict = roomyIntegers(history.conflict, s);
  history.pair = roomyIntegers(history.pair, s);
  if (s > history.fault.length) for (const column of FLOATS_BY_SLOT) history[column] = roomyFloats(history[column], s);
  history.candour = roomyIntegers(history.candour, s * CANDOURS);
  history.entryCell = roomyIntegers(history.entryCell, e);
  history.entrySlot = roomyIntegers(history.entrySlot, e);
  history.entryCulpable = roomyIntegers(history.entryCulpable, e);
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
  history.ownLeaks[c] = 0;
  history.cheatLeaks[c] = 0;
  history.cheatCollusions[c] = 0;
  const [h, end] = [history.hypotheses[c]!, history.hypotheses[c + 1]!];
  history.responsibility.fill(0, h, end);
  history.named.fill(0, h, end);
  const [s, last] = [history.slots[c]!, history.slots[c + 1]!];
  history.fault.fill(0, s, last);
  history.candour.fill(0, s * CANDOURS, last * CANDOURS);
}
