/** Evidence: statements beside the transcripts. Wherever in the submission one stands, it counts if it verifies. */
import {
  isFault,
  parseStatement,
  verifyStatement,
  type Digest,
  type Kind,
  type PartyId,
  type StatedKey,
  type Statement,
} from '#statements';
import { noteTermsOf, readOnce, spendTermsOf, type NoteTerms, type StatementBook } from './step.ts';
import type { Submission } from './submission.ts';
import { answersItsChallenge, type Trust } from './transcript.ts';

export interface Exhibit {
  readonly statement: Statement;
  /** The claims that it was handed in with; none where it belongs to no one claim. */
  readonly claims: readonly number[];
}

export interface Evidence {
  /** What verified, each statement once, in the order of appearance. */
  readonly exhibits: readonly Exhibit[];
  /** What did not, by digest; null where it cannot be read. */
  readonly ignored: readonly (Digest | null)[];
  readonly hasSplit: boolean;
  /** The digests of every evidence statement that can be read, good or not. */
  readonly digests: readonly Digest[];
}

/** gatherEvidence verifies every evidence statement of a submission; its transcripts must have been judged before. */
export function gatherEvidence(book: StatementBook, submission: Submission, trust: Trust): Evidence {
  const places: { text: string; claim: number | null }[] = [
    ...submission.claims.flatMap(({ evidence }, claim) => evidence.map((text) => ({ text, claim }))),
    ...submission.evidence.map((text) => ({ text, claim: null })),
  ];
  const findKey = keyFinder(book, submission, trust);
  const answers = new Map<string, Statement | 'ignored' | 'split' | null>();
  const read: Statement[] = [];
  for (const { text } of places) {
    if (answers.has(text)) continue;
    const statement = parseStatement(text);
    if (isFault(statement)) {
      answers.set(text, null);
      continue;
    }
    read.push(statement);
    const verdict = verifyStatement(
      book.verification,
      statement,
      statement.headerKey === null ? findKey(statement.keyId) : null,
    );
    answers.set(text, verdict === null ? statement : verdict === 'split' ? 'split' : 'ignored');
  }
  dropUnansweredSpends(book, answers);
  return sortOut(places, answers, read);
}

/** A recorded response counts only where its note is here to check it against. */
function dropUnansweredSpends(book: StatementBook, answers: Map<string, Statement | 'ignored' | 'split' | null>): void {
  const terms = new Map<string, NoteTerms>();
  for (const step of book.byDigest.values()) if (step.note !== null) terms.set(step.digest, step.note);
  for (const answer of answers.values()) {
    if (isStatementOf(answer, 'note+jwt')) terms.set(answer.digest, noteTermsOf(answer));
  }
  for (const [text, answer] of answers) {
    if (!isStatementOf(answer, 'spend+jwt')) continue;
    const note = terms.get(answer.payload['sub'] as string);
    const step = { digest: answer.digest, issuer: answer.issuer, spend: spendTermsOf(answer) };
    const isAnswered = note !== undefined && note.oneShow !== null && answersItsChallenge(book, step, note);
    if (!isAnswered) answers.set(text, 'ignored');
  }
}

const isStatementOf = (answer: Statement | string | null, kind: Kind): answer is Statement =>
  typeof answer === 'object' && answer !== null && answer.kind === kind;

function sortOut(
  places: readonly { text: string; claim: number | null }[],
  answers: ReadonlyMap<string, Statement | 'ignored' | 'split' | null>,
  read: readonly Statement[],
): Evidence {
  const digestOf = new Map(read.map((statement) => [statement.text, statement.digest]));
  const exhibits = new Map<Digest, { statement: Statement; claims: number[] }>();
  for (const { text, claim } of places) {
    const answer = answers.get(text);
    if (answer === null || typeof answer !== 'object') continue;
    // The same statement under two valid signatures is one exhibit, whose text is the smaller one.
    const known = exhibits.get(answer.digest);
    const kept = known !== undefined && known.statement.text <= text ? known.statement : answer;
    const claims = known?.claims ?? [];
    if (claim !== null && !claims.includes(claim)) claims.push(claim);
    exhibits.set(answer.digest, { statement: kept, claims });
  }
  const ignored = new Set<Digest>();
  const order: (Digest | null)[] = [];
  for (const { text } of places) {
    const digest = digestOf.get(text) ?? null;
    if (digest === null) order.push(null);
    else if (!exhibits.has(digest) && !ignored.has(digest)) {
      ignored.add(digest);
      order.push(digest);
    }
  }
  return {
    exhibits: [...exhibits.values()],
    ignored: order,
    hasSplit: [...answers.values()].includes('split'),
    digests: [...new Set(read.map(({ digest }) => digest))],
  };
}

/** Evidence may be signed by any key that a transcript confirms; entries that nobody read yet are read for it. */
function keyFinder(book: StatementBook, submission: Submission, trust: Trust): (id: PartyId) => StatedKey | null {
  let isComplete = false;
  return (id) => {
    const known = book.confirmed.get(id);
    if (known !== undefined) return known;
    if (!isComplete) {
      for (const { transcript } of submission.claims) for (const text of transcript) readOnce(book, text);
      isComplete = true;
    }
    return book.confirmed.get(id) ?? trust.register?.get(id) ?? null;
  };
}
