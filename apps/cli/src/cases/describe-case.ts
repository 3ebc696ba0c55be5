/** A case of a service as text for a terminal; its texts were made fit for one when they were read. */
import { describeAnswers, describeAwards, describeFindings, MOST_LISTED, type Ink } from '../case-sections.ts';
import { castOf, headlineOf, type Cast } from '../case-words.ts';
import { shortId } from '../describe-statement.ts';
import { formatTable } from '../table.ts';
import { drawCustodyText } from './custody-text.ts';
import { holdersOf, type ServedCase } from './told-by-service.ts';
import type { ConflictLine } from '#tribunal';

/** describeCase writes the whole report, without a newline at its end. */
export function describeCase(served: ServedCase, ink: Ink): string {
  const { view, told } = served;
  const title = `${ink.bold(`Case ${view.id}`)}: ${stateInWords(view)}`;
  if (told === null) {
    return [
      title,
      describeNote(served, null, ink),
      describeWaiting(served, ink),
      describeSteps(served, null, ink),
    ].join('\n\n');
  }
  const cast = castOf(told);
  const isBehind = view.examined !== view.revision;
  const sections = [
    `${title}\n${headlineOf(told, cast)}`,
    isBehind ? 'More was handed in since: what follows rests on what was there before.' : '',
    describeNote(served, cast, ink),
    describeClaims(served, cast, ink),
    describeCustody(served, cast, ink),
    describeFindings(told, cast, ink),
    ...told.questions.map((answered) => describeAnswers(answered, told, cast, ink)),
    describeAwards(told, cast, ink),
    describeSteps(served, cast, ink),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** stateInWords says how a case stands. */
export function stateInWords({ state, deadline, round }: Pick<ConflictLine, 'state' | 'deadline' | 'round'>): string {
  const until = deadline === null ? '' : `, open to challenge until ${deadline}`;
  switch (state) {
    case 'waiting':
      return 'a lone claim, which becomes a conflict when a second one on its serial arrives';
    case 'received':
      return 'received, waiting to be examined';
    case 'examined':
      return 'examined, waiting to be decided';
    case 'proposed':
      return `a verdict is proposed (round ${round ?? 0})${until}`;
    case 'final':
      return `final (round ${round ?? 0})`;
    case 'frozen':
      return 'frozen: the two verifiers differ on a signature, so nothing is decided';
    case 'reopened':
      return 'opened again, waiting to be examined';
    default:
      return String(state satisfies never);
  }
}

function describeNote({ view }: ServedCase, cast: Cast | null, { bold, dim }: Ink): string {
  const people = (cast?.list ?? [['the issuer', view.issuer] as const])
    .slice(0, MOST_LISTED)
    .map(([name, id]) => [name, dim(id)]);
  const more = (cast?.list.length ?? 0) - MOST_LISTED;
  const id = view.note === null ? '' : `, id ${dim(view.note)}`;
  const serial = JSON.stringify(view.serial);
  return `${bold('The note')}\n  serial ${serial}${id}\n${formatTable(people)}${more > 0 ? `\n  and ${more} more` : ''}`;
}

function describeClaims({ view, claims, claimIds, ignored }: ServedCase, cast: Cast, ink: Ink): string {
  const handedIn = new Map(view.claims.map((claim) => [claim.id, claim]));
  const rows = claims.map(({ index, sound, defect, at, why, claimant }) => {
    const claim = handedIn.get(claimIds[index] ?? '');
    handedIn.delete(claimIds[index] ?? '');
    const standing = sound
      ? ink.green('sound')
      : defect === null
        ? ink.red(`frozen: the verifiers differ at statement ${at ?? '?'}`)
        : `${ink.red(`set aside: ${defect}`)}${at === null ? '' : ` at statement ${at}`}${why === undefined ? '' : `: ${why}`}`;
    return [
      `claim ${index}`,
      `by ${claimant === null ? 'nobody' : cast.nameOf(claimant)}`,
      ink.dim(claim === undefined ? '' : cameInWords(claim)),
      standing,
    ];
  });
  for (const claim of handedIn.values()) rows.push(['a claim', '', ink.dim(cameInWords(claim)), 'not examined yet']);
  return [
    ink.bold('The claims'),
    rows.length === 0 ? '  none' : formatTable(rows.slice(0, MOST_LISTED)),
    ...(rows.length > MOST_LISTED ? [`  and ${rows.length - MOST_LISTED} more`] : []),
    ...(ignored > 0
      ? [`  ${ignored} evidence ${ignored === 1 ? 'statement does' : 'statements do'} not verify and count for nothing`]
      : []),
  ].join('\n');
}

function describeWaiting({ view }: ServedCase, { bold, dim }: Ink): string {
  const rows = view.claims.slice(0, MOST_LISTED).map((claim) => ['a claim', dim(cameInWords(claim))]);
  return `${bold('The claims')}\n${rows.length === 0 ? '  none' : formatTable(rows)}`;
}

function cameInWords({ receivedAt, bank, paid, evidence, reference }: ServedCase['view']['claims'][number]): string {
  const known = reference === null ? '' : `, ${JSON.stringify(reference)}`;
  const witness = evidence === 0 ? '' : `, ${evidence} of evidence`;
  return `received ${receivedAt} by bank ${shortId(bank)}${paid ? ', which has paid' : ''}${witness}${known}`;
}

/** Findings whose first proof is a holding, and what is said of that. */
const MARKED: Readonly<Record<string, string | undefined>> = {
  fork: 'signed over more than once',
  duplicate: 'redeemed more than once',
};

function describeCustody({ graph, told, claims, view }: ServedCase, cast: Cast, { bold, red }: Ink): string {
  if (graph.nodes.length === 0) return '';
  const nodes = new Map(graph.nodes.map((node) => [node.digest, node]));
  const holders = holdersOf(graph);
  // A bearer note is to nobody: whoever redeems it is not known to have been given it by its issuer.
  const passedOn = new Set(
    graph.edges.flatMap(({ from, to }) => (nodes.get(to)?.kind === 'transfer+jwt' ? [from] : [])),
  );
  const marks = new Map(
    told!.examination.findings.flatMap(({ code, proof }): [string, string][] =>
      MARKED[code] === undefined ? [] : [[proof[0]!, MARKED[code]]],
    ),
  );
  const labelOf = (digest: string): string => {
    const { kind, issuer } = nodes.get(digest)!;
    const holder = holders.get(digest);
    const to = holder === undefined ? '' : ` to ${cast.nameOf(holder)}`;
    const mark = marks.has(digest) ? `  ${red(`← ${marks.get(digest)!}`)}` : '';
    switch (kind) {
      case 'note+jwt':
        return `the note${digest === view.note ? '' : ` ${shortId(digest)}`}, issued by ${cast.nameOf(issuer)}${passedOn.has(digest) ? to : ''}${mark}`;
      case 'transfer+jwt':
        return `passed on by ${cast.nameOf(issuer)}${to}${mark}`;
      case 'spend+jwt':
        return `spent to ${cast.nameOf(issuer)}${mark}`;
      case 'redemption+jwt': {
        const of = claims.filter((claim) => claim.digest === digest).map(({ index }) => index);
        return `redeemed by ${cast.nameOf(issuer)}: claim ${of.join(', ')}`;
      }
      default:
        return `${kind} by ${cast.nameOf(issuer)}${mark}`;
    }
  };
  const lines = drawCustodyText(graph, { labelOf, isMarked: (digest) => marks.has(digest) });
  return [bold('Custody'), ...lines.map((line) => `  ${line}`)].join('\n');
}

const STEPS: Readonly<Record<string, string>> = {
  action_required: 'has to act',
  waiting_for_others: 'waits for others',
  appealable: 'may challenge the verdict',
  closed: 'has nothing more to do',
};

function describeSteps({ view }: ServedCase, cast: Cast | null, { bold, dim }: Ink): string {
  const rows = view.parties
    .slice(0, MOST_LISTED)
    .map(({ party, roles, next, by }) => [
      cast?.nameOf(party) ?? shortId(party),
      dim(roles.join(', ')),
      `${STEPS[next] ?? next}${by === null ? '' : ` until ${by}`}`,
    ]);
  const verdict =
    view.verdict === null
      ? []
      : [`  the verdict of round ${view.round ?? 0}: assize case verdict ${view.id} --out verdict.jws`];
  if (rows.length + verdict.length === 0) return '';
  return [bold('What is next'), ...(rows.length === 0 ? [] : [formatTable(rows)]), ...verdict].join('\n');
}
