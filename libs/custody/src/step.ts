/** The statements of all transcripts of one submission, each read, verified and kept once. */
import {
  isFault,
  parseStatement,
  verifyStatement,
  type Digest,
  type Fault,
  type Json,
  type Kind,
  type NoteClass,
  type OneShowNote,
  type OneShowResponse,
  type PartyId,
  type StatedKey,
  type Statement,
  type Verification,
} from '#statements';

/** What a note says of itself, kept beside its step. */
export interface NoteTerms {
  readonly issuer: PartyId;
  readonly serial: string;
  readonly noteClass: NoteClass;
  readonly value: { readonly amt: string; readonly cur: string };
  /** Seconds since 1970, or null where it never expires. */
  readonly expiresAt: number | null;
  readonly oneShow: OneShowNote | null;
}

/** A payer's one-show response as its payee recorded it. */
export interface SpendTerms extends OneShowResponse {
  readonly nce: string;
  readonly iat: string;
}

/**
 * One step of a chain of custody: what custody keeps of a statement (its payload is let go, so that a million of them
 * fit). The fields below the line belong to the examination and are filled as sound claims are laid over one another.
 */
export interface Step {
  readonly digest: Digest;
  readonly text: string;
  readonly kind: Kind;
  readonly issuer: PartyId;
  readonly issuedAt: number;
  readonly counter: number | null;
  readonly subject: string | null;
  readonly previous: string | null;
  readonly audience: string | null;
  /** The key that is stated in `cnf`: of the next holder. */
  readonly nextKey: StatedKey | null;
  readonly note: NoteTerms | null;
  readonly spend: SpendTerms | null;
  // ----
  /** Its index in every sound transcript that has it (the digests before it are pinned), −1 where none has. */
  place: number;
  /** The first sound claim that has it. */
  firstClaim: number;
  /** The different steps that follow it in sound transcripts, in the claims' order. */
  successors: Step[];
}

/** A text that was read: a step with what is known of its signature, or why it cannot be read. */
export type Reading =
  | {
      step: Step;
      verdict: Fault | 'split' | null | 'unknown';
      /** Whose key a reader must know to verify it; null where the header states the key. */
      readonly keyId: PartyId | null;
    }
  | Fault;

/** The statements of one examination, by their text and by their digest. */
export interface StatementBook {
  readonly verification: Verification;
  /** By the last characters of their texts; what stands in `byText` ends like another text. */
  readonly byEnd: Map<string, { readonly text: string; readonly reading: Reading }>;
  readonly byText: Map<string, Reading>;
  /** Verified steps. */
  readonly byDigest: Map<string, Step>;
  /** The keys that transcripts state in `cnf`; an id is its key's thumbprint, so they need no signature. */
  readonly confirmed: Map<PartyId, StatedKey>;
  /** Whether a verified spend's response answers its challenge, by the note's and the spend's digest. */
  readonly responses: Map<string, boolean>;
  /** The statement that was read last, so that it need not be parsed again to be verified. */
  latest: Statement | null;
}

export const openBook = (verification: Verification): StatementBook => ({
  verification,
  byEnd: new Map(),
  byText: new Map(),
  byDigest: new Map(),
  confirmed: new Map(),
  responses: new Map(),
  latest: null,
});

const NO_STEPS: Step[] = [];

/** A text ends with its signature, which tells it apart as well as the whole of it and is hashed in a tenth of the time. */
const END = 48;

/** readOnce reads a transcript's entry, or remembers it. */
export function readOnce(book: StatementBook, text: Json): Reading {
  if (typeof text !== 'string') return parseStatement(text) as Fault;
  const known = recall(book, text);
  if (known !== undefined) return known;
  const statement = parseStatement(text);
  const reading: Reading = isFault(statement) ? statement : openReading(book, statement);
  const end = text.slice(-END);
  if (book.byEnd.has(end)) book.byText.set(text, reading);
  else book.byEnd.set(end, { text, reading });
  book.latest = isFault(statement) ? null : statement;
  return reading;
}

function recall(book: StatementBook, text: string): Reading | undefined {
  const alike = book.byEnd.get(text.slice(-END));
  return alike === undefined || alike.text === text ? alike?.reading : book.byText.get(text);
}

