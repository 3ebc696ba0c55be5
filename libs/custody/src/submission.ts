/** A submission as a bank sends it (spec "conflicts", Submission), read from JSON that was read strictly. */
import { is32Bytes, isJsonObject, sha256, type Json, type JsonObject, type PartyId } from '#statements';
import { parseInstant } from './rfc3339.ts';

export const MAX_CLAIMS = 1_000;
export const MAX_SUBMISSION_BYTES = 32 * 1_048_576;
export const MAX_TRANSCRIPT = 10_000;
export const MAX_CLAIM_EVIDENCE = 200;

export interface SubmittedClaim {
  /** Entries that are no strings are kept: they are `malformed` in their place. */
  readonly transcript: readonly Json[];
  readonly bank: PartyId;
  /** As it was written, and in seconds since 1970. */
  readonly receivedAtText: string;
  readonly receivedAt: number;
  readonly evidence: readonly string[];
  readonly paid: boolean;
}

export interface Submission {
  readonly reference: string | null;
  readonly claims: readonly SubmittedClaim[];
  /** Statements about the note that belong to no one claim. */
  readonly evidence: readonly string[];
}

/** Why something is refused whole: a stable code, words, and the place as a JSON pointer (RFC 6901). */
export interface Refusal {
  readonly code: 'not_a_submission' | 'too_many_claims' | 'different_notes';
  readonly why: string;
  readonly pointer: string;
}

export const isRefusal = (value: object): value is Refusal => 'code' in value && 'pointer' in value;

const refuse = (pointer: string, why: string): Refusal => ({ code: 'not_a_submission', why, pointer });

/** parseSubmission reads a submission, or tells the first place where it is none. */
export function parseSubmission(value: Json): Submission | Refusal {
  if (!isJsonObject(value)) return refuse('', 'not an object');
  const { reference, claims, evidence } = value;
  if (reference !== undefined && typeof reference !== 'string') return refuse('/reference', 'not a string');
  if (!Array.isArray(claims)) return refuse('/claims', claims === undefined ? 'missing' : 'not a list');
  if (claims.length > MAX_CLAIMS) {
    return { code: 'too_many_claims', why: `${claims.length} claims, at most ${MAX_CLAIMS}`, pointer: '/claims' };
  }
  const statements = parseEvidence(evidence, '/evidence');
  if (!Array.isArray(statements)) return statements;
  const parsed: SubmittedClaim[] = [];
  for (const [i, item] of claims.entries()) {
    const claim = parseClaim(item, `/claims/${i}`);
    if (isRefusal(claim)) return claim;
    parsed.push(claim);
  }
  return { reference: reference ?? null, claims: parsed, evidence: statements };
}

function parseClaim(value: Json, pointer: string): SubmittedClaim | Refusal {
  if (!isJsonObject(value)) return refuse(pointer, 'not an object');
  const missing = ['transcript', 'bank', 'receivedAt'].find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return refuse(`${pointer}/${missing}`, 'missing');
  const { transcript, bank, receivedAt, paid } = value as JsonObject;
  if (!Array.isArray(transcript)) return refuse(`${pointer}/transcript`, 'not a list');
  if (!is32Bytes(bank)) return refuse(`${pointer}/bank`, 'not a party id (base64url of 32 bytes)');
  const instant = typeof receivedAt === 'string' ? parseInstant(receivedAt) : null;
  if (instant === null) return refuse(`${pointer}/receivedAt`, 'not an RFC 3339 time with a zone');
  if (paid !== undefined && typeof paid !== 'boolean') return refuse(`${pointer}/paid`, 'neither true nor false');
  const evidence = parseEvidence(value['evidence'], `${pointer}/evidence`);
  if (!Array.isArray(evidence)) return evidence;
  return {
    transcript,
    bank: bank as PartyId,
    receivedAtText: receivedAt as string,
    receivedAt: instant,
    evidence,
    paid: paid ?? false,
  };
}

function parseEvidence(value: Json | undefined, pointer: string): string[] | Refusal {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return refuse(pointer, 'not a list');
  const bad = value.findIndex((item) => typeof item !== 'string');
  return bad < 0 ? (value as string[]) : refuse(`${pointer}/${bad}`, 'not a string');
}

/** canonicalOrder puts claims and evidence into an order that follows from what they are, not from how they came. */
export function canonicalOrder(submission: Submission): Submission {
  const claims = submission.claims.map((claim) => ({ ...claim, evidence: [...claim.evidence].sort() }));
  const names = new Map(claims.map((claim) => [claim, sha256(JSON.stringify(claim))]));
  return {
    ...submission,
    claims: claims.sort((a, b) => (names.get(a)! < names.get(b)! ? -1 : 1)),
    evidence: [...submission.evidence].sort(),
  };
}
