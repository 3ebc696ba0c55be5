/**
 * Checks of what a verdict says that its questions come to: against the probabilities that the model gives here, which
 * are right to so many parts per million, and against the verdict's own integers, exactly.
 */
import { DESCRIBED_WITHIN_PPM } from '#inference';
import { awardAll, namedBy, type AnsweredQuestion, type Decision, type WeighedAnswer } from './decide.ts';
import { standardOf } from './policy.ts';
import { compareIds, MILLION } from './ppm.ts';
import { counted, failed, held, untold, type CheckResult, type StatedVerdict } from './stated-verdict.ts';
import { findVerdictMistake } from './verdict-form.ts';

export interface Judged {
  readonly stated: StatedVerdict;
  /** What the same inputs come to here. */
  readonly decision: Decision;
  /** Whether the decision's probabilities are those of the verdict's model. */
  readonly isWeighed: boolean;
}

/** Integers that were rounded on both sides can be one further apart than what they were rounded from. */
const WITHIN_PPM = DESCRIBED_WITHIN_PPM;

const byPpm = (a: { id: string; ppm: number }, b: { id: string; ppm: number }): number =>
  b.ppm - a.ppm || compareIds(a.id, b.id);

const isSorted = <T>(list: readonly T[], order: (a: T, b: T) => number): boolean =>
  list.every((item, i) => i === 0 || order(list[i - 1]!, item) < 0);

/** checkQuestions: the questions that the findings leave open, each with exactly its hypotheses, the likeliest first. */
export function checkQuestions({ stated, decision }: Judged): CheckResult {
  const { questions } = decision;
  if (stated.qst.length !== questions.length) {
    return failed(`it answers ${counted(stated.qst.length, 'question')}; ${questions.length} are open`);
  }
  for (const [i, { shape, hyp }] of stated.qst.entries()) {
    const { question, answers } = questions[i]!;
    if (shape !== question.shape) return failed(`question ${i} is of shape ${shape}, not ${question.shape}`);
    const listed = (list: readonly { readonly id: string }[]): string =>
      JSON.stringify(list.map(({ id }) => id).sort());
    if (listed(hyp) !== listed(answers)) return failed(`question ${i}: its hypotheses are others than its claims have`);
    if (!isSorted(hyp, byPpm)) return failed(`question ${i}: the likeliest hypotheses do not come first`);
  }
  if (questions.length === 0) return held('the findings leave none open');
  return held(`${counted(questions.length, 'question')}, with exactly the hypotheses there are`);
}

/** checkProbabilities: both columns sum to a million, and each is what the model gives. */
export function checkProbabilities({ stated, decision, isWeighed }: Judged): CheckResult {
  const mistake = findVerdictMistake(stated as never);
  if (mistake !== null) return failed(mistake);
  if (stated.qst.length === 0) return held('there are none');
  if (!isWeighed) return untold('they sum to a million; without the model they cannot be computed anew');
  let widest = 0;
  for (const [i, { hyp }] of stated.qst.entries()) {
    const answers = new Map(decision.questions[i]!.answers.map((answer) => [answer.id, answer]));
    for (const { id, ...columns } of hyp) {
      for (const column of ['ppm', 'bare'] as const) {
        const ours = answers.get(id)![column];
        const apart = Math.abs(columns[column] - ours);
        if (apart > WITHIN_PPM) {
          return failed(`question ${i}: "${column}" of ${id} is ${columns[column]}, and the model gives ${ours}`);
        }
        widest = Math.max(widest, apart);
      }
    }
  }
  return held(`they sum to a million; the model gives the same to ${widest} ppm (up to ${WITHIN_PPM} can be rounding)`);
}

/** checkOutcomes: the standard that the leading hypothesis reaches, and the answer, follow from ppm and policy. */
export function checkOutcomes({ stated, decision: { policy } }: Judged): CheckResult {
  for (const [i, { hyp, std, out }] of stated.qst.entries()) {
    const leading = hyp[0]!;
    const standard = standardOf(policy, leading.ppm);
    if (std !== standard) return failed(`question ${i}: ${leading.ppm} ppm reach "${standard}", not "${std}"`);
    const needed = leading.id.endsWith(':') ? policy.answerFrom : policy.nameFrom;
    const isProven = [needed, policy.answerFrom].every((name) => leading.ppm > policy.standards[name]);
    const due = isProven ? leading.id : 'not_proven';
    if (out !== due) return failed(`question ${i}: ${leading.ppm} ppm make it "${due}", not "${out}"`);
  }
  return held(stated.qst.length === 0 ? 'there are none' : 'they follow from the stated ppm and the policy');
}

