/** Examination: a submission becomes claims, findings and questions. */
import {
  isFault,
  parseStatement,
  recheck,
  type Digest,
  type PartyId,
  type StatedKey,
  type Verification,
} from '#statements';
import type { ClaimFault } from './defect.ts';
import { gatherEvidence, type Evidence } from './evidence.ts';
import { orderFindings, type Finding } from './finding.ts';
import { proveCompromisedKeys } from './findings/compromised-key.ts';
import { proveCopies } from './findings/copy.ts';
import { proveCounterReuses } from './findings/counter-reuse.ts';
import { proveDuplicates } from './findings/duplicate.ts';
import { proveForks } from './findings/fork.ts';
import { proveOneShowSpends } from './findings/one-show-spends.ts';
import { proveReissues } from './findings/reissue.ts';
import { proveReplays } from './findings/replay.ts';
import { proveTimeInversions } from './findings/time-inversion.ts';
import { buildCustodyGraph, type CustodyGraph, type SoundClaim } from './graph.ts';
import { assembleProof, type Proof } from './proof.ts';
import { askQuestions, type Question } from './question.ts';
import { openBook, readOnce, type NoteTerms, type StatementBook } from './step.ts';
import type { Refusal, Submission } from './submission.ts';
import { findSoundNote, judgeTranscript, type Trust } from './transcript.ts';

export type Outcome = 'decided' | 'question' | 'no_conflict' | 'no_sound_claim' | 'split';

/** A claim as it was found: sound, or set aside with its defect; the losing claim is never dropped. */
export interface JudgedClaim {
  readonly index: number;
  readonly sound: boolean;
  /** Null where it is sound, and where the two verifiers differ. */
  readonly fault: ClaimFault | null;
  /** The index in the transcript where the defect (or the split) is. */
  readonly at: number | null;
  /** Of the last statement, where that can be read as a redemption. */
  readonly claimant: PartyId | null;
  readonly digest: Digest | null;
}

export interface Examination {
  readonly note: Digest | null;
  readonly terms: NoteTerms | null;
  readonly outcome: Outcome;
  readonly claims: readonly JudgedClaim[];
  readonly findings: readonly Finding[];
  readonly ignored: readonly (Digest | null)[];
  readonly questions: readonly Question[];
  readonly graph: CustodyGraph;
  readonly submission: Submission;
  /** How many distinct statements were verified, and how many of them by both verifiers. */
  readonly verified: { readonly once: number; readonly twice: number };
  /** The digests of every statement of the submission that can be read, sorted, each once. */
  readonly inputs: () => Digest[];
  /** The proof of a finding, with the keys that it needs to be checked alone. */
  readonly proofOf: (finding: Finding) => Proof;
}

/** examine establishes what a submission shows; only claims on different serials are refused whole. */
export function examine(
  submission: Submission,
  verification: Verification,
  register: ReadonlyMap<PartyId, StatedKey> | null = null,
): Examination | Refusal {
  const trust: Trust = { register };
  const book = openBook(verification);
  const refusal = findDifferentNotes(book, submission, trust);
  if (refusal !== null) return refusal;

  const sound: SoundClaim[] = [];
  const claims = submission.claims.map((_, index) => judgeClaim(book, submission, trust, index, sound));
  const evidence = gatherEvidence(book, submission, trust);
  const graph = buildCustodyGraph(sound, evidence.exhibits, trust);
  const findings = orderFindings(FINDERS.flatMap((find) => find(graph)));
  const distinct = new Set(sound.map(({ redemption }) => redemption.digest)).size;
  const questions = distinct < 2 ? [] : askQuestions(graph, findings);

  const hasSplit = evidence.hasSplit || claims.some(({ sound: isSound, fault }) => !isSound && fault === null);
  const findKey = (id: PartyId): StatedKey | null => keyIn(book, evidence, trust, id);
  const held = new Map<string, boolean>();
  const isSplit = hasSplit || findings.some((finding) => !holdsTwice(verification, finding, findKey, held));
  const note = sound[0]?.note ?? firstReadableNote(book, submission);
  return {
    note: note?.digest ?? null,
    terms: note?.note ?? null,
    outcome: isSplit ? 'split' : outcomeOf(distinct, questions),
    claims,
    // What two verifiers see differently decides nothing, so nothing is told of it but the claims.
    findings: isSplit ? [] : findings,
    ignored: evidence.ignored,
    questions: isSplit ? [] : questions,
    graph,
    submission,
    verified: { once: verification.checked, twice: verification.checkedTwice },
    inputs: () => inputsOf(book, submission, evidence),
    proofOf: (finding) => assembleProof(finding, findKey),
  };
}

