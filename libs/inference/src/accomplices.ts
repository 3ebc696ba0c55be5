import { roomyFloats, roomyIntegers } from './columns.ts';
import { ACCOMPLICES } from './grid.ts';

/** Every pair of an issuer and a claimant that a copy has named, as columns by pair, and a table to find them by. */
export interface Accomplices {
  count: number;
  bank: Int32Array;
  party: Int32Array;
  /** A slot that saw the pair last, while a party is visited. */
  seenBy: Int32Array;
  /** Log-likelihoods of f, ACCOMPLICES to a pair. */
  log: Float64Array;
  /** Open addressing: pair + 1, or 0. Its length is a power of two. */
  places: Int32Array;
  /** By bank its newest pair + 1 (0, or beyond the end: none), and by pair the bank's one before it + 1. */
  newest: Int32Array;
  before: Int32Array;
}

/** createAccomplices returns a register of no pairs. */
export function createAccomplices(): Accomplices {
  return {
    count: 0,
    bank: new Int32Array(16),
    party: new Int32Array(16),
    seenBy: new Int32Array(16),
    log: new Float64Array(16 * ACCOMPLICES),
    places: new Int32Array(64),
    newest: new Int32Array(16),
    before: new Int32Array(16),
  };
}

/** findPair is the number of a pair, or −1. */
export function findPair(accomplices: Accomplices, bank: number, party: number): number {
  return accomplices.places[placeOf(accomplices, bank, party)]! - 1;
}

/** pairNumber returns the number of a pair, giving it one at first sight. */
export function pairNumber(accomplices: Accomplices, bank: number, party: number): number {
  const place = placeOf(accomplices, bank, party);
  const known = accomplices.places[place]!;
  if (known > 0) return known - 1;
  const p = accomplices.count;
  accomplices.count += 1;
  accomplices.bank = roomyIntegers(accomplices.bank, p + 1);
  accomplices.party = roomyIntegers(accomplices.party, p + 1);
  accomplices.seenBy = roomyIntegers(accomplices.seenBy, p + 1);
  accomplices.log = roomyFloats(accomplices.log, (p + 1) * ACCOMPLICES);
  accomplices.bank[p] = bank;
  accomplices.party[p] = party;
  accomplices.places[place] = p + 1;
  link(accomplices, p);
  if (2 * accomplices.count > accomplices.places.length) rehash(accomplices);
  return p;
}

/** pairsOf calls for every pair of a bank, the newest first, so that other banks' pairs cost nothing. */
export function pairsOf({ newest, before }: Accomplices, bank: number, each: (pair: number) => void): void {
  for (let p = (newest[bank] ?? 0) - 1; p >= 0; p = before[p]! - 1) each(p);
}

function link(accomplices: Accomplices, p: number): void {
  const bank = accomplices.bank[p]!;
  accomplices.newest = roomyIntegers(accomplices.newest, bank + 1);
  accomplices.before = roomyIntegers(accomplices.before, p + 1);
  accomplices.before[p] = accomplices.newest[bank]!;
  accomplices.newest[bank] = p + 1;
}

function placeOf({ places, bank, party }: Accomplices, k: number, i: number): number {
  const mask = places.length - 1;
  let place = (Math.imul(k, 0x9e3779b1) ^ Math.imul(i, 0x85ebca6b)) >>> 0;
  place = (place ^ (place >>> 15)) & mask;
  for (;;) {
    const p = places[place]! - 1;
    if (p < 0 || (bank[p] === k && party[p] === i)) return place;
    place = (place + 1) & mask;
  }
}

/** rehash makes the table anew, twice as long (or as long as the pairs need), and each bank's list of pairs. */
export function rehash(accomplices: Accomplices): void {
  let length = 64;
  while (length < 4 * accomplices.count) length *= 2;
  accomplices.places = new Int32Array(length);
  accomplices.newest.fill(0);
  for (let p = 0; p < accomplices.count; p += 1) {
    link(accomplices, p);
    accomplices.places[placeOf(accomplices, accomplices.bank[p]!, accomplices.party[p]!)] = p + 1;
  }
}
