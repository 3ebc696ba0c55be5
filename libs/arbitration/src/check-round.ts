/** Checks of one verdict of a bundle: what it rests on, what that shows, and what follows from it. */
import { checkProof, type Examination, type Finding, type Submission } from '#custody';
import { createMarket } from '#inference';
import type { Statement, Verification } from '#statements';
import type { Bundle } from './bundle.ts';
import {
  checkAwards,
  checkCulpability,
  checkOutcomes,
  checkProbabilities,
  checkQuestions,
  type Judged,
} from './check-answers.ts';
import { checkCase, examineFor } from './check-case.ts';
import { checkClock } from './check-clock.ts';
import { checkModelParties, openModel } from './check-model.ts';
import { checkWeights } from './check-weights.ts';
import { decide, type Decision } from './decide.ts';
import { findInputs, type Inputs } from './find-inputs.ts';
import { policyDigest } from './policy.ts';
import { counted, failed, held, untold, type CheckResult, type StatedVerdict } from './stated-verdict.ts';

/** The checks of one verdict in their order, after those of its signature and its place in the chain. */
export const ROUND_CHECKS = [
  'inputs',
  'case',
  'model',
  'policy',
  'clock',
  'findings',
  'questions',
  'probabilities',
  'outcomes',
  'culpability',
  'awards',
  'weights',
] as const;
type RoundCheck = (typeof ROUND_CHECKS)[number];

export interface CheckedRound {
  readonly results: Readonly<Record<RoundCheck, CheckResult>>;
  /** The part of the submission that it rests on; null where that was not found. */
  readonly submission: Submission | null;
}

/** Where a verdict stands in its bundle, and what signatures are verified with, anew each time. */
export interface RoundContext {
  readonly round: number;
  /** What the verdict before it states; null where there is none, or none that can be read. */
  readonly before: StatedVerdict | null;
  readonly verify: () => Verification;
}

/** checkRound checks one verdict against everything that its bundle has for it. */
export function checkRound(bundle: Bundle, verdict: Statement, context: RoundContext): CheckedRound {
  const stated = verdict.payload as unknown as StatedVerdict;
  const found = findInputs(bundle.submission, {
    inp: stated.inp,
    model: stated.mdl.dig,
    claims: bundle.rounds[context.round]?.claims,
  });
  const model = openModel(bundle, stated, context.round);
  const clock = checkClock(bundle, stated, context.before);
  const policy = checkPolicy(bundle, stated);
  const inputs = describeInputs(found, context.round === bundle.verdicts.length - 1);
  if (inputs.held === null) {
    const why = 'it is not known what it rests on';
    const open = { case: untold(why), findings: untold(why), questions: untold(why), ...untoldFor(why) };
    return { submission: null, results: { inputs, model: model.result, policy, clock, ...open } };
  }
  // What a wrong digest leaves open is looked at all the same: more of it may be wrong.
  const submission = typeof found === 'string' ? bundle.submission : found.submission;
  const examination = examineFor(bundle, submission, stated.cas, context.verify);
  const decision = examination === null ? null : decide(examination, model.market ?? createMarket(), bundle.policy);
  return {
    submission: typeof found === 'string' ? null : submission,
    results: {
      inputs,
      case: examination === null ? failed('its claims are on different notes') : checkCase(bundle, stated, examination),
      model: model.market === null || decision === null ? model.result : checkModelParties(model, decision),
      policy,
      clock,
      ...(decision === null ? NOTHING_DECIDED : checkDecision(decision, stated, model.market !== null, context.verify)),
    },
  };
}

type Decided = Omit<CheckedRound['results'], 'inputs' | 'case' | 'model' | 'policy' | 'clock'>;

const untoldFor = (why: string): Omit<Decided, 'findings' | 'questions'> => ({
  probabilities: untold(why),
  outcomes: untold(why),
  culpability: untold(why),
  awards: untold(why),
  weights: untold(why),
});

const NOTHING_DECIDED: Decided = {
  findings: failed('claims on different notes show nothing together'),
  questions: untold('nothing could be examined'),
  ...untoldFor('nothing could be examined'),
};

function checkDecision(
  decision: Decision,
  stated: StatedVerdict,
  isWeighed: boolean,
  verify: () => Verification,
): Decided {
  const judged: Judged = { stated, decision, isWeighed };
  const findings = checkFindings(decision.examination, stated, verify);
  const questions = checkQuestions(judged);
  if (questions.held !== true) return { findings, questions, ...untoldFor('the questions are others') };
  return {
    findings,
    questions,
    probabilities: checkProbabilities(judged),
    outcomes: checkOutcomes(judged),
    culpability: checkCulpability(judged),
    awards: checkAwards(judged),
    weights: checkWeights(judged),
  };
}

function describeInputs(found: Inputs | 'none' | 'too_many', isNewest: boolean): CheckResult {
  if (found === 'none')
    return failed('no part of the submission has the digest of its inputs: a statement is missing, or another');
  if (found === 'too_many') {
    const why = 'which part of the submission it rests on was not found among very many';
    return isNewest ? failed(why) : untold(why);
  }
  const { statements, of } = found;
  return held(
    statements === of
      ? `it rests on all ${of} statements of the submission`
      : `it rests on ${statements} of the ${of} statements; the others were handed in later`,
  );
}

function checkPolicy({ policy }: Bundle, { pol }: StatedVerdict): CheckResult {
  const { id, dig } = (typeof pol === 'object' && pol !== null ? pol : {}) as Readonly<Record<string, unknown>>;
  if (dig !== policyDigest(policy)) return failed('its digest is not that of the bundle’s policy');
  return id === policy.id
    ? held(`it is ${policy.id}, digest and all`)
    : failed(`it calls it ${String(id)}, not ${policy.id}`);
}

/** The most characters that a verdict may have, and what of them its header and signature take at most. */
const MOST_CHARACTERS = 1_048_576;
const AROUND = 2_048;

/** A verdict that would be too long leaves out what is only claimed. */
function findingsDue(examination: Examination, stated: StatedVerdict): readonly Finding[] {
  const { findings } = examination;
  const all = findings.map(({ code, parties, proof }) => ({ code, parties, proof }));
  const size = (Buffer.byteLength(JSON.stringify({ ...stated, fnd: all })) * 4) / 3 + AROUND;
  return size > MOST_CHARACTERS && stated.fnd.length < findings.length
    ? findings.filter(({ binds }) => binds !== 'claimed')
    : findings;
}

function checkFindings(examination: Examination, stated: StatedVerdict, verify: () => Verification): CheckResult {
  const { fnd } = stated;
  if (examination.outcome === 'split') {
    return failed('the two verifiers differ on a signature: nothing may be decided on it');
  }
  const findings = findingsDue(examination, stated);
  if (fnd.length !== findings.length) {
    return failed(
      `it names ${counted(fnd.length, 'finding')}; the statements show ${counted(findings.length, 'finding')}`,
    );
  }
  for (const [i, finding] of findings.entries()) {
    const ours = JSON.stringify([finding.code, finding.parties, finding.proof]);
    const { code, parties, proof } = fnd[i]!;
    if (JSON.stringify([code, parties, proof]) !== ours) {
      return failed(
        `finding ${i} is ${code}, and the statements show ${finding.code} of ${finding.parties.join(', ')}, or by others, under this register`,
      );
    }
    const problem = checkProof(verify(), examination.proofOf(finding));
    if (problem !== null) return failed(`the proof of finding ${i} does not hold by itself: ${problem}`);
  }
  return held(
    findings.length === 0
      ? 'the statements show none'
      : `${counted(findings.length, 'finding')}, exactly, each proved anew`,
  );
}
