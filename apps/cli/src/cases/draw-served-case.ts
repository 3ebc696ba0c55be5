/** A case of a service as a picture, like those that `judge --svg` draws. */
import { drawCase, type CustodyEdge, type CustodyNode } from '#viz';
import { castOf, headlineOf } from '../case-words.ts';
import { shortId } from '../describe-statement.ts';
import { weightsPicture } from '../draw-decision.ts';
import type { ToldCase } from '../told-case.ts';
import { holdersOf, type ServedCase } from './told-by-service.ts';

/** drawServedCase draws custody, posteriors and weights as one SVG document. */
export function drawServedCase({ view, claims, graph }: ServedCase, told: ToldCase): string {
  const cast = castOf(told);
  const { findings } = told.examination;
  const culprits = new Set(told.culpability.filter(({ named }) => named).map(({ party }) => party));
  const forks = new Set<string>(findings.flatMap(({ code, proof }) => (code === 'fork' ? [proof[0]!] : [])));
  const holders = holdersOf(graph);
  const drawn = new Set(graph.nodes.map(({ digest }) => digest));
  const nodes = graph.nodes.map(({ digest, kind, issuer }): CustodyNode => {
    const holder = holders.get(digest) ?? issuer;
    const tone = (party: string, otherwise: CustodyNode['tone']): CustodyNode['tone'] =>
      culprits.has(party) ? 'culprit' : forks.has(digest) ? 'fork' : otherwise;
    switch (kind) {
      case 'note+jwt':
        return { id: digest, label: view.serial, sublabel: 'the note', kind: 'note', tone: tone(holder, 'plain') };
      case 'redemption+jwt': {
        const of = claims.filter((claim) => claim.digest === digest).map(({ index }) => index);
        const sublabel = `claim ${of.join(', ')}`;
        return { id: digest, label: cast.nameOf(issuer), sublabel, kind: 'redemption', tone: tone(issuer, 'claim') };
      }
      case 'spend+jwt':
        return { id: digest, label: `to ${cast.nameOf(issuer)}`, kind: 'spend', tone: tone(issuer, 'plain') };
      default:
        return { id: digest, label: `to ${cast.nameOf(holder)}`, kind: 'transfer', tone: tone(holder, 'plain') };
    }
  });
  return drawCase({
    headline: headlineOf(told, cast),
    custody: {
      title: view.note === null ? 'Custody' : `Custody of note ${shortId(view.note)}`,
      nodes,
      edges: graph.edges.map(({ from, to }): CustodyEdge => ({
        from,
        to,
        style: forks.has(from) ? 'dashed' : 'solid',
      })),
      marks: findings.map(({ code, proof, parties }) => ({
        node: proof.find((digest) => drawn.has(digest)) ?? view.note ?? '',
        text: `${code.replaceAll('_', ' ')}: ${parties.slice(0, 3).map(cast.nameOf).join(', ')}`,
      })),
      aside: claims.flatMap(({ sound, index, defect, at, why }) =>
        sound || defect === null
          ? []
          : [
              {
                label: `claim ${index}`,
                reason: `${defect}${at === null ? '' : ` at statement ${at}`}${why === undefined ? '' : `: ${why}`}`,
              },
            ],
      ),
    },
    questions: told.questions.map((answered) => weightsPicture(answered, cast)),
  });
}
