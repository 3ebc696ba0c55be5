/** Checks of the weights of evidence that a verdict gives for its leading hypotheses. */
import { OTHER_EVIDENCE, OTHER_RECORDS } from '#inference';
import type { Judged } from './check-answers.ts';
import type { AnsweredQuestion } from './decide.ts';
import { compareIds, MILLION } from './ppm.ts';
import { failed, held, untold, type CheckResult, type StatedQuestion } from './stated-verdict.ts';
import { STARTING_ODDS, type Weight } from './weights.ts';

/** A weight is the difference of two sums that were rounded, so that one which rounds the other way moves two weights. */
const WITHIN_MILLIBANS = 2;

/**
 * checkWeights: the weights of each question begin with the odds of one among equals, and add up to the log-odds that
 * its leading ppm states; each is what the model gives.
 */
export function checkWeights({ stated, decision, isWeighed }: Judged): CheckResult {
  const groups = stated.qst.map((_, q) => stated.why.filter((weight) => weight.q === q));
  if (groups.flat().length !== stated.why.length) return failed('a weight belongs to no question');
  const isInTurn = stated.why.every(({ q }, i) => i === 0 || (stated.why[i - 1]!.q as number) <= (q as number));
  if (!isInTurn) return failed('the weights do not stand by question');
  for (const [q, weights] of groups.entries()) {
    const asked = decision.questions[q]!;
    const names = namesIn(asked);
    const stranger = weights.find((weight) => !names.has(nameOf(weight)));
    const wrong =
      (stranger === undefined ? null : `nothing here is called ${nameOf(stranger)}`) ??
      findSumMistake(weights, stated.qst[q]!) ??
      (isWeighed ? findOther(weights, asked.weights) : null);
    if (wrong !== null) return failed(`question ${q}: ${wrong}`);
  }
  if (groups.length === 0) return held('there are none');
  const sums = 'they add up to the stated probabilities';
  if (!isWeighed) return untold(`${sums}; without the model they cannot be computed anew`);
  return held(`${sums}, and are those of the model`);
}

const nameOf = ({ about, item }: Pick<Weight, 'about' | 'item'>): string => `${about} ${item}`;

/** Everything about a question that can weigh. */
function namesIn({ question, answers, weights }: AnsweredQuestion): ReadonlySet<string> {
  const { about: fact } = weights.find(({ item }) => item === STARTING_ODDS)!;
  const valuesOf = (about: string, features: Readonly<Record<string, string>>): string[] =>
    Object.entries(features).map(([feature, value]) => nameOf({ about, item: `${feature}=${value}` }));
  return new Set([
    ...[STARTING_ODDS, 'prior', OTHER_RECORDS, OTHER_EVIDENCE].map((item) => nameOf({ about: fact, item })),
    ...answers.flatMap(({ culprits }) => culprits.map((about) => nameOf({ about, item: 'reputation' }))),
    ...question.claims.flatMap(({ id, features }) => valuesOf(id, features)),
    ...valuesOf(fact, question.features),
  ]);
}

/** What the integers alone show. */
function findSumMistake(weights: readonly Weight[], { hyp }: StatedQuestion): string | null {
  const order = (a: Weight, b: Weight): number =>
    Math.abs(b.milliban) - Math.abs(a.milliban) || compareIds(a.about, b.about) || compareIds(a.item, b.item);
  if (weights.some((weight, i) => i > 0 && order(weights[i - 1]!, weight) >= 0))
    return 'the largest weights do not come first';
  const start = weights.filter(({ item }) => item === STARTING_ODDS);
  const equals = millibansOf(1 / hyp.length);
  if (start.length !== 1 || start[0]!.milliban !== equals)
    return `it does not begin with ${equals} millibans, one of equals`;
  const total = weights.reduce((sum, { milliban }) => sum + milliban, 0);
  const leading = hyp[0]!.ppm;
  const [low, high] = [leading - 1, leading + 1].map((ppm) =>
    millibansOf(Math.min(MILLION, Math.max(0, ppm)) / MILLION),
  );
  return total >= low! && total <= high!
    ? null
    : `the weights add up to ${total} millibans, and ${leading} ppm are ${low} to ${high}`;
}

/** Log-odds of a probability in millibans; without bound at 0 and 1. */
const millibansOf = (probability: number): number => Math.round(1000 * Math.log10(probability / (1 - probability))) + 0;

/** The first weight that the model gives otherwise; one that moves nothing is left out on either side. */
function findOther(theirs: readonly Weight[], ours: readonly Weight[]): string | null {
  const known = new Map(ours.map((weight) => [nameOf(weight), weight.milliban]));
  const stated = new Map(theirs.map((weight) => [nameOf(weight), weight.milliban]));
  for (const name of new Set([...known.keys(), ...stated.keys()])) {
    const [their, our] = [stated.get(name) ?? 0, known.get(name) ?? 0];
    if (Math.abs(their - our) > WITHIN_MILLIBANS)
      return `${name} is given ${their} millibans, and the model gives ${our}`;
  }
  return null;
}
