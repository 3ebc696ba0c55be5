/** Examining a case: pure work on a file, made to run on a thread of its own. */
import { canonicalOrder, examine, isRefusal, type Examination, type Refusal, type Submission } from '#custody';
import {
  isFault,
  native,
  parseStatement,
  rememberKeys,
  rememberSignatures,
  secondOpinion,
  startVerification,
  type PartyId,
  type StatedKey,
  type Verifier,
} from '#statements';
import { toBrief, type Brief } from './brief.ts';
import { sha256 } from '#statements';

/** Keys come again, those of banks in every case. */
const KEYS = 50_000;
const first = rememberKeys(native, KEYS);
const second = rememberKeys(secondOpinion, KEYS);

/** What a thread is sent; all of it can be posted. */
export interface ExamineTask {
  readonly submission: Submission;
  /** The ids of its claims, in its order. */
  readonly claimIds: readonly string[];
  readonly issuer: string;
  /** Whether the case is that of a serial; if not, no note of it is signed by a registered issuer, whoever is registered since. */
  readonly isProven: boolean;
  readonly register: ReadonlyMap<PartyId, StatedKey>;
  /** How many accepted statements are put to the second verifier beside refusals and what findings rest on. */
  readonly crossCheck: number;
}

/** An examination on a thread of its own. */
export type Examiner = (task: ExamineTask) => Promise<Brief>;

/**
 * examineCase examines a case in the canonical order of its claims, in which its verdict is computed. What readers are
 * shown stands in the order in which the claims arrived; where that is another one the case is looked at again.
 */
export function examineCase({ submission, claimIds, ...task }: ExamineTask): Brief {
  const canonical = canonicalOrder(submission);
  const arrived = submission.claims.map(nameOf);
  const isInOrder = canonical.claims.every((claim, i) => nameOf(claim) === arrived[i]);
  const verifiers: Verifiers = isInOrder
    ? { first, second }
    : { first: rememberSignatures(first), second: rememberSignatures(second) };
  const examination = look(canonical, { ...task, verifiers });
  const shown = isInOrder ? examination : look(submission, { ...task, verifiers });
  return toBrief(examination, shown, claimIds);
}

const nameOf = ({ transcript, bank, receivedAtText }: Submission['claims'][number]): string =>
  sha256(JSON.stringify([transcript, bank, receivedAtText]));

interface Verifiers {
  readonly first: Verifier;
  readonly second: Verifier;
}

interface Looking extends Omit<ExamineTask, 'submission' | 'claimIds'> {
  readonly verifiers: Verifiers;
}

function look(submission: Submission, { issuer, isProven, register, crossCheck, verifiers }: Looking): Examination {
  const by = (banks: ReadonlyMap<PartyId, StatedKey>): Examination | Refusal =>
    examine(submission, startVerification(verifiers.first, verifiers.second, crossCheck), banks);
  let examination = by(isProven ? register : withoutIssuers(submission, register, null));
  // A note that was nobody's when it was filed can be a registered bank's by now: it still is not about this serial.
  if (isRefusal(examination)) examination = by(withoutIssuers(submission, register, issuer));
  if (isRefusal(examination)) throw new Error(`a case of several notes: ${examination.why}`);
  return examination;
}

/** The register without the issuers of the submission's notes, but for one. */
function withoutIssuers(
  { claims }: Submission,
  register: ReadonlyMap<PartyId, StatedKey>,
  but: string | null,
): ReadonlyMap<PartyId, StatedKey> {
  const kept = new Map(register);
  for (const { transcript } of claims) {
    const note = typeof transcript[0] === 'string' ? parseStatement(transcript[0]) : null;
    if (note !== null && !isFault(note) && note.issuer !== but) kept.delete(note.issuer);
  }
  return kept;
}
