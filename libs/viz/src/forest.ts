/**
 * The custody graph as trees, with the few edges that no tree holds beside them.
 *
 * Statements name the one before them, so that all but a bearer note's deliveries are trees already.
 */
import type { CustodyEdge, CustodyNode, CustodyPicture } from './custody-picture.ts';

export interface Vertex {
  /** `folded`: a run drawn as one; `rest`: what the caps left out. */
  readonly kind: CustodyNode['kind'] | 'folded' | 'rest';
  readonly tone: CustodyNode['tone'];
  readonly label: string;
  readonly sublabel: string;
  readonly marks: string[];
  /** How many statements it stands for. */
  readonly stands: number;
  /** The tree edge into it; null at a root. */
  edge: CustodyEdge | null;
  parent: Vertex | null;
  children: Vertex[];
  column: number;
}

export interface CrossLink {
  readonly from: Vertex;
  readonly to: Vertex;
  readonly edge: CustodyEdge;
}

export interface Forest {
  roots: Vertex[];
  /** Every vertex, each after all that lead to it. */
  order: Vertex[];
  crossLinks: CrossLink[];
}

/** plantForest gives each vertex its column (the longest way to it) and, of those before it, the earliest as its parent. */
export function plantForest({ nodes, edges, marks }: Pick<CustodyPicture, 'nodes' | 'edges' | 'marks'>): Forest {
  const vertices = new Map<string, Vertex>();
  for (const node of nodes) if (!vertices.has(node.id)) vertices.set(node.id, toVertex(node));
  for (const { node, text } of marks) vertices.get(node)?.marks.push(text);

  const links = soundLinks(vertices, edges);
  const order = orderForward([...vertices.values()], links);
  const place = new Map(order.map((vertex, i) => [vertex, i]));
  const forward = links.filter(({ from, to }) => place.get(from)! < place.get(to)!);

  const outgoing = groupBy(forward, ({ from }) => from);
  for (const vertex of order) {
    for (const { to, edge } of outgoing.get(vertex) ?? []) {
      to.column = Math.max(to.column, vertex.column + 1);
      if (to.parent !== null && to.parent.column <= vertex.column) continue;
      to.parent = vertex;
      to.edge = edge;
    }
  }
  const crossLinks: CrossLink[] = [];
  for (const link of forward) {
    if (link.to.edge === link.edge) link.from.children.push(link.to);
    else crossLinks.push(link);
  }
  return { roots: order.filter(({ parent }) => parent === null), order, crossLinks };
}

/** newVertex makes a vertex that is linked to nothing yet. */
export const newVertex = (given: Pick<Vertex, 'kind' | 'label'> & Partial<Vertex>): Vertex => ({
  tone: 'plain',
  sublabel: '',
  marks: [],
  stands: 1,
  edge: null,
  parent: null,
  children: [],
  column: 0,
  ...given,
});

const toVertex = ({ kind, tone, label, sublabel }: CustodyNode): Vertex =>
  newVertex({ kind, tone, label, sublabel: sublabel ?? '' });

/** soundLinks leaves out edges into nowhere, onto themselves, and second ones between the same two. */
function soundLinks(vertices: ReadonlyMap<string, Vertex>, edges: readonly CustodyEdge[]): CrossLink[] {
  const seen = new Map<Vertex, Set<Vertex>>();
  const links: CrossLink[] = [];
  for (const edge of edges) {
    const from = vertices.get(edge.from);
    const to = vertices.get(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const known = seen.get(from) ?? new Set();
    seen.set(from, known);
    if (known.has(to)) continue;
    known.add(to);
    links.push({ from, to, edge: { ...edge } });
  }
  return links;
}

/** orderForward is Kahn's topological order; a circle is entered at its first vertex. */
function orderForward(vertices: readonly Vertex[], links: readonly CrossLink[]): Vertex[] {
  const outgoing = groupBy(links, ({ from }) => from);
  const waitingFor = new Map(vertices.map((vertex) => [vertex, 0]));
  for (const { to } of links) waitingFor.set(to, waitingFor.get(to)! + 1);
  const order = vertices.filter((vertex) => waitingFor.get(vertex) === 0);
  const placed = new Set(order);
  let next = 0;
  for (let at = 0; order.length < vertices.length || at < order.length; at += 1) {
    while (at >= order.length) {
      const stuck = vertices[next]!;
      next += 1;
      if (placed.has(stuck)) continue;
      placed.add(stuck);
      order.push(stuck);
    }
    for (const { to } of outgoing.get(order[at]!) ?? []) {
      waitingFor.set(to, waitingFor.get(to)! - 1);
      if (waitingFor.get(to)! > 0 || placed.has(to)) continue;
      placed.add(to);
      order.push(to);
    }
  }
  return order;
}

/** groupBy keeps the order within each group. */
function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

/** setColumns numbers the columns anew after vertices were taken out or put in. */
export function setColumns({ order, crossLinks }: Forest): void {
  const crossing = groupBy(crossLinks, ({ from }) => from);
  for (const vertex of order) vertex.column = 0;
  for (const vertex of order) {
    const column = vertex.column + 1;
    for (const child of vertex.children) child.column = Math.max(child.column, column);
    for (const { to } of crossing.get(vertex) ?? []) to.column = Math.max(to.column, column);
  }
}
