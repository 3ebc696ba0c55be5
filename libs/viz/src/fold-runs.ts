/** A note that passed through 200 hands is one story with one line: long runs are folded. */
import { newVertex, setColumns, type Forest, type Vertex } from './forest.ts';
import { groupThousands } from './text.ts';

/** A run of transfers longer than this is folded, all but its ends. */
export const LONGEST_RUN = 6;

/** With more columns than this, runs of three are folded too, whole. */
const CROWDED_COLUMNS = 8;

/** foldRuns folds unbranching, unmarked, plain runs; it changes the forest and says how many statements are in folds. */
export function foldRuns(forest: Forest): number {
  fold(forest, LONGEST_RUN, 1);
  const columns = forest.order.reduce((most, { column }) => Math.max(most, column), 0) + 1;
  if (columns > CROWDED_COLUMNS) fold(forest, 2, 0);
  return forest.order.reduce((sum, { kind, stands }) => sum + (kind === 'folded' ? stands : 0), 0);
}

function fold(forest: Forest, longest: number, ends: number): void {
  const linked = new Set(forest.crossLinks.flatMap(({ from, to }) => [from, to]));
  const isHop = (vertex: Vertex | null): vertex is Vertex =>
    vertex !== null &&
    vertex.parent !== null &&
    vertex.children.length === 1 &&
    vertex.tone === 'plain' &&
    vertex.marks.length === 0 &&
    (HOPS.has(vertex.kind) || vertex.kind === 'folded') &&
    !linked.has(vertex);

  const order: Vertex[] = [];
  const gone = new Set<Vertex>();
  for (const vertex of forest.order) {
    if (gone.has(vertex)) continue;
    order.push(vertex);
    if (!isHop(vertex) || isHop(vertex.parent)) continue;
    const run = [vertex];
    for (let next = vertex.children[0]!; isHop(next); next = next.children[0]!) run.push(next);
    if (run.length <= longest) continue;
    const folded = run.slice(ends, run.length - ends);
    // The fold takes the place of its first vertex, which stands behind the run's end that is kept.
    order.splice(ends === 0 ? order.length - 1 : order.length, ends === 0 ? 1 : 0, replace(folded));
    for (const hop of folded) gone.add(hop);
  }
  forest.order = order;
  setColumns(forest);
}

const HOPS: ReadonlySet<Vertex['kind']> = new Set(['transfer', 'delivery', 'spend']);

function replace(run: readonly Vertex[]): Vertex {
  const first = run[0]!;
  const last = run.at(-1)!;
  const stands = run.reduce((sum, vertex) => sum + vertex.stands, 0);
  const word = run.every(({ kind }) => kind === 'transfer' || kind === 'folded') ? 'transfers' : 'statements';
  const { edge, parent } = first;
  const label = `… ${groupThousands(stands)} ${word} …`;
  const children = [last.children[0]!];
  const folded = newVertex({ kind: 'folded', label, stands, edge, parent, children });
  folded.children[0]!.parent = folded;
  parent!.children = parent!.children.map((child) => (child === first ? folded : child));
  return folded;
}
