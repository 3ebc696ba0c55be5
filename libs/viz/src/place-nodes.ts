/**
 * Where everything stands: columns from left to right, leaves stacked from the top, parents in the middle of their children.
 *
 * Each subtree keeps to a band of its own. So a tree edge that bends in the gap behind its parent and then runs level in
 * its child's row meets no box on its way, however many columns it passes; links outside the trees run below everything.
 */
import type { Forest, Vertex } from './forest.ts';
import { fitText, widthOf, wrapText, type Font } from './text.ts';

export const CAPTION: Font = { size: 11 };
export const LABEL: Font = { size: 14, bold: true };
export const SUBLABEL: Font = { size: 11.5 };
export const MARK: Font = { size: 12, bold: true };
export const EDGE_LABEL: Font = { size: 11.5 };

const MOST_BOX_WIDTH = 190;
const LEAST_BOX_WIDTH = 84;
const MOST_MARK_WIDTH = 156;
export const MOST_MARKS = 2;
export const MARK_LINE = 16;
const MARK_GAP = 9;
const BEND = 36;
const WIDEST_BEND = 96;
const MOST_EDGE_LABEL = 120;
const ROW_GAP = 24;
const TIGHT_ROW_GAP = 12;
/** With more leaves than this the rows move together. */
const MANY_LEAVES = 12;
const ROOT_GAP = 40;

export interface Box {
  readonly vertex: Vertex;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly caption: string;
  readonly label: string;
  readonly sublabel: string;
  readonly edgeLabel: string;
  /** The marks above it, from the top. */
  readonly marks: readonly MarkBox[];
  /** Where the gap behind its column begins: edges run level up to it and turn within the layout's bend. */
  readonly columnEnd: number;
  /** Where, in the gap before its column, the bend ends; labels may stand between that and the column. */
  readonly approach: number;
}

export interface MarkBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
}

export interface Layout {
  readonly boxes: ReadonlyMap<Vertex, Box>;
  readonly bend: number;
  readonly width: number;
  readonly height: number;
}

interface Content extends Pick<Box, 'caption' | 'label' | 'sublabel' | 'edgeLabel'> {
  readonly marks: readonly (readonly string[])[];
  readonly width: number;
  readonly markWidth: number;
}

/** placeNodes lays the forest out; the gaps between columns stretch towards the width that is wanted. */
export function placeNodes(forest: Forest, wantedWidth: number, captionOf: (vertex: Vertex) => string): Layout {
  const contents = new Map(forest.order.map((vertex) => [vertex, contentOf(vertex, captionOf(vertex))]));
  const height = forest.order.some(({ sublabel }) => sublabel !== '') ? 66 : 50;
  const rows = placeRows(forest, contents, height);
  const columns = placeColumns(forest, contents, wantedWidth);
  const boxes = new Map<Vertex, Box>();
  for (const vertex of forest.order) {
    const { marks, width: _, markWidth, ...words } = contents.get(vertex)!;
    const { approach, start, width, end } = columns.places[vertex.column]!;
    const boxWidth = columns.boxWidths[vertex.column]!;
    const x = start + (width - boxWidth) / 2;
    const y = rows.middles.get(vertex)! - height / 2;
    let top = y;
    const markBoxes = marks.toReversed().map((lines) => {
      const markHeight = lines.length * MARK_LINE + 8;
      top -= markHeight + MARK_GAP;
      return { x: start + (width - markWidth) / 2, y: top, width: markWidth, height: markHeight, lines };
    });
    boxes.set(vertex, { vertex, x, y, width: boxWidth, height, ...words, marks: markBoxes, columnEnd: end, approach });
  }
  return { boxes, bend: columns.bend, width: columns.total, height: rows.total };
}

