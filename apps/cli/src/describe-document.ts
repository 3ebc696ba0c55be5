/** What a file is, in words and as an object: the work of `inspect`. */
import { examine, isRefusal, parseSubmission } from '#custody';
import {
  isFault,
  isJsonObject,
  native,
  parseStatement,
  portable,
  readKey,
  readPrivateKey,
  startVerification,
  type Json,
  type JsonObject,
  type PartyId,
  type StatedKey,
} from '#statements';
import {
  checkStatement,
  decodeSegment,
  UNKNOWN_KEY,
  type CheckedStatement,
  type KnownKeys,
} from './check-statement.ts';
import { sentenceOf, shortId, textOf, timeInWords } from './describe-statement.ts';

/** A file described: what it is, labelled lines about it, and what is wrong with it. */
export interface Description {
  readonly what: string;
  /** True where it holds, false where it does not, null where that cannot be told. */
  readonly good: boolean | null;
  readonly defect: string | null;
  /** The index of the statement with the defect. */
  readonly at: number | null;
  readonly why: string;
  readonly lines: readonly (readonly [label: string, text: string])[];
  /** Further members of the `--json` object. */
  readonly more: JsonObject;
}

type Wrong = Pick<Description, 'good' | 'defect' | 'at' | 'why'>;
const GOOD: Wrong = { good: true, defect: null, at: null, why: 'nothing is wrong with it' };

/** describeStatement describes one statement, its header and payload decoded as far as they can be. */
export function describeStatement(text: string, known: KnownKeys): Description {
  const checked = checkStatement(text, known);
  const { statement } = checked;
  const more = { header: decodeSegment(text, 0), payload: decodeSegment(text, 1) };
  const wrong = wrongOf(checked);
  if (statement === null) return { what: 'what should be a statement', ...wrong, lines: [], more };
  const { kind, digest, issuer, issuedAt, alg } = statement;
  const keyPlace = statement.headerKey === null ? 'its key not stated' : 'its key stated in the header';
  return {
    what: `a statement, ${kind}`,
    ...wrong,
    lines: [
      ['Says', `${shortId(issuer)} ${sentenceOf(statement)}`],
      ['Signed', `${timeInWords(issuedAt)} by ${issuer} (${alg}, ${keyPlace})`],
      [kind === 'note+jwt' ? 'Note id' : 'Digest', digest],
    ],
    more: { kind, digest, issuer, issuedAt, ...more },
  };
}

function wrongOf(checked: CheckedStatement): Wrong {
  switch (checked.state) {
    case 'good':
      return { ...GOOD, why: 'the signature is good, both verifiers agree' };
    case 'split':
      return { good: false, defect: 'split', at: null, why: 'the two verifiers differ: nothing may be decided on it' };
    case 'unknown_key':
      return { good: null, defect: null, at: null, why: `not checked: ${UNKNOWN_KEY}` };
    case 'bad':
      return { good: false, defect: checked.fault.defect, at: null, why: checked.fault.why };
    default:
      return checked satisfies never;
  }
}

/** describeTranscript describes a note's way from hand to hand, and the first defect on it. */
export function describeTranscript(transcript: readonly Json[], { register }: KnownKeys): Description {
  const statements = transcript.map(parseStatement);
  const last = statements.at(-1);
  const isRedeemed = last !== undefined && !isFault(last) && last.kind === 'redemption+jwt';
  const lines = statements.map((statement, index): [string, string] => [
    `${index}`,
    isFault(statement)
      ? `cannot be read: ${statement.why}`
      : `${timeInWords(statement.issuedAt)}  ${shortId(statement.issuer)} ${sentenceOf(statement)}`,
  ]);
  const digests = statements.map((statement) => (isFault(statement) ? null : statement.digest));
  return {
    what: `a transcript of ${count(transcript.length, 'statement')}, ${isRedeemed ? 'redeemed' : 'not redeemed so far'}`,
    ...findDefect(transcript, isRedeemed, register),
    lines,
    more: { redeemed: isRedeemed, digests },
  };
}

/**
 * The transcript is examined as the one claim of a submission, so that what is said here is what a judge will say. Who
 * presented it and when is not known here: the bank it asks, and when it was signed, stand in for that.
 */
function findDefect(
  transcript: readonly Json[],
  isRedeemed: boolean,
  register: ReadonlyMap<PartyId, StatedKey> | null,
): Wrong {
  const last = parseStatement(transcript.at(-1));
  const redemption = isRedeemed && !isFault(last) ? last : null;
  // Behind what is not redeemed stands an empty entry: a defect there means that everything before it holds.
  const entries = redemption === null ? [...transcript, ''] : transcript;
  const claim = {
    transcript: entries,
    bank: (redemption?.payload['aud'] ?? 'A'.repeat(43)) as PartyId,
    receivedAtText: '',
    receivedAt: redemption?.issuedAt ?? 0,
    evidence: [],
    paid: false,
  };
  const submission = { reference: null, claims: [claim], evidence: [] };
  const examination = examine(submission, startVerification(native, portable), register);
  const judged = isRefusal(examination) ? undefined : examination.claims[0];
  if (judged === undefined || judged.sound)
    return { ...GOOD, why: 'every statement is good and follows from the one before' };
  const { fault, at } = judged;
  if (redemption === null && at === transcript.length && at > 0) {
    return { ...GOOD, why: 'every statement so far is good and follows from the one before' };
  }
  const defect = fault?.defect ?? 'split';
  return { good: false, defect, at, why: fault?.why ?? 'the two verifiers differ' };
}

