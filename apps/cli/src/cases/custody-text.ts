/** The custody graph as text: what follows a statement stands below it, and where ways part the lines do. */
import type { CustodyView } from '#tribunal';

/** What the text of a graph is made with. */
export interface CustodyWords {
  /** What a node is, in words. */
  readonly labelOf: (digest: string) => string;
  /** Whether something is said of a node, so that it must not be folded away. */
  readonly isMarked: (digest: string) => boolean;
}

const MOST_LINES = 40;
/** Of a long way without forks, so much is shown at its ends. */
const SHOWN_AT_ENDS = 2;
const FOLD_FROM = 2 * SHOWN_AT_ENDS + 2;

interface Place {
  readonly digest: string;
  /** What stands before its line, and before those below it. */
  readonly before: string;
  readonly below: string;
}

/** drawCustodyText gives the lines. Nothing recurses: a note may have gone through ten thousand hands. */
export function drawCustodyText({ nodes, edges }: CustodyView['graph'], words: CustodyWords): string[] {
  const next = new Map<string, string[]>(nodes.map(({ digest }) => [digest, []]));
  const inner = new Set<string>();
  for (const { from, to } of edges) {
    if (!next.has(to) || inner.has(to)) continue;
    next.get(from)?.push(to);
    inner.add(to);
  }
  const lines: string[] = [];
  const stack: Place[] = nodes
    .filter(({ digest }) => !inner.has(digest))
    .map(({ digest }) => ({ digest, before: '', below: '' }))
    .reverse();
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    if (lines.length >= MOST_LINES) {
      lines.push(`and ${stack.length + 1} more ways (--json has them all)`);
      break;
    }
    const { below } = place;
    const way = followWay(place.digest, next);
    const shown = foldWay(way, words);
    lines.push(`${place.before}${shown[0]!}`, ...shown.slice(1).map((line) => `${below}${line}`));
    const ways = next.get(way.at(-1)!) ?? [];
    for (const [i, digest] of [...ways.entries()].reverse()) {
      const isLast = i === ways.length - 1;
      stack.push({ digest, before: `${below}${isLast ? '└─ ' : '├─ '}`, below: `${below}${isLast ? '   ' : '│  '}` });
    }
  }
  return lines;
}

/** The nodes from here to where the way parts or ends. */
function followWay(from: string, next: ReadonlyMap<string, readonly string[]>): string[] {
  const way = [from];
  for (let after = next.get(from)!; after.length === 1; after = next.get(after[0]!)!) way.push(after[0]!);
  return way;
}

function foldWay(way: readonly string[], { labelOf, isMarked }: CustodyWords): string[] {
  if (way.length < FOLD_FROM) return way.map(labelOf);
  const lines: string[] = [];
  let hidden = 0;
  for (const [i, digest] of way.entries()) {
    const isShown = i < SHOWN_AT_ENDS || i >= way.length - SHOWN_AT_ENDS || isMarked(digest);
    if (!isShown) hidden += 1;
    if (isShown && hidden > 0) {
      lines.push(`… ${hidden} more …`);
      hidden = 0;
    }
    if (isShown) lines.push(labelOf(digest));
  }
  return lines;
}
