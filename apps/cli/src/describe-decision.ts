/** A decision as text for a terminal: what happened, what is proved, what is open and how likely, what would settle it. */
import { findSettling, type AnsweredQuestion, type Decision } from '#arbitration';
import type { Market } from '#inference';
import { describeAnswers, describeAwards, describeFindings, MOST_LISTED, type Ink } from './case-sections.ts';
import { castOf, culpritsOf, headlineOf, hypothesisInWords, percent, type Cast } from './case-words.ts';
import { shortId, timeInWords } from './describe-statement.ts';
import { escapeControls } from './escape-controls.ts';
import { formatTable } from './table.ts';

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
    ...questions
      .slice(0, MOST_QUESTIONS)
      .map((answered) =>
        [describeAnswers(answered, decision, cast, ink), ...settlingOf(answered, market, cast, ink)].join('\n'),
      ),
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
    return [
      `from ${cast.nameOf(claimant)}${isAlone(claim) ? '' : ` for ${cast.claimOf(claim)}`}:`,
      wanted[feature] ?? feature,
      ink.dim(`then ${hypothesisInWords(question, leading, culpritsOf(leading), cast)}: ${percent(ppm)}`),
    ];
  });
  return [ink.bold('What could change it most'), formatTable(rows)];
}
