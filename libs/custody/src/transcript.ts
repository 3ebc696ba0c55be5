/** A transcript becomes a sound chain of steps, or one defect at one index (spec "statements", Transcript). */
import { isFault, isValidResponse, type NoteClass, type PartyId, type StatedKey } from '#statements';
import type { ClaimFault } from './defect.ts';
import { readOnce, verifyOnce, type NoteTerms, type StatementBook, type Step } from './step.ts';
import { MAX_CLAIM_EVIDENCE, MAX_TRANSCRIPT, type SubmittedClaim } from './submission.ts';

/** What is to be known of the world outside the submission. */
export interface Trust {
  /** The registered banks, or null where none are given and every bank counts as registered. */
  readonly register: ReadonlyMap<PartyId, StatedKey> | null;
}

/** The outcome of one transcript: the steps of a sound one, a defect, or that the two verifiers differ. */
export type TranscriptOutcome =
  | { readonly state: 'sound'; readonly steps: readonly Step[] }
  | { readonly state: 'defective'; readonly fault: ClaimFault; readonly at: number | null }
  | { readonly state: 'split'; readonly at: number };

const fault = (defect: ClaimFault['defect'], why: string): ClaimFault => ({ defect, why });

/** judgeTranscript walks from the note to the redemption and stops at the first statement with a defect. */
export function judgeTranscript(book: StatementBook, claim: SubmittedClaim, trust: Trust): TranscriptOutcome {
  const over = findExcess(claim);
  if (over !== null) return { state: 'defective', fault: fault('malformed', over), at: null };
  const steps: Step[] = [];
  for (const at of claim.transcript.keys()) {
    const step = judgeEntry(book, claim, trust, steps, at);
    if (step === 'split') return { state: 'split', at };
    if (isFault(step)) return { state: 'defective', fault: step as ClaimFault, at };
    steps.push(step);
  }
  return { state: 'sound', steps };
}

function findExcess({ transcript, evidence }: SubmittedClaim): string | null {
  if (transcript.length === 0) return 'the transcript is empty';
  if (transcript.length > MAX_TRANSCRIPT) return `${transcript.length} statements, at most ${MAX_TRANSCRIPT}`;
  if (evidence.length > MAX_CLAIM_EVIDENCE)
    return `${evidence.length} evidence statements, at most ${MAX_CLAIM_EVIDENCE}`;
  return null;
}

/** judgeEntry judges one entry behind sound ones; checks stand in the order in which the defects win. */
function judgeEntry(
  book: StatementBook,
  claim: SubmittedClaim,
  trust: Trust,
  before: readonly Step[],
  at: number,
): Step | ClaimFault | 'split' {
  const reading = readOnce(book, claim.transcript[at]!);
  if (isFault(reading)) return reading;
  const terms = before[0]?.note ?? reading.step.note;
  const isLast = at === claim.transcript.length - 1;
  const misplaced = findMisplacement(reading.step, terms, at, isLast);
  if (misplaced !== null) return fault('malformed', misplaced);
  const verdict = verifyOnce(book, reading, (id) => findKey(before, trust, id));
  if (verdict !== null) return verdict;
  const { step } = reading;
  if (at === 0) return judgeNote(step, trust) ?? step;
  return judgeFollower(book, step, before, terms!) ?? (isLast ? judgeRedemption(step, claim, terms!) : null) ?? step;
}

/** judgeNote gives the one defect that a verified note can still have. */
function judgeNote(note: Step, trust: Trust): ClaimFault | null {
  return trust.register === null || trust.register.has(note.issuer)
    ? null
    : fault('untrusted_issuer', 'the issuer is not a registered bank');
}

/** findMisplacement tells what is wrong with the kind at this place; a redemption's place is the last. */
function findMisplacement(step: Step, terms: NoteTerms | null, at: number, isLast: boolean): string | null {
  const wanted = wantedKind(at, isLast, terms?.noteClass ?? null);
  if (wanted === null) return `a ${step.kind} where nothing belongs: ${terms?.noteClass} notes are not passed on`;
  if (step.kind !== wanted) return `a ${step.kind} where a ${wanted} belongs`;
  if (at === 0 && isLast) return 'a note with no redemption behind it';
  if (isLast && terms?.noteClass === 'one-show' && at !== 2) return 'a one-show note is spent before it is redeemed';
  if (step.kind === 'redemption+jwt' && terms?.noteClass === 'bearer' && step.previous !== null) {
    return 'payload: "prv" in the redemption of a bearer note';
  }
  return null;
}

function wantedKind(at: number, isLast: boolean, noteClass: NoteClass | null): Step['kind'] | null {
  if (at === 0) return 'note+jwt';
  if (isLast) return 'redemption+jwt';
  if (noteClass === 'bearer') return null;
  if (noteClass === 'one-show') return at === 1 ? 'spend+jwt' : null;
  return 'transfer+jwt';
}

/** The signer is most often the holder, whose key the step before states; any earlier `cnf` will do. */
function findKey(before: readonly Step[], trust: Trust, id: PartyId): StatedKey | null {
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const key = before[i]!.nextKey;
    if (key?.id === id) return key;
  }
  return trust.register?.get(id) ?? null;
}

function judgeFollower(book: StatementBook, step: Step, before: readonly Step[], terms: NoteTerms): ClaimFault | null {
  const note = before[0]!;
  const last = before.at(-1)!;
  if (step.spend !== null && !answersItsChallenge(book, step, note)) {
    return fault('bad_signature', 'the one-show response does not verify');
  }
  if (step.subject !== note.digest) return fault('foreign_statement', '"sub" is another note');
  const isChained = terms.noteClass !== 'bearer' && step.kind !== 'spend+jwt';
  if (isChained && step.previous !== last.digest) {
    return fault('broken_chain', '"prv" is not the digest of the statement before it');
  }
  if (isChained && step.issuer !== last.nextKey?.id) return fault('not_holder', 'the signer is not the current holder');
  return null;
}

/** answersItsChallenge checks the response of a spend against a note, once for each pair. */
export function answersItsChallenge(
  book: StatementBook,
  spend: Pick<Step, 'digest' | 'issuer' | 'spend'>,
  note: Pick<Step, 'digest' | 'note'>,
): boolean {
  const pair = `${note.digest} ${spend.digest}`;
  let answer = book.responses.get(pair);
  if (answer === undefined) {
    const { iat, nce } = spend.spend!;
    answer = isValidResponse(note.note!.oneShow!, { payee: spend.issuer, iat, nce }, spend.spend!);
    book.responses.set(pair, answer);
  }
  return answer;
}

function judgeRedemption(step: Step, claim: SubmittedClaim, terms: NoteTerms): ClaimFault | null {
  if (step.audience !== claim.bank) return fault('wrong_audience', '"aud" is not the bank that presents it');
  if (terms.expiresAt !== null && claim.receivedAt > terms.expiresAt) {
    return fault('expired_note', 'received after the note expired');
  }
  return null;
}

/** findSoundNote gives a claim's note if it has no defect itself, whatever is wrong behind it. */
export function findSoundNote(book: StatementBook, claim: SubmittedClaim, trust: Trust): Step | null {
  if (claim.transcript.length === 0) return null;
  const reading = readOnce(book, claim.transcript[0]!);
  if (isFault(reading) || reading.step.note === null) return null;
  const verdict = verifyOnce(book, reading, (id) => findKey([], trust, id));
  return verdict === null && judgeNote(reading.step, trust) === null ? reading.step : null;
}