const FINDERS: readonly ((graph: CustodyGraph) => Finding[])[] = [
  proveForks,
  proveDuplicates,
  proveReplays,
  proveCopies,
  proveReissues,
  proveOneShowSpends,
  proveCounterReuses,
  proveTimeInversions,
  proveCompromisedKeys,
];

function outcomeOf(distinctClaims: number, questions: readonly Question[]): Outcome {
  if (distinctClaims === 0) return 'no_sound_claim';
  if (distinctClaims === 1) return 'no_conflict';
  return questions.length > 0 ? 'question' : 'decided';
}

/** findDifferentNotes: a conflict is about one serial of one issuer; notes that have a defect themselves are not asked. */
export function findDifferentNotes(book: StatementBook, submission: Submission, trust: Trust): Refusal | null {
  let first: NoteTerms | null = null;
  for (const [index, claim] of submission.claims.entries()) {
    const terms = findSoundNote(book, claim, trust)?.note ?? null;
    if (terms === null) continue;
    first ??= terms;
    if (terms.issuer !== first.issuer || terms.serial !== first.serial) {
      return {
        code: 'different_notes',
        why: `the note of claim ${index} is ${nameOfNote(terms)}, others are ${nameOfNote(first)}`,
        pointer: `/claims/${index}/transcript/0`,
      };
    }
  }
  return null;
}

const nameOfNote = ({ issuer, serial }: NoteTerms): string => `serial ${JSON.stringify(serial)} of ${issuer}`;

function judgeClaim(
  book: StatementBook,
  submission: Submission,
  trust: Trust,
  index: number,
  sound: SoundClaim[],
): JudgedClaim {
  const claim = submission.claims[index]!;
  const outcome = judgeTranscript(book, claim, trust);
  const last = claim.transcript.length === 0 ? null : readOnce(book, claim.transcript.at(-1)!);
  const redemption = last !== null && !isFault(last) && last.step.kind === 'redemption+jwt' ? last.step : null;
  const named = { index, claimant: redemption?.issuer ?? null, digest: redemption?.digest ?? null };
  switch (outcome.state) {
    case 'sound': {
      const { steps } = outcome;
      sound.push({
        index,
        steps,
        note: steps[0]!,
        redemption: steps.at(-1)!,
        claimant: steps.at(-1)!.issuer,
        bank: claim.bank,
        receivedAt: claim.receivedAt,
      });
      return { ...named, sound: true, fault: null, at: null };
    }
    case 'defective':
      return { ...named, sound: false, fault: outcome.fault, at: outcome.at };
    case 'split':
      return { ...named, sound: false, fault: null, at: outcome.at };
    default:
      return outcome satisfies never;
  }
}

function firstReadableNote(
  book: StatementBook,
  { claims }: Submission,
): { digest: Digest; note: NoteTerms | null } | null {
  for (const { transcript } of claims) {
    if (transcript.length === 0) continue;
    const reading = readOnce(book, transcript[0]!);
    if (!isFault(reading) && reading.step.note !== null) return reading.step;
  }
  return null;
}

/** What a finding rests on is put to the second verifier, where the budget had run out before it was. */
function holdsTwice(
  verification: Verification,
  { statements }: Finding,
  findKey: (id: PartyId) => StatedKey | null,
  held: Map<string, boolean>,
): boolean {
  const { second } = verification;
  if (second === null || verification.budget > 0) return true;
  return statements.every((text) => {
    let holds = held.get(text);
    if (holds === undefined) {
      const statement = parseStatement(text);
      const key = isFault(statement) ? null : (statement.headerKey ?? findKey(statement.keyId));
      holds = !isFault(statement) && key !== null && recheck(second, statement, key);
      held.set(text, holds);
    }
    return holds;
  });
}

const keyIn = (book: StatementBook, evidence: Evidence, { register }: Trust, id: PartyId): StatedKey | null =>
  book.confirmed.get(id) ??
  register?.get(id) ??
  evidence.exhibits.find(({ statement }) => statement.headerKey?.id === id)?.statement.headerKey ??
  null;

function inputsOf(book: StatementBook, submission: Submission, evidence: Evidence): Digest[] {
  const digests = new Set<Digest>(evidence.digests);
  for (const { transcript } of submission.claims) {
    for (const text of transcript) {
      const reading = readOnce(book, text);
      if (!isFault(reading)) digests.add(reading.step.digest);
    }
  }
  return [...digests].sort();
}
