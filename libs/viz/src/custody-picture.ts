/** What a custody picture shows: the caller's words for statements, how they follow one another, and what was found. */

export type NodeKind = 'note' | 'transfer' | 'spend' | 'redemption' | 'delivery';

/** fork: its key signed more than one successor; culprit: named for it; claim: presented to be paid; set-aside: has a defect. */
export type NodeTone = 'plain' | 'fork' | 'culprit' | 'claim' | 'set-aside';

export interface CustodyNode {
  readonly id: string;
  readonly label: string;
  readonly sublabel?: string;
  readonly kind: NodeKind;
  readonly tone: NodeTone;
}

/** A dashed edge is one that no signature of the earlier holder makes, or one of a fork's. */
export interface CustodyEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly style: 'solid' | 'dashed';
}

/** A finding, written over the node that it is about. */
export interface CustodyMark {
  readonly node: string;
  readonly text: string;
}

/** A claim with a defect, listed below the graph. */
export interface SetAside {
  readonly label: string;
  readonly reason: string;
}

/**
 * Nodes and edges in the order in which they should be drawn, from the top. What cannot be drawn is passed over: a second
 * node of one id, an edge to a node that is not there, an edge that closes a circle.
 */
export interface CustodyPicture {
  readonly title: string;
  readonly nodes: readonly CustodyNode[];
  readonly edges: readonly CustodyEdge[];
  readonly marks: readonly CustodyMark[];
  readonly aside: readonly SetAside[];
}
