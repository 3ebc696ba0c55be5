import { describe, expect, it } from '@jest/globals';
import { drawCustodyText } from './custody-text.ts';

/** A graph of edges such as `a>b`; nodes in the order in which they appear. */
const graphOf = (...edges: string[]) => {
  const pairs = edges.map((edge) => edge.split('>') as [string, string]);
  const digests = [...new Set(pairs.flat().filter((digest) => digest !== ''))];
  return {
    nodes: digests.map((digest) => ({ digest, kind: 'transfer+jwt', issuer: digest })),
    edges: pairs.filter(([, to]) => to !== '').map(([from, to]) => ({ from, to })),
  };
};
const draw = (graph: ReturnType<typeof graphOf>, marked = ''): string[] =>
  drawCustodyText(graph, { labelOf: (digest) => digest, isMarked: (digest) => digest === marked });

describe('the graph of custody as text', () => {
  it('goes down a way, and parts where the ways part', () => {
    expect(draw(graphOf('note>a', 'a>b', 'a>c', 'b>r1', 'c>d', 'c>e', 'd>r2'))).toEqual([
      'note',
      'a',
      '├─ b',
      '│  r1',
      '└─ c',
      '   ├─ d',
      '   │  r2',
      '   └─ e',
    ]);
  });
  it('has a root for every note', () => {
    expect(draw(graphOf('note>a', 'again>b'))).toEqual(['note', 'a', 'again', 'b']);
    expect(draw(graphOf())).toEqual([]);
  });
  it('folds what lies between, but for what is marked', () => {
    const chain = Array.from({ length: 9 }, (_, i) => `n${i}>n${i + 1}`);
    expect(draw(graphOf(...chain))).toEqual(['n0', 'n1', '… 6 more …', 'n8', 'n9']);
    expect(draw(graphOf(...chain), 'n5')).toEqual(['n0', 'n1', '… 3 more …', 'n5', '… 2 more …', 'n8', 'n9']);
  });
  it('ends, and soon, whatever a service says', () => {
    expect(draw(graphOf('a>a'))).toEqual([]);
    expect(draw(graphOf('a>b', 'b>a'))).toEqual([]);
    expect(draw(graphOf('note>a', 'a>b', 'b>a'))).toEqual(['note', 'a', 'b']);
    expect(draw(graphOf('note>a', 'note>b', 'a>c', 'b>c'))).toEqual(['note', '├─ a', '│  c', '└─ b']);
    expect(
      draw({
        ...graphOf('note>a'),
        edges: [
          { from: 'x', to: 'a' },
          { from: 'note', to: 'y' },
        ],
      }),
    ).toEqual(['note']);
  });
  it('is no longer than a screen, and needs no stack for ten thousand hands', () => {
    const fan = Array.from({ length: 200 }, (_, i) => `note>n${i}`);
    const lines = draw(graphOf(...fan));
    expect(lines).toHaveLength(41);
    expect(lines.at(-1)).toBe('and 161 more ways (--json has them all)');
    const long = Array.from({ length: 10_000 }, (_, i) => `n${i}>n${i + 1}`);
    expect(draw(graphOf(...long))).toHaveLength(5);
    const forks = Array.from({ length: 5_000 }, (_, i) => [`n${i}>n${i + 1}`, `n${i}>x${i}`]).flat();
    expect(draw(graphOf(...forks))).toHaveLength(41);
  });
});
