/** One file judged into everything that is printed or written of it: plain data, so that a worker can do it. */
import { randomUUID } from 'node:crypto';
import { signVerdict, toJudgementRecord, verdictPayload, type Decision } from '#arbitration';
import type { Submission } from '#custody';
import { isFault, type PrivateKey } from '#statements';
import { CliError } from './cli-error.ts';
import type { Ink } from './case-sections.ts';
import { describeDecision } from './describe-decision.ts';
import { judgeForVerdict, judgeSubmission, readSubmission, type Bench } from './judge-file.ts';

/** What is wanted of each file. */
export interface JudgeRequest {
  readonly json: boolean;
  readonly tribunal: PrivateKey | null;
  /** The verdicts' time, seconds since 1970, and id (random where null). */
  readonly at: number;
  readonly jti: string | null;
  readonly svg: boolean;
}

/** What came of one file. An error's `text` is the JSON line that stands for it, if any. */
export interface JudgedFile {
  readonly path: string;
  readonly text: string;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly place?: string;
    readonly hint?: string;
  } | null;
  readonly verdict: string | null;
  readonly svg: string | null;
}

/** judgeTask judges one file; what is wrong with it comes back as a value, so that the other files are judged too. */
export async function judgeTask(bench: Bench, path: string, request: JudgeRequest, ink: Ink): Promise<JudgedFile> {
  const submission = await readSubmission(path);
  if (submission instanceof CliError) return refused(path, submission, request);
  const decision = judgeSubmission(bench, path, submission);
  if (decision instanceof CliError) return refused(path, decision, request);
  const verdict = request.tribunal === null ? null : makeVerdict(bench, path, submission, request, request.tribunal);
  const signed = verdict instanceof CliError ? null : verdict;
  return {
    path,
    text: request.json
      ? JSON.stringify({ file: path, ...toJudgementRecord(decision), ...(signed === null ? {} : { verdict: signed }) })
      : describeDecision(path, decision, bench.market, ink),
    // What cannot be signed is judged all the same.
    error: verdict instanceof CliError ? plain(verdict) : null,
    verdict: signed,
    svg: request.svg ? await draw(decision) : null,
  };
}

/** Drawing is loaded only where a picture is wanted. */
async function draw(decision: Decision): Promise<string> {
  const { drawDecision } = await import('./draw-decision.ts');
  return drawDecision(decision);
}

function makeVerdict(
  bench: Bench,
  path: string,
  submission: Submission,
  { at, jti }: JudgeRequest,
  tribunal: PrivateKey,
): string | CliError {
  const decision = judgeForVerdict(bench, path, submission);
  if (decision instanceof CliError) return decision;
  const payload = verdictPayload(decision, bench.market, { jti: jti ?? randomUUID(), iat: at });
  if (payload !== null) {
    const verdict = signVerdict(payload, tribunal);
    if (!isFault(verdict)) return verdict.text;
    return new CliError('no_verdict', `${path}: the verdict is no statement: ${verdict.why}`, { file: path });
  }
  const why = decision.examination.outcome === 'split' ? 'the two verifiers differ' : 'no note in it can be read';
  return new CliError('no_verdict', `${path}: no verdict can be given: ${why}`, { file: path });
}

function refused(path: string, refusal: CliError, { json }: JudgeRequest): JudgedFile {
  const error = plain(refusal);
  return { path, text: json ? JSON.stringify({ file: path, error }) : '', error, verdict: null, svg: null };
}

/** An error as plain data, for the JSON line and for crossing threads. */
const plain = ({ code, message, place, hint }: CliError): NonNullable<JudgedFile['error']> => ({
  code,
  message,
  ...(place === undefined ? {} : { place }),
  ...(hint === undefined ? {} : { hint }),
});
