/** The sections that every report of a case has, whoever decided it. */
import {
  bindingInWords,
  decibans,
  findingInWords,
  hypothesisInWords,
  listed,
  percent,
  titleOf,
  weightInWords,
  type Cast,
} from './case-words.ts';
import { formatTable } from './table.ts';
import type { ToldAnswers, ToldCase } from './told-case.ts';

/** The few colours that a report uses; each function returns its text as it is where there are none. */
export interface Ink {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
}

const BAR = 20;
const MOST_WEIGHTS = 8;

/** Of everything that is listed, so many lines. */
export const MOST_LISTED = 12;

/** describeFindings says what the statements show. */
export function describeFindings({ examination }: ToldCase, cast: Cast, { bold, dim }: Ink): string {
  const { findings, outcome } = examination;
  if (findings.length === 0)
    return outcome === 'split' ? '' : `${bold('What the statements show')}\n  nothing against anybody`;
  const lines = findings
    .slice(0, MOST_LISTED)
    .map((finding) => `  ${finding.code}: ${findingInWords(finding, cast)} ${dim(`(${bindingInWords(finding)})`)}`);
  const more = findings.length - MOST_LISTED;
  return [bold('What the statements show'), ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

/** describeAnswers gives a question with its answers, how far they are proved, and why. */
export function describeAnswers(answered: ToldAnswers, told: ToldCase, cast: Cast, ink: Ink): string {
  const { question, answers, weights } = answered;
  const rows = answers
    .slice(0, MOST_LISTED)
    .map(({ id, culprits, ppm, bare }, i) => [
      i === 0 ? ink.bold(percent(ppm)) : percent(ppm),
      bar(ppm),
      hypothesisInWords(question, id, culprits, cast),
      ink.dim(percent(bare)),
    ]);
  const why = weights
    .slice(0, MOST_WEIGHTS)
    .map((weight) => [decibans(weight.milliban), weightInWords(question, weight, cast)]);
  const total = weights.reduce((sum, { milliban }) => sum + milliban, 0);
  const rest = weights.slice(MOST_WEIGHTS).reduce((sum, { milliban }) => sum + milliban, 0);
  if (weights.length > MOST_WEIGHTS) why.push([decibans(rest), `${weights.length - MOST_WEIGHTS} more`]);
  why.push([ink.bold(decibans(total)), ink.bold(`in all: odds that come to ${percent(answers[0]!.ppm)}`)]);
  return [
    ink.bold(titleOf(question, cast)),
    formatTable([['', '', '', ink.dim('without reputations')], ...rows], { right: [0, 3] }),
    ...(answers.length > MOST_LISTED ? [`  and ${answers.length - MOST_LISTED} less likely`] : []),
    `  ${standingOf(answered, told)}`,
    ink.bold('Why') +
      ink.dim(' (weights of evidence for the likeliest answer, in decibans; 10 are odds of ten to one)'),
    formatTable(why, { right: [0] }),
  ].join('\n');
}

const bar = (ppm: number): string => '█'.repeat(Math.round((ppm / 1_000_000) * BAR)).padEnd(BAR, '·');

function standingOf({ answers, standard, outcome }: ToldAnswers, { policy, culpability }: ToldCase): string {
  const reached = standard === 'none' ? 'reaches no standard of proof' : `reaches the standard “${standard}”`;
  const [leading] = answers;
  if (outcome !== 'not_proven') {
    return standard === 'preponderance'
      ? 'Likelier than not, which is enough for an answer that names nobody.'
      : `Proven: it ${reached}.`;
  }
  const needed = leading!.culprits.length === 0 ? policy.answerFrom : policy.nameFrom;
  const asked =
    needed === undefined || policy.standards === undefined
      ? `too little for the policy ${policy.id}`
      : `the policy asks for “${needed}” (over ${percent(policy.standards[needed])})`;
  const named = leading!.culprits.length > 0 && culpability.some((one) => one.named);
  const anyway = named ? ' Who is named below is culpable under several answers taken together.' : '';
  return `Not proven: the likeliest answer ${reached}; ${asked}.${anyway}`;
}

/** describeAwards says what is to be done with the value, and who is named. */
export function describeAwards(
  { awards, culpability, policy, examination }: ToldCase,
  cast: Cast,
  { bold, dim }: Ink,
): string {
  if (examination.outcome === 'split') return '';
  const value = examination.terms?.value;
  // Listed as the claims came; a redemption that was presented twice is its first claim.
  const claims = new Map<string, ToldCase['examination']['claims'][number]>(
    [...examination.claims].reverse().map((claim) => [claim.digest ?? '', claim]),
  );
  const inOrder = [...awards].sort((a, b) => (claims.get(a.claim)?.index ?? 0) - (claims.get(b.claim)?.index ?? 0));
  const rows = inOrder.slice(0, MOST_LISTED).map(({ claim, act, ppm }) => {
    const share = `${percent(ppm)} of ${value === undefined ? 'the face value' : `${value.amt} ${value.cur}`}`;
    const who = cast.nameOf(claims.get(claim)?.claimant ?? '');
    return [`${cast.claimOf(claim)} (${who})`, act, act === 'pay' || act === 'share' ? share : ''];
  });
  const named = culpability
    .filter((one) => one.named)
    .map(({ party, ppm }) => `${cast.nameOf(party)} (${percent(ppm)})`);
  return [
    `${bold('Recommended')} ${dim(`(policy ${policy.id}, least expected loss)`)}`,
    rows.length === 0 ? '  nothing to award' : formatTable(rows),
    ...(awards.length > MOST_LISTED ? [`  and ${awards.length - MOST_LISTED} more`] : []),
    `  named as culpable: ${named.length === 0 ? 'nobody' : listed(named)}`,
  ].join('\n');
}