function contentOf(vertex: Vertex, caption: string): Content {
  const room = MOST_BOX_WIDTH - 24;
  const label = fitText(vertex.label, room, LABEL);
  const sublabel = fitText(vertex.sublabel, room, SUBLABEL);
  const text = Math.max(widthOf(label, LABEL), widthOf(sublabel, SUBLABEL), widthOf(caption, CAPTION) + 18);
  const marks = vertex.marks
    .slice(0, MOST_MARKS)
    .map((mark) => wrapText(mark, MOST_MARK_WIDTH - 20, MARK, 3))
    .filter((lines) => lines.some((line) => line !== ''));
  const markWidth = marks.flat().reduce((most, line) => Math.max(most, widthOf(line, MARK) + 20), 0);
  const edgeLabel = fitText(vertex.edge?.label ?? '', MOST_EDGE_LABEL, EDGE_LABEL);
  return { caption, label, sublabel, edgeLabel, marks, markWidth, width: Math.max(LEAST_BOX_WIDTH, text + 24) };
}

interface Columns {
  readonly places: readonly {
    readonly approach: number;
    readonly start: number;
    readonly width: number;
    readonly end: number;
  }[];
  readonly boxWidths: readonly number[];
  readonly bend: number;
  readonly total: number;
}

function placeColumns(forest: Forest, contents: ReadonlyMap<Vertex, Content>, wanted: number): Columns {
  const count = forest.order.reduce((most, { column }) => Math.max(most, column + 1), 0);
  const boxWidths = Array.from({ length: count }, () => 0);
  const widths = [...boxWidths];
  const labels = [...boxWidths];
  for (const [{ column }, { width, markWidth, edgeLabel }] of contents) {
    boxWidths[column] = Math.max(boxWidths[column]!, width);
    widths[column] = Math.max(widths[column]!, width, markWidth);
    if (edgeLabel !== '') labels[column] = Math.max(labels[column]!, widthOf(edgeLabel, EDGE_LABEL) + 16);
  }
  labels[0] = 0;
  const fixed = [...widths, ...labels].reduce((sum, width) => sum + width, 0);
  const bend = Math.min(WIDEST_BEND, Math.max(BEND, (wanted - fixed) / Math.max(1, count - 1)));
  let x = 0;
  const places = widths.map((width, column) => {
    const approach = column === 0 ? 0 : x + bend;
    const start = approach + labels[column]!;
    x = start + width;
    return { approach, start, width, end: x };
  });
  return { places, boxWidths, bend, total: x };
}

interface Rows {
  readonly middles: ReadonlyMap<Vertex, number>;
  readonly total: number;
}

/** placeRows works from the leaves up in bands around each vertex's middle, then from the roots down in pixels. */
function placeRows(forest: Forest, contents: ReadonlyMap<Vertex, Content>, height: number): Rows {
  const bands = new Map<Vertex, { up: number; down: number }>();
  const offsets = new Map<Vertex, number>();
  const leaves = forest.order.filter(({ children }) => children.length === 0).length;
  const gap = leaves > MANY_LEAVES ? TIGHT_ROW_GAP : ROW_GAP;
  for (const vertex of forest.order.toReversed()) {
    const marks = contents.get(vertex)!.marks.reduce((sum, lines) => sum + lines.length * MARK_LINE + 8 + MARK_GAP, 0);
    const own = { up: height / 2 + marks, down: height / 2 };
    const { children } = vertex;
    let y = 0;
    for (const child of children) {
      const band = bands.get(child)!;
      offsets.set(child, y + band.up);
      y += band.up + band.down + gap;
    }
    const middle = children.length === 0 ? 0 : (offsets.get(children[0]!)! + offsets.get(children.at(-1)!)!) / 2;
    for (const child of children) offsets.set(child, offsets.get(child)! - middle);
    const below = children.length === 0 ? 0 : y - gap - middle;
    bands.set(vertex, { up: Math.max(own.up, middle), down: Math.max(own.down, below) });
  }
  const middles = new Map<Vertex, number>();
  let y = 0;
  for (const root of forest.roots) {
    const band = bands.get(root)!;
    middles.set(root, y + band.up);
    y += band.up + band.down + ROOT_GAP;
  }
  // Top-down over the trees: the forest's order has each parent before its children.
  for (const vertex of forest.order) {
    for (const child of vertex.children) middles.set(child, middles.get(vertex)! + offsets.get(child)!);
  }
  return { middles, total: Math.max(0, y - ROOT_GAP) };
}
