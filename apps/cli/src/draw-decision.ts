/** A decided case as a picture: custody graph, posteriors and weights, in the words of the report. */
import type { Decision } from '#arbitration';
import type { CustodyGraph, FindingCode, Step } from '#custody';
import { drawCase, type CustodyEdge, type CustodyNode, type CustodyPicture, type WeightsPicture } from '#viz';
import { castOf, headlineOf, hypothesisInWords, titleOf, weightInWords, type Cast } from './case-words.ts';
import { shortId } from './describe-statement.ts';
import type { ToldAnswers } from './told-case.ts';

/** drawDecision draws what `judge` reports, as one SVG document. */
export function drawDecision(decision: Decision): string {
  const cast = castOf(decision);
  return drawCase({
    headline: headlineOf(decision, cast),
    custody: custodyOf(decision, cast),
    questions: decision.questions.map((answered) => weightsPicture(answered, cast)),
  });
}

/** weightsPicture draws a question: its answers and the weights of evidence behind the likeliest. */
export const weightsPicture = ({ question, answers, weights }: ToldAnswers, cast: Cast): WeightsPicture => ({
  title: titleOf(question, cast),
  hypotheses: answers.map(({ id, culprits, ppm, bare }) => ({
    label: hypothesisInWords(question, id, culprits, cast),
    ppm,
    bare,
  })),
  weights: weights.map((weight) => ({ label: weightInWords(question, weight, cast), milliban: weight.milliban })),
  total: weights.reduce((sum, { milliban }) => sum + milliban, 0),
});

function custodyOf({ examination, culpability }: Decision, cast: Cast): CustodyPicture {
  const { graph, findings } = examination;
  const culprits = new Set(culpability.filter(({ named }) => named).map(({ party }) => party));
  const forks = new Set(findings.filter(({ code }) => code === 'fork').map(({ proof }) => proof[0]!));
  const nodes = new Map<string, CustodyNode>();
  const edges = new Map<string, CustodyEdge>();
  const link = (from: string, to: string, style: CustodyEdge['style'], label?: string): void => {
    edges.set(`${from} ${to}`, { from, to, style, ...(label === undefined ? {} : { label }) });
  };
  for (const { steps, index } of graph.claims) {
    for (const [place, step] of steps.entries()) {
      if (!nodes.has(step.digest)) nodes.set(step.digest, nodeOf(step, index, cast, culprits, forks));
      const before = steps[place - 1];
      if (before !== undefined)
        link(before.digest, step.digest, forks.has(before.digest) || isBare(before) ? 'dashed' : 'solid');
    }
  }
  for (const { proof, statements, parties, branches, code } of findings) {
    if (code !== 'delivery_fork') continue;
    for (const [i, { next, claims }] of branches!.entries()) {
      const claim = graph.claims.find(({ index }) => claims.includes(index))!;
      const id = proof[i] ?? statements[i]!;
      nodes.set(id, {
        id,
        label: `${cast.nameOf(parties[0]!)} delivers to ${cast.nameOf(next)}`,
        kind: 'delivery',
        tone: 'fork',
      });
      edges.delete(`${claim.note.digest} ${claim.redemption.digest}`);
      link(claim.note.digest, id, 'dashed');
      link(id, claim.redemption.digest, 'dashed');
    }
  }
  return {
    title: examination.note === null ? 'Custody' : `Custody of note ${shortId(examination.note)}`,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    marks: findings.map(({ code, proof, parties, note }) => ({
      node: markedNode(graph, code, proof[0]!, note),
      text: `${code.replaceAll('_', ' ')}: ${parties.slice(0, 3).map(cast.nameOf).join(', ')}`,
    })),
    aside: examination.claims.flatMap(({ sound, index, fault, at }) =>
      sound || fault === null
        ? []
        : [
            {
              label: `claim ${index}`,
              reason: `${fault.defect}${at === null ? '' : ` at statement ${at}`}: ${fault.why}`,
            },
          ],
    ),
  };
}

/** A finding is marked where its party held the note: what a key signed stands behind the holding that it had. */
function markedNode({ steps }: CustodyGraph, code: FindingCode, first: string, note: string): string {
  if (code === 'copy') return note;
  const isHeldBefore = code === 'counter_reuse' || code === 'time_inversion';
  const holding = isHeldBefore
    ? steps.find(({ successors }) => successors.some(({ digest }) => digest === first))
    : undefined;
  return holding?.digest ?? (steps.some(({ digest }) => digest === first) ? first : note);
}

/** A bearer or one-show note names no holder, so no signature of the note leads on from it. */
const isBare = (step: Step): boolean => step.kind === 'note+jwt' && step.nextKey === null;

function nodeOf(
  step: Step,
  claim: number,
  cast: Cast,
  culprits: ReadonlySet<string>,
  forks: ReadonlySet<string>,
): CustodyNode {
  const { digest: id, note, nextKey, issuer } = step;
  const tone = (party: string, otherwise: CustodyNode['tone']): CustodyNode['tone'] =>
    culprits.has(party) ? 'culprit' : forks.has(id) ? 'fork' : otherwise;
  if (note !== null) {
    const holder = nextKey === null ? `a ${note.noteClass} note` : `to ${cast.nameOf(nextKey.id)}`;
    const { amt, cur } = note.value;
    return { id, label: `${amt} ${cur}`, sublabel: holder, kind: 'note', tone: tone(nextKey?.id ?? issuer, 'plain') };
  }
  if (step.kind === 'redemption+jwt') {
    return {
      id,
      label: cast.nameOf(issuer),
      sublabel: `claim ${claim}`,
      kind: 'redemption',
      tone: tone(issuer, 'claim'),
    };
  }
  const holder = nextKey?.id ?? issuer;
  const kind = step.kind === 'spend+jwt' ? 'spend' : 'transfer';
  return {
    id,
    label: `to ${cast.nameOf(holder)}`,
    ...(cast.nameOf(holder) === shortId(holder) ? {} : { sublabel: shortId(holder) }),
    kind,
    tone: tone(holder, 'plain'),
  };
}
