/** A whole case in one picture. */
import type { CustodyPicture } from './custody-picture.ts';
import { custodyDrawing } from './draw-custody-graph.ts';
import { weightsDrawing } from './draw-weights.ts';
import { MARGIN } from './measures.ts';
import { d, path, shift, standAlone, write } from './svg.ts';
import { fitText, groupThousands } from './text.ts';
import type { WeightsPicture } from './weights-picture.ts';

export interface CasePicture {
  /** The case in one line: "Paid: Berta. Aron signed twice (96.3 %)." */
  readonly headline: string;
  readonly custody: CustodyPicture;
  /** One for each question that was asked; none where findings alone decide. */
  readonly questions: readonly WeightsPicture[];
}

/** So many questions are drawn; the others are counted. */
const MOST_QUESTIONS = 6;

/** Under a wider graph the bars stay comparable at a glance. */
const WIDEST_BARS = 1_280;

const HEADLINE = { size: 23, bold: true };

/** drawCase draws the headline, the custody graph, and each question's weights, one under the other. */
export function drawCase({ headline, custody, questions }: CasePicture): string {
  const graph = custodyDrawing(custody);
  const { width } = graph;
  const barsWidth = Math.min(width, WIDEST_BARS);
  const drawings = [
    graph,
    ...questions.slice(0, MOST_QUESTIONS).map((question) => weightsDrawing(question, barsWidth)),
  ];
  const parts = [write(MARGIN, 52, fitText(headline, width - 2 * MARGIN, HEADLINE), { ...HEADLINE, ink: 'ink' })];
  let y = 74;
  for (const { body, height } of drawings) {
    parts.push(path(d`M ${MARGIN} ${y} H ${width - MARGIN}`, { stroke: { ink: 'hairline' } }), shift(0, y, body));
    y += height;
  }
  const more = questions.length - MOST_QUESTIONS;
  if (more > 0) {
    const text = `and ${groupThousands(more)} more ${more === 1 ? 'question' : 'questions'}, not drawn`;
    parts.push(write(MARGIN, y + 4, text, { size: 13, ink: 'muted' }));
    y += MARGIN;
  }
  const summary = drawings
    .map(({ title, summary: text }) => `${fitText(title, 1_200, { size: 12 })}. ${text}`)
    .join(' ');
  return standAlone({ width, height: y, body: parts.join('\n'), title: headline, summary });
}
