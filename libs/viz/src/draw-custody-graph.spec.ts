import { describe, expect, it } from '@jest/globals';
import { inspectPicture } from '../test/inspect-picture.ts';
import { claimsOn, forkOf } from '../test/pictures.ts';
import { drawCustodyGraph, layOutCustody } from './draw-custody-graph.ts';
import { MOST_BRANCHES, MOST_COLUMNS } from './index.ts';

const textsOf = (svg: string): string[] =>
  inspectPicture(svg)
    .elements.filter(({ name }) => name === 'text')
    .map(({ text }) => text);

describe('drawCustodyGraph', () => {
  it('shows a fork with every hop of both branches, dashed and named', () => {
    const svg = drawCustodyGraph(forkOf(5));
    const texts = textsOf(svg);
    for (const name of ['Dora', 'a1', 'a5', 'b1', 'b5']) expect(texts).toContain(name);
    expect(texts).toContain('transfer · fork');
    expect(texts.join(' ')).toContain('fork: Dora signed twice');
    const { elements, faults } = inspectPicture(svg);
    expect(faults).toEqual([]);
    const dashed = elements.filter(({ attributes }) => attributes.get('stroke-dasharray') === '7 5');
    // The holding's box, both edges, and the key's swatch.
    expect(dashed).toHaveLength(4);
  });

  it('says what it shows to those who do not see it', () => {
    const { elements } = inspectPicture(drawCustodyGraph(forkOf(5)));
    expect(elements[1]!.text).toBe('Custody');
    expect(elements[2]!.text).toBe(
      'Custody graph: 12 statements · 2 branches. Findings: fork: Dora signed twice (Dora).',
    );
  });

  it('folds a run of 200 hops and says how many', () => {
    const svg = drawCustodyGraph(forkOf(201));
    expect(textsOf(svg).filter((text) => text === '… 198 transfers …')).toHaveLength(2);
    expect(textsOf(svg)).toContain('404 statements · 2 branches · 396 folded');
  });

  it('draws two dozen of 1,000 claims, those with findings among them, and counts the others', () => {
    const svg = drawCustodyGraph(claimsOn(1_000));
    const texts = textsOf(svg);
    expect(texts.filter((text) => text === 'redemption')).toHaveLength(MOST_BRANCHES);
    expect(texts).toContain('claim-999');
    expect(texts).toContain('and 976 more');
    expect(texts).toContain('1,001 statements · 1,000 branches, 24 of them drawn · 976 statements not drawn');
    expect(inspectPicture(svg).faults).toEqual([]);
  });

  it('lists what was set aside, and counts beyond the eighth', () => {
    const aside = Array.from({ length: 30 }, (_, i) => ({ label: `Claim ${i}`, reason: 'broken_chain' }));
    const texts = textsOf(drawCustodyGraph({ ...forkOf(2), aside }));
    expect(texts).toContain('Set aside (30)');
    expect(texts.filter((text) => text === 'broken_chain')).toHaveLength(8);
    expect(texts).toContain('and 22 more');
  });

  it('copes with 50,000 marked statements in a row, and with every holder forking', () => {
    const deep = forkOf(25_000);
    const marks = deep.nodes.map(({ id }) => ({ node: id, text: 'dated too early' }));
    const comb = claimsOn(1_000);
    const edges = comb.nodes
      .slice(1)
      .flatMap(({ id }, i, all) => [
        { from: i === 0 ? 'note' : `holder-${i - 1}`, to: `holder-${i}`, style: 'solid' as const },
        { from: `holder-${i}`, to: id, style: 'solid' as const },
        ...(i === all.length - 1 ? [{ from: 'note', to: id, style: 'dashed' as const }] : []),
      ]);
    const holders = comb.nodes.slice(1).map((node, i) => ({ ...node, id: `holder-${i}`, kind: 'transfer' as const }));
    for (const picture of [
      { ...deep, marks },
      { ...comb, nodes: [...comb.nodes, ...holders], edges },
    ]) {
      const { layout } = layOutCustody(picture);
      expect(layout.boxes.size).toBeLessThan(4 * MOST_COLUMNS);
      expect(inspectPicture(drawCustodyGraph(picture)).faults).toEqual([]);
    }
  });
});
