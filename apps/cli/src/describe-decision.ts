/** A decision as text for a terminal: what happened, what is proved, what is open and how likely, what would settle it. */
import { findSettling, type AnsweredQuestion, type Decision } from '#arbitration';
import type { JudgedClaim } from '#custody';
import type { Market } from '#inference';
import {
  bindingInWords,
  castOf,
  decibans,
  findingInWords,
  headlineOf,
  hypothesisInWords,
  listed,
  percent,
  titleOf,
  weightInWords,
  type Cast,
} from './case-words.ts';
import { shortId, timeInWords } from './describe-statement.ts';
import { escapeControls } from './escape-controls.ts';
import { formatTable } from './table.ts';

/** The few colours that a report uses; each function returns its text as it is where there are none. */
export interface Ink {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
}

const BAR = 20;
const MOST_LISTED = 12;
const MOST_QUESTIONS = 6;

/** describeDecision writes the whole report of one file, without a newline at its end. */
export function describeDecision(file: string, decision: Decision, market: Market, ink: Ink): string {
  const cast = castOf(decision);
  const { examination, questions } = decision;
  const reference = examination.submission.reference;
  const title = `${escapeControls(file)}${reference === null ? '' : `: ${escapeControls(reference)}`}`;
  const sections = [
    `${ink.bold(title)}\n${headlineOf(decision, cast)}`,
    describeNote(decision, cast, ink),
    describeClaims(decision, cast, ink),
    describeFindings(decision, cast, ink),
    ...questions.slice(0, MOST_QUESTIONS).map((answered) => describeQuestion(answered, decision, market, cast, ink)),
    questions.length > MOST_QUESTIONS
      ? `and ${questions.length - MOST_QUESTIONS} more questions (--json has them all)`
      : '',
    describeAwards(decision, cast, ink),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function describeNote({ examination }: Decision, cast: Cast, { bold, dim }: Ink): string {
  const { terms, note } = examination;
  if (terms === null || note === null) return '';
  const { value, noteClass, serial } = terms;
  const people = cast.list.slice(0, MOST_LISTED).map(([name, id]) => [name, dim(id)]);
  const rest = cast.list.length > MOST_LISTED ? `\n  and ${cast.list.length - MOST_LISTED} more` : '';
  const article = /^[ae]/.test(noteClass) ? 'an' : 'a';
  return `${bold('The note')}\n  ${value.amt} ${value.cur}, ${article} ${noteClass} note, serial ${escapeControls(JSON.stringify(serial))}, id ${dim(note)}\n${formatTable(people)}${rest}`;
}

function describeClaims({ examination }: Decision, cast: Cast, { bold, red, green, dim }: Ink): string {
  const rows = examination.claims.slice(0, MOST_LISTED).map(({ index, sound, fault, at, claimant }) => {
    const { transcript, receivedAt, bank, paid } = examination.submission.claims[index]!;
    const who = claimant === null ? 'nobody' : cast.nameOf(claimant);
    const verdict = sound
      ? green('sound')
      : fault === null
        ? red(`frozen: the verifiers differ at statement ${at ?? '?'}`)
        : `${red(`set aside: ${fault.defect}`)}${at === null ? '' : ` at statement ${at}`}: ${escapeControls(fault.why)}`;
    const came = `received ${timeInWords(receivedAt)} by bank ${shortId(bank)}${paid ? ', which has paid' : ''}`;
    const count = transcript.length === 1 ? '1 statement' : `${transcript.length} statements`;
    return [`claim ${index}`, `by ${who}`, count, dim(came), verdict];
  });
  const more = examination.claims.length - MOST_LISTED;
  const ignored = examination.ignored.length;
  return [
    bold('The claims'),
    ...(rows.length === 0 ? ['  none'] : [formatTable(rows)]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(ignored > 0
      ? [`  ${ignored} evidence ${ignored === 1 ? 'statement does' : 'statements do'} not verify and count for nothing`]
      : []),
  ].join('\n');
}

function describeFindings({ examination }: Decision, cast: Cast, { bold, dim }: Ink): string {
  const { findings, outcome } = examination;
  if (findings.length === 0)
    return outcome === 'split' ? '' : `${bold('What the statements show')}\n  nothing against anybody`;
  const lines = findings
    .slice(0, MOST_LISTED)
    .map((finding) => `  ${finding.code}: ${findingInWords(finding, cast)} ${dim(`(${bindingInWords(finding)})`)}`);
  const more = findings.length - MOST_LISTED;
  return [bold('What the statements show'), ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

function describeQuestion(
  answered: AnsweredQuestion,
  decision: Decision,
  market: Market,
  cast: Cast,
  ink: Ink,
): string {
  const { question, answers, weights } = answered;
  const rows = answers
    .slice(0, MOST_LISTED)
    .map(({ id, culprits, ppm, bare }, i) => [
      i === 0 ? ink.bold(percent(ppm)) : percent(ppm),
      bar(ppm),
      hypothesisInWords(question, id, culprits, cast),
      ink.dim(percent(bare)),
    ]);
  const why = weights.slice(0, 8).map((weight) => [decibans(weight.milliban), weightInWords(answered, weight, cast)]);
  const total = weights.reduce((sum, { milliban }) => sum + milliban, 0);
  const rest = weights.slice(8).reduce((sum, { milliban }) => sum + milliban, 0);
  if (weights.length > 8) why.push([decibans(rest), `${weights.length - 8} more`]);
  why.push([ink.bold(decibans(total)), ink.bold(`in all: odds that come to ${percent(answers[0]!.ppm)}`)]);
  return [
    ink.bold(titleOf(question, cast)),
    formatTable([['', '', '', ink.dim('without reputations')], ...rows], { right: [0, 3] }),
    ...(answers.length > MOST_LISTED ? [`  and ${answers.length - MOST_LISTED} less likely`] : []),
    `  ${standingOf(answered, decision)}`,
    ink.bold('Why') +
      ink.dim(' (weights of evidence for the likeliest answer, in decibans; 10 are odds of ten to one)'),
    formatTable(why, { right: [0] }),
    ...settlingOf(answered, market, cast, ink),
  ].join('\n');
}

const bar = (ppm: number): string => '█'.repeat(Math.round((ppm / 1_000_000) * BAR)).padEnd(BAR, '·');

function standingOf({ answers, standard, outcome }: AnsweredQuestion, { policy, culpability }: Decision): string {
  const reached = standard === 'none' ? 'reaches no standard of proof' : `reaches the standard “${standard}”`;
  const [leading] = answers;
  if (outcome !== 'not_proven') {
    return standard === 'preponderance'
      ? 'Likelier than not, which is enough for an answer that names nobody.'
      : `Proven: it ${reached}.`;
  }
  const needed = leading!.culprits.length === 0 ? policy.answerFrom : policy.nameFrom;
  const limit = percent(policy.standards[needed]);
  const named = leading!.culprits.length > 0 && culpability.some((one) => one.named);
  const anyway = named ? ' Who is named below is culpable under several answers taken together.' : '';
  return `Not proven: the likeliest answer ${reached}; the policy asks for “${needed}” (over ${limit}).${anyway}`;
}

function settlingOf({ question }: AnsweredQuestion, market: Market, cast: Cast, ink: Ink): string[] {
  const settlings = findSettling(question, market);
  const isAlone = (claim: string): boolean => {
    const { claimant } = question.claims.find(({ id }) => id === claim)!;
    return question.claims.filter((other) => other.claimant === claimant).length === 1;
  };
  if (settlings.length === 0) return [];
  const wanted: Readonly<Record<string, string>> = {
    receipt: 'its payer’s signature that it handed the note over',
    check: 'proof that it asked the issuer before taking the note',
    device: 'an attestation that its key is kept in hardware',
    timestamp: 'a witness’s timestamp of its receipt or redemption',
    testimony: 'its testimony',
  };
  const rows = settlings.map(({ claimant, claim, feature, leading, ppm }) => {
    const culprits = leading
      .slice(leading.indexOf(':') + 1)
      .split('+')
      .filter(Boolean);
    return [
      `from ${cast.nameOf(claimant)}${isAlone(claim) ? '' : ` for ${cast.claimOf(claim)}`}:`,
      wanted[feature] ?? feature,
      ink.dim(`then ${hypothesisInWords(question, leading, culprits, cast)}: ${percent(ppm)}`),
    ];
  });
  return [ink.bold('What could change it most'), formatTable(rows)];
}

function describeAwards(
  { awards, culpability, policy, examination }: Decision,
  cast: Cast,
  { bold, dim }: Ink,
): string {
  if (examination.outcome === 'split') return '';
  const value = examination.terms?.value;
  // Listed as the claims came; a redemption that was presented twice is its first claim.
  const claims = new Map<string, JudgedClaim>(
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
