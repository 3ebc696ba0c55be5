import { describe, expect, it } from '@jest/globals';
import { inspectPicture } from '../test/inspect-picture.ts';
import { drawWeights } from './draw-weights.ts';

const picture = {
  title: 'Who signed twice?',
  hypotheses: [
    { label: 'Dora signed both', ppm: 961_000, bare: 870_000 },
    { label: 'somebody used her key', ppm: 39_000, bare: 130_000 },
  ],
  weights: [
    { label: 'countersigned receipt', milliban: 1_820 },
    { label: 'answered late', milliban: -430 },
  ],
  total: 1_392,
};

const textsOf = (svg: string): string[] =>
  inspectPicture(svg)
    .elements.filter(({ name }) => name === 'text')
    .map(({ text }) => text);

describe('drawWeights', () => {
  it('writes each share and each weight with its sign, and the total', () => {
    const svg = drawWeights(picture);
    const texts = textsOf(svg);
    for (const figure of ['96.1 %', '87.0 %', '3.9 %', '+18.2', '−4.3', '+13.9', 'posterior 96.1 %']) {
      expect(texts).toContain(figure);
    }
    expect(inspectPicture(svg).faults).toEqual([]);
  });

  it('points right for and left against', () => {
    const { elements } = inspectPicture(drawWeights(picture));
    const pointsRight = (ink: string): boolean => {
      const bar = elements.find(({ attributes }) => attributes.get('class') === `f-${ink} s-${ink}`)!;
      const [start, , , , tip] = bar.attributes
        .get('d')!
        .match(/-?[\d.]+/g)!
        .map(Number);
      return tip! > start!;
    };
    expect([pointsRight('supports'), pointsRight('opposes')]).toEqual([true, false]);
  });

  it('draws what the weights leave of the total, so that the picture adds up', () => {
    expect(textsOf(drawWeights({ ...picture, total: 1_490 }))).toContain('what is not itemised');
    expect(textsOf(drawWeights({ ...picture, total: 1_390 }))).not.toContain('what is not itemised');
  });

  it('adds up what is beyond the cap', () => {
    const hypotheses = Array.from({ length: 500 }, (_, i) => ({ label: `theft:${i}`, ppm: 2_000, bare: 2_000 }));
    const weights = Array.from({ length: 50 }, (_, i) => ({ label: `item ${i}`, milliban: 10 }));
    const texts = textsOf(drawWeights({ title: '', hypotheses, weights, total: 500 }));
    expect(texts).toContain('489 others together');
    expect(texts).toContain('97.8 %');
    expect(texts).toContain('39 other weights together');
    expect(texts).toContain('+3.9');
  });

  it('says even odds where nothing weighs', () => {
    const svg = drawWeights({ title: 'Nothing', hypotheses: [], weights: [], total: 0 });
    expect(textsOf(svg)).toContain('posterior 50.0 %');
    expect(inspectPicture(svg).faults).toEqual([]);
  });
});
