/** A conflict may hold a thousand claims; a picture of them all shows none. What is left out is counted in the picture. */
import { newVertex, setColumns, type Forest, type Vertex } from './forest.ts';
import { groupThousands } from './text.ts';

/** So many branches are drawn to their ends, as far as the notes do not outnumber them. */
export const MOST_BRANCHES = 24;

/** Statements are drawn up to this column. */
export const MOST_COLUMNS = 24;

/** Edges outside the trees, likewise. */
const MOST_CROSS_LINKS = 24;

export interface Capped {
  /** Ends: vertices that nothing follows. */
  readonly branches: number;
  readonly drawnBranches: number;
  /** Statements that are neither drawn nor folded. */
  readonly leftOut: number;
  /** The findings on them. */
  readonly hiddenMarks: readonly string[];
}

/** capBranches cuts the forest to what can be read, branches with findings first; each cut ends in a vertex that counts. */
export function capBranches(forest: Forest): Capped {
  const leading = new Set(forest.crossLinks.map(({ from }) => from));
  const ends = forest.order.filter((vertex) => vertex.children.length === 0 && !leading.has(vertex));
  cutColumns(forest);
  share(forest);
  const everything = forest.order;
  const shown = new Set(collect(forest.roots));
  const stubs = [...shown].filter(({ kind }) => kind === 'rest');
  forest.order = [...everything.filter((vertex) => shown.has(vertex)), ...stubs];
  forest.crossLinks = forest.crossLinks
    .filter(({ from, to }) => shown.has(from) && shown.has(to))
    .slice(0, MOST_CROSS_LINKS);
  setColumns(forest);
  const hidden = everything.filter((vertex) => !shown.has(vertex));
  return {
    branches: ends.length,
    drawnBranches: ends.filter((vertex) => shown.has(vertex)).length,
    leftOut: hidden.reduce((sum, { stands }) => sum + stands, 0),
    hiddenMarks: hidden.flatMap(({ marks }) => marks),
  };
}

/** countBranches counts each vertex's leaves; under null, those of the whole forest. */
function countBranches({ order }: Forest): Map<Vertex | null, number> {
  const leaves = new Map<Vertex | null, number>([[null, 0]]);
  for (const vertex of order.toReversed()) {
    const own = Math.max(1, leaves.get(vertex) ?? 0);
    leaves.set(vertex, own);
    leaves.set(vertex.parent, (leaves.get(vertex.parent) ?? 0) + own);
  }
  return leaves;
}

function cutColumns(forest: Forest): void {
  for (const vertex of forest.order) {
    const near = vertex.children.filter(
      ({ column, children }) => column < MOST_COLUMNS - 1 || (column < MOST_COLUMNS && children.length === 0),
    );
    if (near.length < vertex.children.length) vertex.children = [...near, toRest(vertex, 'further statements')];
  }
}

/** share deals the branches out from the roots on: one to each, then more in turn to those that have more. */
function share(forest: Forest): void {
  const leaves = countBranches({ ...forest, order: collect(forest.roots) });
  const notable = countNotable(forest.order);
  const roots = choose(forest.roots, MOST_BRANCHES, notable);
  if (roots.length < forest.roots.length) roots.push(toRest(null, andMore(forest.roots.length - roots.length)));
  forest.roots = roots;
  const queue = deal(roots, MOST_BRANCHES, leaves);
  for (const { vertex, budget } of queue) {
    const { children } = vertex;
    if (children.length === 0) continue;
    if (budget === 1 && (leaves.get(vertex) ?? 1) > 1 && children.length > 1) {
      vertex.children = [toRest(vertex, `${groupThousands(leaves.get(vertex)!)} branches`)];
    } else {
      vertex.children = choose(children, budget, notable);
      queue.push(...deal(vertex.children, budget, leaves));
      const more = children.length - vertex.children.length;
      if (more > 0) vertex.children.push(toRest(vertex, andMore(more)));
    }
  }
}

function choose(from: readonly Vertex[], most: number, notable: ReadonlySet<Vertex>): Vertex[] {
  if (from.length <= most) return [...from];
  const first = new Set([...from.filter((v) => notable.has(v)), ...from.filter((v) => !notable.has(v))].slice(0, most));
  return from.filter((vertex) => first.has(vertex));
}

interface Portion {
  readonly vertex: Vertex;
  budget: number;
}

function deal(vertices: readonly Vertex[], budget: number, leaves: ReadonlyMap<Vertex | null, number>): Portion[] {
  const portions = vertices.map((vertex) => ({ vertex, budget: 1 }));
  const isShort = ({ vertex, budget: own }: Portion): boolean => own < (leaves.get(vertex) ?? 1);
  let left = budget - portions.length;
  while (left > 0 && portions.some(isShort)) {
    for (const portion of portions.filter(isShort).slice(0, left)) {
      portion.budget += 1;
      left -= 1;
    }
  }
  return portions;
}

/** countNotable gives the vertices with a finding or a fork on them or behind them. */
function countNotable(order: readonly Vertex[]): Set<Vertex> {
  const notable = new Set<Vertex>();
  for (const vertex of order.toReversed()) {
    const own = vertex.marks.length > 0 || vertex.tone === 'fork' || vertex.tone === 'culprit';
    if (own || vertex.children.some((child) => notable.has(child))) notable.add(vertex);
  }
  return notable;
}

const andMore = (count: number): string => `and ${groupThousands(count)} more`;

const toRest = (parent: Vertex | null, label: string): Vertex =>
  newVertex({
    kind: 'rest',
    label,
    sublabel: 'not drawn',
    stands: 0,
    parent,
    edge: parent === null ? null : { from: '', to: '', style: 'solid' },
  });

/** collect lists what can be reached from the roots, parents first. */
function collect(roots: readonly Vertex[]): Vertex[] {
  const found = [...roots];
  for (let i = 0; i < found.length; i += 1) for (const child of found[i]!.children) found.push(child);
  return found;
}
