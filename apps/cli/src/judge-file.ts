/** Judging one submission file: from its path to a decision, or to what is wrong with it. */
import { decide, DEFAULT_POLICY, parsePolicy, type Decision, type Policy } from '#arbitration';
import { canonicalOrder, examine, isRefusal, MAX_SUBMISSION_BYTES, parseSubmission, type Submission } from '#custody';
import { createMarket, observe, type Market } from '#inference';
import { native, portable, startVerification, type PartyId, type StatedKey } from '#statements';
import { CliError } from './cli-error.ts';
import { parseJsonBytes, readJsonFile, readRegister } from './read-document.ts';
import { readFacts } from './read-facts.ts';
import { LIMITS, nameOf, readInput } from './read-file.ts';

/** What `judge` is told beside the files. */
export interface JudgeOptions {
  readonly facts?: string | undefined;
  readonly register?: string | undefined;
  readonly policy?: string | undefined;
  readonly crossCheck: string;
}

/** What every file of one run is judged with. */
export interface Bench {
  readonly market: Market;
  readonly register: ReadonlyMap<PartyId, StatedKey> | null;
  readonly policy: Policy;
  /** How many accepted statements of a file are put to the second verifier too. */
  readonly budget: number;
}

/** How many statements `--cross-check auto` puts to both verifiers: less than a second's work. */
const AUTO_BUDGET = 256;

/** prepareBench reads the register, the history and the policy. */
export async function prepareBench({ facts, register, policy, crossCheck }: JudgeOptions): Promise<Bench> {
  const market = createMarket();
  if (facts !== undefined) {
    for await (const { fact, refuse } of readFacts(facts)) {
      const heard = observe(market, fact);
      if (heard !== null && 'problem' in heard) throw refuse(heard.problem);
    }
  }
  return {
    market,
    register: register === undefined ? null : await readRegister(register),
    policy: policy === undefined ? DEFAULT_POLICY : await readPolicy(policy),
    budget: crossCheck === 'all' ? Infinity : AUTO_BUDGET,
  };
}

async function readPolicy(path: string): Promise<Policy> {
  const policy = parsePolicy(await readJsonFile(path, LIMITS.key));
  if (!('problems' in policy)) return policy;
  throw new CliError('not_a_policy', `${nameOf(path)}: no policy: ${policy.problems.join('; ')}`, { file: path });
}

/** readSubmission reads a file that holds a submission, or tells what keeps it from being one. */
export async function readSubmission(path: string): Promise<Submission | CliError> {
  try {
    const bytes = await readInput(path, MAX_SUBMISSION_BYTES);
    if (bytes instanceof CliError) return bytes;
    const submission = parseSubmission(parseJsonBytes(path, bytes));
    if (!isRefusal(submission)) return submission;
    return new CliError(
      submission.code,
      `${nameOf(path)}: no submission: ${atPointer(submission.pointer)}${submission.why}`,
      {
        file: path,
        place: submission.pointer,
        hint: submission.code === 'not_a_submission' ? `assize inspect ${path}` : undefined,
      },
    );
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

const atPointer = (pointer: string): string => (pointer === '' ? '' : `${pointer}: `);

/** judgeSubmission examines and decides; claims on different serials are refused whole. */
export function judgeSubmission(bench: Bench, path: string, submission: Submission): Decision | CliError {
  const verification = startVerification(native, portable, bench.budget);
  const examination = examine(submission, verification, bench.register);
  if (isRefusal(examination)) {
    return new CliError(
      examination.code,
      `${nameOf(path)}: claims on different notes: ${atPointer(examination.pointer)}${examination.why}`,
      {
        file: path,
        place: examination.pointer,
      },
    );
  }
  return decide(examination, bench.market, bench.policy);
}

/** judgeForVerdict judges the submission in its canonical order, on which a verdict's bytes rest. */
export const judgeForVerdict = (bench: Bench, path: string, submission: Submission): Decision | CliError =>
  judgeSubmission(bench, path, canonicalOrder(submission));
