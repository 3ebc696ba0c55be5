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
import { noteTermsOf, readOnce, recallVerdict, spendTermsOf, type StatementBook, type Step } from './step.ts';
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
  /** What did not, entry by entry, by digest; null where it cannot be read. */
  readonly ignored: readonly (Digest | null)[];
  readonly hasSplit: boolean;
  /** The digests of every evidence statement that can be read, good or not. */
  readonly digests: readonly Digest[];
}

/** What came of a text: what it says, that it counts for nothing, that verifiers differ, or null: it cannot be read. */
type Reception = Statement | 'ignored' | 'split' | null;

/** gatherEvidence verifies every evidence statement of a submission; its transcripts must have been judged before. */
export function gatherEvidence(book: StatementBook, submission: Submission, trust: Trust): Evidence {
  const places: { text: string; claim: number | null }[] = [
    ...submission.claims.flatMap(({ evidence }, claim) => evidence.map((text) => ({ text, claim }))),
    ...submission.evidence.map((text) => ({ text, claim: null })),
  ];
  const findKey = keyFinder(book, submission, trust);
  const answers = new Map<string, Reception>();
  const read: Statement[] = [];
  for (const { text } of places) {
    if (answers.has(text)) continue;
    const statement = parseStatement(text);
    if (isFault(statement)) {
      answers.set(text, null);
      continue;
    }
    read.push(statement);
    const recalled = recallVerdict(book, text);
    const verdict = recalled === undefined ? verifyEvidence(book, statement, findKey) : recalled;
    answers.set(text, verdict === null ? statement : verdict === 'split' ? 'split' : 'ignored');
  }
  dropWrongResponses(book, answers);
  return sortOut(places, answers, read);
}

const verifyEvidence = (
  book: StatementBook,
  statement: Statement,
  findKey: (id: PartyId) => StatedKey | null,
): ReturnType<typeof verifyStatement> =>
  verifyStatement(book.verification, statement, statement.headerKey === null ? findKey(statement.keyId) : null);

/** A recorded response must answer its challenge, as far as its note is here to tell; no finding uses another. */
function dropWrongResponses(book: StatementBook, answers: Map<string, Reception>): void {
  const notes = new Map<string, Pick<Step, 'digest' | 'note'>>();
  for (const step of book.byDigest.values()) if (step.note !== null) notes.set(step.digest, step);
  for (const answer of answers.values()) {
    if (isStatementOf(answer, 'note+jwt'))
      notes.set(answer.digest, { digest: answer.digest, note: noteTermsOf(answer) });
  }
  for (const [text, answer] of answers) {
    if (!isStatementOf(answer, 'spend+jwt')) continue;
    const note = notes.get(answer.payload['sub'] as string) ?? null;
    const spend = { digest: answer.digest, issuer: answer.issuer, spend: spendTermsOf(answer) };
    if (note === null) continue;
    if (note.note!.oneShow === null || !answersItsChallenge(book, spend, note)) answers.set(text, 'ignored');
  }
}

const isStatementOf = (answer: Statement | string | null, kind: Kind): answer is Statement =>
  typeof answer === 'object' && answer !== null && answer.kind === kind;

function sortOut(
  places: readonly { text: string; claim: number | null }[],
  answers: ReadonlyMap<string, Reception>,
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
  // Listed entry by entry, as it was handed in.
  const ignored = places.flatMap(({ text }) => {
    const digest = digestOf.get(text) ?? null;
    return digest !== null && exhibits.has(digest) ? [] : [digest];
  });
  return {
    exhibits: [...exhibits.values()],
    ignored,
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
