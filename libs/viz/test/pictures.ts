/** The conflicts that the tests draw. */
import type { CustodyEdge, CustodyNode, CustodyPicture } from '../src/index.ts';

const node = (id: string, kind: CustodyNode['kind'], tone: CustodyNode['tone'] = 'plain'): CustodyNode => ({
  id,
  label: id,
  sublabel: 'North Bank',
  kind,
  tone,
});

/** A note that its holder passed on twice; both branches run for so many hops and end in a claim. */
export function forkOf(hops: number): CustodyPicture {
  const nodes = [node('note', 'note'), node('Dora', 'transfer', 'fork')];
  const edges: CustodyEdge[] = [{ from: 'note', to: 'Dora', style: 'solid' }];
  for (const branch of ['a', 'b']) {
    let from = 'Dora';
    for (let hop = 1; hop <= hops; hop += 1) {
      const last = hop === hops;
      const to = `${branch}${hop}`;
      nodes.push(node(to, last ? 'redemption' : 'transfer', last ? 'claim' : 'plain'));
      edges.push({ from, to, style: hop === 1 ? 'dashed' : 'solid' });
      from = to;
    }
  }
  return { title: 'Custody', nodes, edges, marks: [{ node: 'Dora', text: 'fork: Dora signed twice' }], aside: [] };
}

/** A bearer note with so many claims, the last of which has a finding. */
export function claimsOn(count: number): CustodyPicture {
  const claims = Array.from({ length: count }, (_, i) => node(`claim-${i}`, 'redemption', 'claim'));
  return {
    title: 'Custody',
    nodes: [node('note', 'note'), ...claims],
    edges: claims.map(({ id }) => ({ from: 'note', to: id, style: 'dashed' })),
    marks: [{ node: `claim-${count - 1}`, text: 'replay' }],
    aside: [],
  };
}
