// What a finding is made of, and the small questions that several rules ask (conflicts.md, the table of findings).
import { byCodePoint } from './reference-json.ts';
import { challenge } from './reference-one-show.ts';
import { elements, response } from './reference-statement.ts';
import type { CheckedClaim, Register } from './reference-claim.ts';
import type { Response } from './reference-one-show.ts';
import type { Statement } from './reference-statement.ts';

export const CODES = [
  'fork',
  'duplicate',
  'replay',
  'delivery_fork',
  'copy',
  'reissue',
  'identity_revealed',
  'ill_made_note',
  'counter_reuse',
  'time_inversion',
  'compromised_key',
] as const;

export interface Branch {
  next: string;
  claims: number[];
}

export interface Finding {
  code: (typeof CODES)[number];
  parties: string[];
  claims: number[];
  branches?: Branch[];
  identity?: string;
  when?: 'before' | 'after';
  binds: 'key_proven' | 'bank_asserted' | 'claimed';
  proof: string[];
}

/** A finding and "the place in its transcript" of its first claim, by which findings of one code are ordered. */
export interface Placed {
  finding: Finding;
  place: number;
}

/** What all rules look at: the sound claims, and the evidence that verifies. */
export interface World {
  readonly sound: readonly CheckedClaim[];
  readonly evidence: readonly Statement[];
  readonly register: Register;
}

export const distinct = <T>(items: readonly T[]): T[] => items.filter((item, index) => items.indexOf(item) === index);

export const noteOf = (claim: CheckedClaim): Statement => claim.chain[0]!;
export const redemptionOf = (claim: CheckedClaim): Statement => claim.chain.at(-1)!;
export const claimantOf = (claim: CheckedClaim): string => redemptionOf(claim).iss;
export const classOf = (claim: CheckedClaim): string => noteOf(claim).payload.get('cls') as string;
export const indexes = (claims: readonly CheckedClaim[]): number[] => claims.map((claim) => claim.index);
export const digestsOf = (statements: readonly Statement[]): string[] =>
  distinct(statements.map((statement) => statement.digest));

export const smallest = (statements: readonly Statement[]): string => digestsOf(statements).sort(byCodePoint)[0]!;

/** Where a statement stands in a claim's transcript; -1 where it does not. */
export const placeOf = (claim: CheckedClaim, digest: string): number =>
  claim.chain.findIndex((statement) => statement.digest === digest);

/** The sound claims whose transcripts hold a statement. */
export const claimsWith = (world: World, digest: string): CheckedClaim[] =>
  world.sound.filter((claim) => placeOf(claim, digest) >= 0);

/** The different notes of the sound claims, by first claim. */
export const soundNotes = (world: World): Statement[] =>
  world.sound
    .map(noteOf)
    .filter((note, index, all) => all.findIndex((other) => other.digest === note.digest) === index);

/** "Offline without a register every bank counts as registered." */
export const isRegisteredBank = (world: World, id: string): boolean =>
  world.register === undefined || world.register.has(id);

/** A spend as an answer to its note's challenge. */
export function answerOf(note: Statement, spend: Statement): Response {
  const osh = elements(note)!;
  const { r1, r2, nce } = response(spend)!;
  return { d: challenge(osh, spend.iss, spend.iatText, nce), r1, r2 };
}
