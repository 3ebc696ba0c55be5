/** The custody picture: a title, what was counted, the graph, a key of the signs used, and what was set aside. */
import { capBranches, type Capped } from './cap-branches.ts';
import type { CustodyPicture } from './custody-picture.ts';
import { drawCrossLink, drawTreeEdge, drawTrunk, lanesHeight, lanesOf } from './draw-edge.ts';
import { drawKey } from './draw-key.ts';
import { captionOf, drawMark, drawNode } from './draw-node.ts';
import { drawRemarks, type Remarks } from './draw-remarks.ts';
import { foldRuns } from './fold-runs.ts';
import { plantForest, type Forest } from './forest.ts';
import { MARGIN, PICTURE_WIDTH } from './measures.ts';
import { MOST_MARKS, placeNodes, type Layout } from './place-nodes.ts';
import { shift, standAlone, write, type Drawing } from './svg.ts';
import { cleanText, fitText, groupThousands } from './text.ts';

/** drawCustodyGraph draws who held the note, where custody parted, and what was presented in the end. */
export const drawCustodyGraph = (picture: CustodyPicture): string => standAlone(custodyDrawing(picture));

/** layOutCustody is everything about the graph that can be decided without drawing it. */
export function layOutCustody(picture: CustodyPicture): {
  forest: Forest;
  layout: Layout;
  folded: number;
  capped: Capped;
} {
  const forest = plantForest(picture);
  const folded = foldRuns(forest);
  const capped = capBranches(forest);
  return { forest, layout: placeNodes(forest, PICTURE_WIDTH - 2 * MARGIN, captionOf), folded, capped };
}

export function custodyDrawing(picture: CustodyPicture): Drawing {
  const { forest, layout, folded, capped } = layOutCustody(picture);
  const width = Math.max(PICTURE_WIDTH, layout.width + 2 * MARGIN);
  const inner = width - 2 * MARGIN;
  const counted = countingLine(picture, folded, capped);
  const parts = [
    write(MARGIN, 40, fitText(picture.title, inner, { size: 19, bold: true }), { size: 19, bold: true, ink: 'ink' }),
    write(MARGIN, 62, fitText(counted, inner, { size: 13 }), { size: 13, ink: 'muted' }),
  ];
  let y = 62 + 28;
  parts.push(shift((width - layout.width) / 2, y, drawForest(forest, layout)));
  y += layout.height + lanesHeight(forest.crossLinks) + 30;
  for (const block of [drawKey(forest, inner), drawRemarks(remarksOf(picture, forest, capped), inner)]) {
    if (block.height === 0) continue;
    parts.push(shift(MARGIN, y, block.body));
    y += block.height + 18;
  }
  const height = y + MARGIN - 18;
  return { width, height, body: parts.join('\n'), title: picture.title, summary: summarise(picture, counted) };
}

function drawForest({ order, crossLinks }: Forest, layout: Layout): string {
  const boxes = order.map((vertex) => layout.boxes.get(vertex)!);
  const lanes = lanesOf(crossLinks);
  return [
    ...boxes.map((box) => drawTrunk(box, layout)),
    ...boxes.map((box) =>
      box.vertex.parent === null ? '' : drawTreeEdge(layout.boxes.get(box.vertex.parent)!, box, layout.bend),
    ),
    ...crossLinks.map((link, i) => drawCrossLink(link, layout, lanes[i]!)),
    ...boxes.map(drawNode),
    ...boxes.flatMap(({ marks, vertex }) => marks.map((mark) => drawMark(mark, vertex.tone))),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function countingLine({ nodes }: CustodyPicture, folded: number, capped: Capped): string {
  const { branches, drawnBranches, leftOut } = capped;
  const statements = new Set(nodes.map(({ id }) => id)).size;
  const drawn = drawnBranches < branches ? `, ${groupThousands(drawnBranches)} of them drawn` : '';
  const parts = [count(statements, 'statement', 'statements'), count(branches, 'branch', 'branches') + drawn];
  if (folded > 0) parts.push(`${groupThousands(folded)} folded`);
  if (leftOut > 0) parts.push(`${count(leftOut, 'statement', 'statements')} not drawn`);
  return parts.join(' · ');
}

const count = (n: number, one: string, many: string): string => `${groupThousands(n)} ${n === 1 ? one : many}`;

/** remarksOf gathers what has no place in the graph: claims set aside, and findings that did not fit over a node. */
function remarksOf({ aside }: CustodyPicture, { order }: Forest, { hiddenMarks }: Capped): Remarks {
  const crowded = order.flatMap(({ marks }) => marks.slice(MOST_MARKS));
  return { aside, findings: [...crowded, ...hiddenMarks] };
}

/** summarise is the graph for those who do not see it. */
function summarise({ marks, aside, nodes }: CustodyPicture, counted: string): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const say = (text: string): string => cleanText(text.slice(0, 120));
  const found = marks.slice(0, 12).map(({ node, text }) => `${say(text)} (${say(labels.get(node) ?? 'not shown')})`);
  const left = aside.slice(0, 12).map(({ label, reason }) => `${say(label)}: ${say(reason)}`);
  return [
    `Custody graph: ${counted}.`,
    found.length > 0 ? `Findings: ${found.join('; ')}.` : '',
    left.length > 0 ? `Set aside: ${left.join('; ')}.` : '',
  ]
    .filter((line) => line !== '')
    .join(' ');
}