/** describeClaim describes a bank's claim: its transcript, and how it was presented. */
export function describeClaim(claim: JsonObject, known: KnownKeys): Description {
  const transcript = claim['transcript'] as Json[];
  const { lines, ...described } = describeTranscript(transcript, known);
  const evidence = Array.isArray(claim['evidence']) ? claim['evidence'] : [];
  return {
    ...described,
    what: `a claim: ${described.what}`,
    lines: [
      ...lines,
      ['Bank', textOf(claim['bank'])],
      ['Received', textOf(claim['receivedAt'])],
      ['Evidence', evidenceInWords(evidence)],
    ],
  };
}

/** describeSubmission describes what a bank submits, claim by claim; judging it is for `assize judge`. */
export function describeSubmission(value: JsonObject, known: KnownKeys): Description {
  const submission = parseSubmission(value);
  if (isRefusal(submission)) {
    const why = `${submission.pointer}: ${submission.why}`;
    return {
      what: 'what should be a submission',
      good: false,
      defect: submission.code,
      at: null,
      why,
      lines: [],
      more: {},
    };
  }
  const claims = submission.claims.map((claim) => describeTranscript(claim.transcript, known));
  const bad = claims.findIndex(({ good }) => good === false);
  const lines = submission.claims.map((claim, index): [string, string] => {
    const { what, good, defect, at, why } = claims[index]!;
    const state = good === true ? 'sound' : `${defect}${at === null ? '' : ` at statement ${at}`}: ${why}`;
    const presented = `received ${claim.receivedAtText} by ${shortId(claim.bank)}`;
    return [`Claim ${index}`, `${what}; ${presented}; evidence: ${evidenceInWords(claim.evidence)}; ${state}`];
  });
  const reference = submission.reference === null ? '' : ` ${JSON.stringify(submission.reference)}`;
  return {
    what: `a submission${reference} of ${count(claims.length, 'claim')}`,
    ...(bad < 0
      ? { ...GOOD, why: 'every transcript is sound by itself' }
      : { ...GOOD, good: false, defect: claims[bad]!.defect, why: `claim ${bad}: ${claims[bad]!.why}` }),
    lines: [...lines, ['Evidence', `${evidenceInWords(submission.evidence)}, of no one claim`]],
    more: { claims: claims.map(({ good, defect, at, why }) => ({ good, defect, at, why })) },
  };
}

/** describeJwk describes a private or public key; a private one's secret is not shown. */
export function describeJwk(jwk: JsonObject): Description {
  const isPrivate = Object.hasOwn(jwk, 'd');
  const key = isPrivate ? readPrivateKey(jwk) : readKey(jwk, 'key');
  const what = isPrivate ? 'a private key (keep it secret)' : 'a public key';
  if (isFault(key)) return { what, good: false, defect: key.defect, at: null, why: key.why, lines: [], more: {} };
  const holds = native.isValidKey(key.suite, key.point) && portable.isValidKey(key.suite, key.point);
  const wrong = holds ? GOOD : { ...GOOD, good: false, defect: 'weak_key', why: `not a valid ${key.suite} key` };
  const { suite, id } = key;
  return {
    what,
    ...wrong,
    lines: [
      ['Party', id],
      ['Suite', suite],
    ],
    more: { party: id, suite },
  };
}

/** describeOneShow describes a one-show secret or its public half, of which only the latter is shown. */
export function describeOneShow(file: JsonObject): Description {
  const isSecret = Object.hasOwn(file, 'u');
  const { identity, osh } = file;
  const what = isSecret ? 'the secret of a one-show note (keep it)' : 'the public half of a one-show note';
  const lines = [
    ['Identity', textOf(identity)],
    ['Note', JSON.stringify(osh)],
  ] as const;
  const more = { identity: identity ?? null, osh: osh ?? null };
  return { what, good: null, defect: null, at: null, why: 'nothing to check: it is not signed', lines, more };
}

/** describeRegister describes a register of banks. */
export function describeRegister(banks: readonly JsonObject[]): Description {
  const keys = banks.map(describeJwk);
  const bad = keys.findIndex(({ good }) => good === false);
  return {
    what: `a register of ${count(banks.length, 'bank')}`,
    ...(bad < 0
      ? GOOD
      : { ...GOOD, good: false, defect: keys[bad]!.defect, at: bad, why: `bank ${bad}: ${keys[bad]!.why}` }),
    lines: keys.map(({ more, why }, index) => [`Bank ${index}`, textOf(more['party'] ?? why)]),
    more: { banks: keys.map(({ more }) => more['party'] ?? null) },
  };
}

function evidenceInWords(evidence: readonly Json[]): string {
  const kinds = evidence.map((text) => {
    const statement = parseStatement(text);
    return isFault(statement) ? 'unreadable' : statement.kind.replace('+jwt', '');
  });
  return kinds.length === 0 ? 'none' : kinds.join(', ');
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** isRegister tells a register from a transcript, which is an array too. */
export const isRegister = (entries: readonly Json[]): entries is JsonObject[] =>
  entries.length > 0 && entries.every((entry) => isJsonObject(entry) && Object.hasOwn(entry, 'kty'));
