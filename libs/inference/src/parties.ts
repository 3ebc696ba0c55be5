import { roomyBytes, roomyFloats, roomyIntegers } from './columns.ts';
import { CANDOURS, SIDE_TRAITS, SIDES, TYPES } from './grid.ts';

/** The kind of a bank; all others are customers, 0. */
export const BANK = 1;

/** Every party heard of, as columns by party number. */
export interface Parties {
  readonly number: Map<string, number>;
  readonly names: string[];
  readonly cohortNumber: Map<string, number>;
  readonly cohortNames: (string | null)[];
  kind: Uint8Array;
  cohort: Int32Array;
  /** When a record other than a conflict first named it, and when its first conflict that stands did (∞: none). */
  heardAt: Float64Array;
  firstAt: Float64Array;
  settled: Float64Array;
  /** Conflicts that stand and that it takes part in, and expected faults. */
  conflicts: Float64Array;
  faults: Float64Array;
  /** Its slots in the history, oldest first: the first and the last (−1: none). */
  head: Int32Array;
  tail: Int32Array;
  /** Probabilities of its types after its last conflict, with the exposure up to then: volume and time. */
  belief: Float64Array;
  volumeAt: Float64Array;
  timeAt: Float64Array;
  /** Log-likelihoods of its side traits. */
  side: Float64Array;
  /** What its conflicts say of its candour, CANDOURS to a party: sums of the messages to its slots. */
  candour: Float64Array;
  /** As an issuer: copies of its notes, those that it probably did not leak, and leaks that no accomplice explains. */
  copies: Float64Array;
  issued: Float64Array;
  ownLeaks: Float64Array;
}

/** The cohort of customers nobody vouched for, and of banks. */
export const UNVOUCHED = 0;

/** Doubles of `side` to a party. */
export const SIDE_STRIDE = SIDE_TRAITS * SIDES;

/** createParties returns a register of nobody. */
export function createParties(): Parties {
  return {
    number: new Map(),
    names: [],
    cohortNumber: new Map(),
    cohortNames: [null],
    kind: new Uint8Array(16),
    cohort: new Int32Array(16),
    heardAt: new Float64Array(16),
    firstAt: new Float64Array(16),
    settled: new Float64Array(16),
    conflicts: new Float64Array(16),
    faults: new Float64Array(16),
    head: new Int32Array(16),
    tail: new Int32Array(16),
    belief: new Float64Array(16 * TYPES),
    volumeAt: new Float64Array(16),
    timeAt: new Float64Array(16),
    side: new Float64Array(16 * SIDE_STRIDE),
    candour: new Float64Array(16 * CANDOURS),
    copies: new Float64Array(16),
    issued: new Float64Array(16),
    ownLeaks: new Float64Array(16),
  };
}

/** partyNumber returns a party's number, giving it one at first sight. */
export function partyNumber(parties: Parties, name: string): number {
  const known = parties.number.get(name);
  if (known !== undefined) return known;
  const i = parties.names.length;
  parties.number.set(name, i);
  parties.names.push(name);
  // All columns as long as each other, or a short one would be thought long enough.
  if (i >= parties.kind.length) widen(parties, Math.max(16, 2 * i));
  parties.heardAt[i] = Number.POSITIVE_INFINITY;
  parties.firstAt[i] = Number.POSITIVE_INFINITY;
  parties.head[i] = -1;
  parties.tail[i] = -1;
  return i;
}

function widen(parties: Parties, size: number): void {
  parties.kind = roomyBytes(parties.kind, size);
  parties.cohort = roomyIntegers(parties.cohort, size);
  parties.heardAt = roomyFloats(parties.heardAt, size);
  parties.firstAt = roomyFloats(parties.firstAt, size);
  parties.settled = roomyFloats(parties.settled, size);
  parties.conflicts = roomyFloats(parties.conflicts, size);
  parties.faults = roomyFloats(parties.faults, size);
  parties.head = roomyIntegers(parties.head, size);
  parties.tail = roomyIntegers(parties.tail, size);
  parties.belief = roomyFloats(parties.belief, size * TYPES);
  parties.volumeAt = roomyFloats(parties.volumeAt, size);
  parties.timeAt = roomyFloats(parties.timeAt, size);
  parties.side = roomyFloats(parties.side, size * SIDE_STRIDE);
  parties.candour = roomyFloats(parties.candour, size * CANDOURS);
  parties.copies = roomyFloats(parties.copies, size);
  parties.issued = roomyFloats(parties.issued, size);
  parties.ownLeaks = roomyFloats(parties.ownLeaks, size);
}

/** cohortOf returns the number of a bank's cohort, giving it one at first sight. */
export function cohortOf(parties: Parties, bank: string): number {
  const known = parties.cohortNumber.get(bank);
  if (known !== undefined) return known;
  const b = parties.cohortNames.length;
  parties.cohortNumber.set(bank, b);
  parties.cohortNames.push(bank);
  return b;
}

/** sinceOf is when a party was first heard of. */
export function sinceOf(parties: Parties, i: number): number {
  return Math.min(parties.heardAt[i]!, parties.firstAt[i]!);
}

/**
 * volumeOf is the exposure v: settlements, and one for each conflict. Those are all there is to go by where no bank
 * reports settlements, and without them an invented party that never trades has nothing to answer for.
 */
export function volumeOf(parties: Parties, i: number): number {
  return parties.settled[i]! + parties.conflicts[i]!;
}
