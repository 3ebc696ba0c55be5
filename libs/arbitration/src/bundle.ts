/** A bundle: a case as the service gives it away, with everything that is needed to check it offline. */
import { isRefusal, MAX_CLAIMS, parseSubmission, type Refusal, type Submission, type SubmittedClaim } from '#custody';
import { isFault, isJsonObject, readKey, type Json, type JsonObject, type PartyId, type StatedKey } from '#statements';
import { parsePolicy, type Policy } from './policy.ts';

/** What the service says of one round: nobody signed it. */
export interface ToldRound {
  /** The revision of the case that was decided, and how many of its claims there were then. */
  readonly revision: number;
  readonly claims: number;
  /** What the model had learned that the verdict used. */
  readonly model: Json;
}

/** A bundle that was read; only what was signed in it is more than its sender's word. */
export interface Bundle {
  /** The conflict's id. */
  readonly conflict: string;
  /** Every claim in the order of its arrival, and all evidence. */
  readonly submission: Submission;
  readonly register: ReadonlyMap<PartyId, StatedKey>;
  readonly policy: Policy;
  /** The texts, the first round first. */
  readonly verdicts: readonly Json[];
  readonly rounds: readonly ToldRound[];
  /** The newest round's model once more. */
  readonly model: Json;
  /** The service's own account of the case; custody is null before the first examination. */
  readonly events: readonly JsonObject[];
  readonly custody: JsonObject | null;
}

/** Why something is no bundle, and where: a JSON pointer (RFC 6901). */
export interface BundleProblem {
  readonly problem: string;
  readonly pointer: string;
}

/** isBundleLike tells a bundle from every other document, well-formed or not. */
export const isBundleLike = (value: Json): value is JsonObject =>
  isJsonObject(value) && ['conflict', 'submission', 'verdicts'].every((name) => Object.hasOwn(value, name));

/** parseBundle reads a bundle, or tells the first place where it is none. */
export function parseBundle(value: Json): Bundle | BundleProblem {
  const wrong = (pointer: string, problem: string): BundleProblem => ({ pointer, problem });
  if (!isBundleLike(value)) return wrong('', 'no object with "conflict", "submission" and "verdicts"');
  const { conflict, verdicts, events, model, custody } = value;
  if (typeof conflict !== 'string') return wrong('/conflict', 'no text');
  const submission = parseWhole(value['submission']!);
  if (isRefusal(submission)) return wrong(`/submission${submission.pointer}`, submission.why);
  const register = parseKeys(value['register']);
  if (!(register instanceof Map)) return wrong('/register', register as string);
  const policy = parsePolicy(value['policy'] ?? null);
  if ('problems' in policy) return wrong('/policy', policy.problems.join('; '));
  if (!Array.isArray(verdicts)) return wrong('/verdicts', 'no list');
  const rounds = parseRounds(value['rounds']);
  if (rounds === null) return wrong('/rounds', 'no list of rounds from 0 on with "revision", "claims" and "model"');
  if (model === undefined) return wrong('/model', 'missing');
  if (!Array.isArray(events) || !events.every(isJsonObject)) return wrong('/events', 'no list of objects');
  if (custody !== null && !isJsonObject(custody)) return wrong('/custody', 'no object');
  return { conflict, submission, register, policy, verdicts, rounds, model, events, custody };
}

function parseRounds(rows: Json | undefined): ToldRound[] | null {
  if (!Array.isArray(rows)) return null;
  const rounds: ToldRound[] = [];
  for (const [i, row] of rows.entries()) {
    if (!isJsonObject(row)) return null;
    const { round, revision, claims, model } = row;
    if (round !== i || typeof revision !== 'number' || typeof claims !== 'number' || model === undefined) return null;
    rounds.push({ revision, claims, model });
  }
  return rounds;
}

/** What was handed in bit by bit can have more claims than one request may: they are read in as many parts as it takes. */
function parseWhole(value: Json): Submission | Refusal {
  const listed = isJsonObject(value) ? value['claims'] : null;
  if (!isJsonObject(value) || !Array.isArray(listed) || listed.length <= MAX_CLAIMS) return parseSubmission(value);
  const claims: SubmittedClaim[] = [];
  for (let i = 0; ; i += MAX_CLAIMS) {
    const part = parseSubmission({ ...value, claims: listed.slice(i, i + MAX_CLAIMS) });
    if (isRefusal(part)) {
      const pointer = part.pointer.replace(/^\/claims\/(\d+)/, (_, place: string) => `/claims/${i + Number(place)}`);
      return { ...part, pointer };
    }
    claims.push(...part.claims);
    if (i + MAX_CLAIMS >= listed.length) return { ...part, claims };
  }
}

function parseKeys(jwks: Json | undefined): ReadonlyMap<PartyId, StatedKey> | string {
  if (!Array.isArray(jwks)) return 'no list of keys';
  const register = new Map<PartyId, StatedKey>();
  for (const [i, jwk] of jwks.entries()) {
    const key = readKey(jwk, `bank ${i}`);
    if (isFault(key)) return key.why;
    register.set(key.id, key);
  }
  return register;
}
