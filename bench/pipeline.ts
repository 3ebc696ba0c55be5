/** The product's path for a bank's text: strict JSON, submission, examination; one verification a submission. */
import { strict as assert } from 'node:assert';
import { examine, isRefusal, parseSubmission } from '#custody';
import { parseJson, startVerification, type Verifier } from '#statements';

/** examineText parses, checks and links the claims of one submission, all of which must be sound. */
export function examineText(text: string, verifier: Verifier): void {
  const document = parseJson(text);
  assert('value' in document);
  const submission = parseSubmission(document.value);
  assert(!isRefusal(submission));
  const examination = examine(submission, startVerification(verifier));
  assert(!isRefusal(examination) && examination.claims.every(({ sound }) => sound));
}
