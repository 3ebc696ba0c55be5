/** Edges: a bend in the gap behind the earlier statement, then level to the later one, with the label over that stretch. */
import type { CrossLink } from './forest.ts';
import type { Ink } from './palette.ts';
import { EDGE_LABEL, type Box, type Layout } from './place-nodes.ts';
import { d, path, write, type Stroke } from './svg.ts';
import { widthOf } from './text.ts';

const HEAD = 7;
const LANE = 16;

/** With more children than this, edges share a trunk instead of each bending by itself. */
const MOST_BENDS = 6;

/** drawTreeEdge draws the edge into a box from its parent's. */
export function drawTreeEdge(from: Box, to: Box, bend: number): string {
  const [startX, startY] = [from.x + from.width, from.y + from.height / 2];
  const [endX, endY] = [to.x, to.y + to.height / 2];
  const turned = from.columnEnd + bend - HEAD;
  const half = (from.columnEnd + turned) / 2;
  const isRest = to.vertex.kind === 'rest';
  const stroke = strokeOf(from, to.vertex.edge?.style === 'dashed' || isRest);
  const tail = d`H ${endX - (isRest ? 0 : HEAD - 1)}`;
  const line = hasTrunk(from)
    ? d`M ${trunkX(from, bend)} ${endY}`
    : d`M ${startX} ${startY} H ${from.columnEnd} C ${half} ${startY} ${half} ${endY} ${turned} ${endY}`;
  const label = to.edgeLabel;
  const labelX = endX - HEAD - 4 - widthOf(label, EDGE_LABEL) / 2;
  return [
    path(`${line} ${tail}`, { stroke }),
    isRest ? '' : arrowHead(endX, endY, stroke.ink),
    write(labelX, endY - 7, label, { ...EDGE_LABEL, ink: 'muted', anchor: 'middle' }),
  ].join('');
}

/** drawTrunk draws what the edges to many children share; nothing where they are few. */
export function drawTrunk(from: Box, { boxes, bend }: Layout): string {
  if (!hasTrunk(from)) return '';
  const middles = from.vertex.children.map((child) => boxes.get(child)!).map(({ y, height }) => y + height / 2);
  const [x, top, bottom] = [trunkX(from, bend), middles[0]!, middles.at(-1)!];
  const stroke = strokeOf(
    from,
    from.vertex.children.every(({ edge }) => edge?.style === 'dashed'),
  );
  return path(d`M ${from.x + from.width} ${from.y + from.height / 2} H ${x} M ${x} ${top} V ${bottom}`, { stroke });
}

const hasTrunk = ({ vertex }: Box): boolean => vertex.children.length > MOST_BENDS;

const trunkX = ({ columnEnd }: Box, bend: number): number => columnEnd + bend / 2 - HEAD / 2;

/** drawCrossLink draws a link outside the trees: across one gap, or below everything in a lane of its own. */
export function drawCrossLink({ from, to, edge }: CrossLink, layout: Layout, laneNumber: number): string {
  const [start, end] = [layout.boxes.get(from)!, layout.boxes.get(to)!];
  const stroke = strokeOf(start, edge.style === 'dashed');
  const [startX, startY] = [start.x + start.width, start.y + start.height / 2];
  const [endX, endY] = [end.x, end.y + end.height / 2 + 12];
  const head = arrowHead(endX, endY, stroke.ink);
  const tail = d`H ${endX - HEAD + 1}`;
  if (to.column - from.column === 1) {
    const turned = start.columnEnd + layout.bend - HEAD;
    const half = (start.columnEnd + turned) / 2;
    const line = d`M ${startX} ${startY} H ${start.columnEnd} C ${half} ${startY} ${half} ${endY} ${turned} ${endY}`;
    return path(`${line} ${tail}`, { stroke }) + head;
  }
  const [down, up] = [start.columnEnd + 12, end.approach - 10];
  const [leave, lane] = [startY + 12, layout.height + LANE * (laneNumber + 1)];
  const line = [
    d`M ${startX} ${leave} H ${down - 6} Q ${down} ${leave} ${down} ${leave + 6}`,
    d`V ${lane - 6} Q ${down} ${lane} ${down + 6} ${lane}`,
    d`H ${up - 6} Q ${up} ${lane} ${up} ${lane - 6}`,
    d`V ${endY + 6} Q ${up} ${endY} ${up + 6} ${endY}`,
    tail,
  ];
  return path(line.join(' '), { stroke }) + head;
}

/** lanesOf numbers the links that need a lane, in their order; -1 for those that need none. */
export function lanesOf(links: readonly CrossLink[]): number[] {
  let lanes = 0;
  return links.map(({ from, to }) => (to.column - from.column === 1 ? -1 : lanes++));
}

/** lanesHeight is what the lanes add below the layout. */
export const lanesHeight = (links: readonly CrossLink[]): number => {
  const lanes = lanesOf(links).reduce((most, lane) => Math.max(most, lane + 1), 0);
  return lanes === 0 ? 0 : lanes * LANE + 8;
};

/** What leaves a fork is dashed, whatever the caller says: colour is never its only sign. */
const strokeOf = ({ vertex }: Box, dashed: boolean): Stroke =>
  vertex.tone === 'fork'
    ? { ink: 'fork', width: 2, dash: '7 5' }
    : { ink: 'line', width: 1.5, ...(dashed ? { dash: '4 4' } : {}) };

const arrowHead = (x: number, y: number, ink: Ink): string =>
  path(d`M ${x - HEAD - 1} ${y - 4} L ${x - 0.5} ${y} L ${x - HEAD - 1} ${y + 4} Z`, { fill: ink });