function openReading(book: StatementBook, statement: Statement): Reading {
  const { keyId } = statement;
  return {
    step: toStep(book, statement),
    verdict: 'unknown',
    keyId: statement.headerKey === null ? (book.confirmed.get(keyId)?.id ?? keyId) : null,
  };
}

/**
 * verifyOnce verifies a step that was read; `findKey` is asked for the key where the header states none. Whether
 * the key is known depends on the transcript, so only what was found with a key is remembered.
 */
export function verifyOnce(
  book: StatementBook,
  reading: Exclude<Reading, Fault>,
  findKey: (id: PartyId) => StatedKey | null,
): Fault | 'split' | null {
  const found = reading.keyId === null ? null : findKey(reading.keyId);
  const isKeyKnown = reading.keyId === null || found !== null;
  if (reading.verdict !== 'unknown' && isKeyKnown) return reading.verdict;
  const statement = book.latest?.text === reading.step.text ? book.latest : parseStatement(reading.step.text);
  if (isFault(statement)) return statement;
  const verdict = verifyStatement(book.verification, statement, found);
  if (!isKeyKnown) return verdict;
  reading.verdict = verdict;
  if (verdict !== null) return verdict;
  // The same statement under another valid signature is the same statement: one step stands for both.
  const same = book.byDigest.get(reading.step.digest);
  if (same === undefined) book.byDigest.set(reading.step.digest, reading.step);
  else reading.step = same;
  return null;
}

/** recallVerdict tells what is known of a text that a transcript had verified; undefined where nothing is. */
export function recallVerdict(book: StatementBook, text: string): Fault | 'split' | null | undefined {
  const reading = recall(book, text);
  return reading === undefined || isFault(reading) || reading.verdict === 'unknown' ? undefined : reading.verdict;
}

function toStep(book: StatementBook, statement: Statement): Step {
  const { payload, kind, confirmedKey, headerKey, issuer } = statement;
  if (confirmedKey !== null && !book.confirmed.has(confirmedKey.id)) book.confirmed.set(confirmedKey.id, confirmedKey);
  return {
    digest: statement.digest,
    text: statement.text,
    kind,
    // A key's id and a kept digest are texts of their own; a slice of the payload would keep all of it alive.
    issuer: book.confirmed.get(issuer)?.id ?? (headerKey?.id === issuer ? headerKey.id : issuer),
    issuedAt: statement.issuedAt,
    counter: (payload['ctr'] as number | undefined) ?? null,
    subject: intern(book, payload['sub']),
    previous: intern(book, payload['prv']),
    audience: kind === 'redemption+jwt' ? (payload['aud'] as string) : null,
    nextKey: confirmedKey === null ? null : book.confirmed.get(confirmedKey.id)!,
    note: kind === 'note+jwt' ? noteTermsOf(statement) : null,
    spend: kind === 'spend+jwt' ? spendTermsOf(statement) : null,
    place: -1,
    firstClaim: -1,
    successors: NO_STEPS,
  };
}

const intern = (book: StatementBook, value: Json | undefined): string | null =>
  typeof value === 'string' ? (book.byDigest.get(value)?.digest ?? value) : null;

export function noteTermsOf({ issuer, payload }: Statement): NoteTerms {
  return {
    issuer,
    serial: payload['jti'] as string,
    noteClass: payload['cls'] as NoteClass,
    value: payload['val'] as unknown as NoteTerms['value'],
    expiresAt: (payload['exp'] as number | undefined) ?? null,
    oneShow: (payload['osh'] as OneShowNote | undefined) ?? null,
  };
}

export function spendTermsOf({ payload, issuedAtText }: Statement): SpendTerms {
  const { r1, r2, nce } = payload['osh'] as unknown as SpendTerms;
  return { r1, r2, nce, iat: issuedAtText };
}

/** addSuccessor notes that a step follows another, once. */
export function addSuccessor(step: Step, next: Step): void {
  if (step.successors === NO_STEPS) step.successors = [next];
  else if (!step.successors.includes(next)) step.successors.push(next);
}