/** The decision's questions with the verdict's own figures in them. */
const restate = ({ stated, decision }: Judged): AnsweredQuestion[] =>
  decision.questions.map((asked, i) => {
    const known = new Map(asked.answers.map((answer) => [answer.id, answer]));
    const answers = stated.qst[i]!.hyp.map(({ id, ppm, bare }): WeighedAnswer => ({
      ...known.get(id)!,
      ppm,
      bare,
      probability: ppm / MILLION,
    }));
    return { ...asked, answers };
  });

/** checkAwards: the awards that cost least in expectation, from the stated ppm; integers alone decide. */
export function checkAwards(judged: Judged): CheckResult {
  const { stated, decision } = judged;
  const due = awardAll(decision.examination, restate(judged), decision.policy);
  const told = ({ claim, act, ppm }: (typeof due)[number]): string => `${act} ${ppm} ppm to ${claim}`;
  for (let i = 0; i < Math.max(due.length, stated.awd.length); i += 1) {
    const [ours, theirs] = [due[i], stated.awd[i]].map((award) => (award === undefined ? 'nothing' : told(award)));
    if (ours !== theirs) return failed(`award ${i} is ${theirs}, and the policy’s costs make it ${ours}`);
  }
  return held(
    due.length === 0 ? 'there is nothing to award' : 'they cost least by the stated ppm and the policy, exactly',
  );
}

/** Bounds of a probability in ppm. */
interface Between {
  readonly low: number;
  readonly high: number;
}

/**
 * checkCulpability: who is named, and with what. Each stated ppm is within one of what it was rounded from, and all of a
 * question's sum to a million: what a party's come to is known as closely; exactly, where findings alone decide.
 */
export function checkCulpability(judged: Judged): CheckResult {
  const { stated, decision, isWeighed } = judged;
  const { policy, questions, culpability } = decision;
  const threshold = policy.standards[policy.nameFrom];
  const bounds = boundsOf(judged);
  const named = new Map(stated.clp.map(({ party, ppm }) => [party, ppm]));
  if (named.size !== stated.clp.length) return failed('a party is named twice');
  if (!isSorted(stated.clp, (a, b) => b.ppm - a.ppm || -1)) return failed('the likeliest culprits do not come first');
  for (const [party, ppm] of named) {
    const bound = bounds.get(party);
    if (bound === undefined) return failed(`${party} is named, and nothing says anything against it`);
    if (ppm < bound.low || ppm > bound.high) {
      return failed(`${party} is named with ${ppm} ppm, and the stated ppm make it ${bound.low} to ${bound.high}`);
    }
    if (ppm <= threshold)
      return failed(`${party} is named with ${ppm} ppm, and the policy asks for more than ${threshold}`);
    const ours = culpability.find((one) => one.party === party)?.ppm ?? 0;
    const within = WITHIN_PPM * Math.max(1, questions.length);
    if (isWeighed && Math.abs(ours - ppm) > within) {
      return failed(`${party} is named with ${ppm} ppm, and the model gives ${ours}`);
    }
  }
  const missing = [...bounds].find(([party, { low }]) => low > threshold && !named.has(party));
  if (missing !== undefined) return failed(`${missing[0]} is not named, with ${missing[1].low} ppm or more against it`);
  if (named.size === 0) return held('nobody is named, and nobody reaches the standard for it');
  return held(`${counted(named.size, 'party')} named`.replace('partys', 'parties'));
}

function boundsOf(judged: Judged): ReadonlyMap<string, Between> {
  const { findings } = judged.decision.examination;
  // Innocence in shares of one.
  const innocence = new Map<string, { low: number; high: number }>();
  const accuse = (party: string, low: number, high: number): void => {
    const known = innocence.get(party) ?? { low: 1, high: 1 };
    const share = (ppm: number): number => (MILLION - Math.min(MILLION, Math.max(0, ppm))) / MILLION;
    innocence.set(party, { low: known.low * share(high), high: known.high * share(low) });
  };
  for (const { answers } of restate(judged)) {
    const parties = new Set(answers.flatMap(({ culprits }) => culprits));
    for (const party of parties) {
      const against = answers.filter(({ culprits }) => culprits.includes(party));
      const guilt = against.reduce((sum, { ppm }) => sum + ppm, 0);
      const slack = Math.min(against.length, answers.length - against.length);
      accuse(party, guilt - slack, guilt + slack);
    }
  }
  for (const { party, ppm } of findings.flatMap(namedBy)) accuse(party, ppm, ppm);
  const ppmOf = (share: number): number => (1 - share) * MILLION;
  return new Map(
    [...innocence].map(([party, { low, high }]) => [
      party,
      // Half way between two integers a last bit may round either way.
      { low: Math.round(ppmOf(high) - 1e-6), high: Math.round(ppmOf(low) + 1e-6) },
    ]),
  );
}
