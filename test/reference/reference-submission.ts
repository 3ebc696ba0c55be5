// The envelope a bank sends: conflicts.md, "Submission". Unsigned, yet "read by the same strict reader".
import { isId, isObject, isString, readJson } from './reference-json.ts';
import type { Json } from './reference-json.ts';

export interface SubmittedClaim {
  /** As given: an entry that is no string is `malformed` there, not a refusal. */
  readonly transcript: readonly Json[];
  readonly bank: string;
  /** Seconds since 1970. */
  readonly receivedAt: number;
  readonly evidence: readonly string[];
}

export interface Submission {
  readonly claims: readonly SubmittedClaim[];
  readonly evidence: readonly string[];
}

/** RFC 3339 with a zone; undefined where it is none. */
export function readTime(text: string): number | undefined {
  // ambiguous: RFC 3339 allows a lower-case t and z ("may"), and other separators by agreement only: t and z are
  // taken in either case, a space is not.
  const match =
    /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/i.exec(
      text,
    );
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const [offsetHour, offsetMinute] = [part(9), part(10)];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (days === undefined || day < 1 || day > days) return undefined;
  // ambiguous: a leap second (":60") is in RFC 3339's grammar; it is read as the second after :59.
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would take the years 0 to 99 for 1900 to 1999
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHour * 3600 + offsetMinute * 60);
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset + Number(match[7] ?? 0);
}

const areStrings = (json: Json): json is string[] => Array.isArray(json) && json.every(isString);

function readClaim(json: Json): SubmittedClaim | undefined {
  if (!isObject(json)) return undefined;
  const transcript = json.get('transcript');
  const bank = json.get('bank');
  const received = json.get('receivedAt');
  // ambiguous: only "a missing `bank` or `receivedAt`" is named; a missing transcript is taken as a wrong type, while
  // `evidence`, `paid` and `reference` are optional. Unknown members are ignored, as in a payload.
  const evidence = json.get('evidence') ?? (json.has('evidence') ? null : []);
  const paid = json.get('paid');
  // ambiguous: a `bank` that is a string but no party id is taken as a wrong type.
  if (!Array.isArray(transcript) || !isId(bank) || !isString(received) || !areStrings(evidence)) return undefined;
  if (paid !== undefined && typeof paid !== 'boolean') return undefined;
  const receivedAt = readTime(received);
  return receivedAt === undefined ? undefined : { transcript, bank, receivedAt, evidence };
}

export type Refusal = 'no_submission' | 'too_many_claims' | 'too_large' | 'different_notes';

export function readSubmission(text: string): Submission | { refused: Refusal } {
  if (Buffer.byteLength(text, 'utf8') > 32 * 1024 * 1024) return { refused: 'too_large' };
  const json = readJson(text);
  if (!isObject(json)) return { refused: 'no_submission' };
  const claimsJson = json.get('claims');
  const reference = json.get('reference');
  const evidence = json.get('evidence') ?? (json.has('evidence') ? null : []);
  // ambiguous: an empty `claims` has the right type, so it is a submission (with the outcome no_sound_claim).
  if (!Array.isArray(claimsJson) || !areStrings(evidence)) return { refused: 'no_submission' };
  if (reference !== undefined && !isString(reference)) return { refused: 'no_submission' };
  if (claimsJson.length > 1000) return { refused: 'too_many_claims' };
  const claims: SubmittedClaim[] = [];
  for (const claimJson of claimsJson) {
    const claim = readClaim(claimJson);
    if (claim === undefined) return { refused: 'no_submission' };
    claims.push(claim);
  }
  return { claims, evidence };
}
