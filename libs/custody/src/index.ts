/**
 * # Custody: what signed transcripts prove
 *
 * A bank's submission goes in; out come its claims (each sound, or set aside with one defect at one index), the custody
 * graph of the sound ones, findings with their smallest proofs, and the questions that the findings leave open.
 *
 * What it keeps true:
 * - Each distinct statement is verified once, however many claims share it, and nothing recurses on input.
 * - The order of claims and evidence changes indexes and the order of lists, never what is found.
 * - A finding's proof can be checked by somebody who has nothing else (`checkProof`).
 * - Where the two verifiers differ nothing is decided: the outcome is `split`.
 * - A claim that loses is kept and shown.
 *
 * ```ts
 * const submission = parseSubmission(document.value);                       // Submission | Refusal
 * const examination = examine(submission, startVerification(native, portable));
 * examination.findings.map((finding) => checkProof(startVerification(portable), examination.proofOf(finding))); // nulls
 * ```
 */
export { DEFECTS, type ClaimFault, type Defect } from './defect.ts';
export { examine, type Examination, type JudgedClaim, type Outcome } from './examine.ts';
export type { Exhibit } from './evidence.ts';
export type { Features } from './features.ts';
export { FINDING_CODES, type Binding, type Branch, type Finding, type FindingCode } from './finding.ts';
export type { CustodyGraph, NoteCustody, SoundClaim } from './graph.ts';
export { identifyNote, type Identified } from './identify-note.ts';
export { checkProof, type Proof } from './proof.ts';
export type { Question, QuestionClaim, Shape } from './question.ts';
export { parseInstant } from './rfc3339.ts';
export type { NoteTerms, Step } from './step.ts';
export {
  canonicalOrder,
  isRefusal,
  MAX_CLAIM_EVIDENCE,
  MAX_CLAIMS,
  MAX_SUBMISSION_BYTES,
  MAX_TRANSCRIPT,
  parseSubmission,
  type Refusal,
  type Submission,
  type SubmittedClaim,
} from './submission.ts';
