import { describe, expect, it } from '@jest/globals';
import { inspectPicture } from '../test/inspect-picture.ts';
import { forkOf } from '../test/pictures.ts';
import { drawCase } from './index.ts';

const question = {
  title: 'Who signed twice?',
  hypotheses: [{ label: 'Dora', ppm: 961_000, bare: 870_000 }],
  weights: [],
  total: 1_392,
};

describe('drawCase', () => {
  it('puts the headline over the graph over the weights', () => {
    const { elements, faults } = inspectPicture(
      drawCase({ headline: 'Berta is paid', custody: forkOf(5), questions: [question] }),
    );
    expect(faults).toEqual([]);
    const heightOf = (text: string): number => {
      const element = elements.find((found) => found.name === 'text' && found.text === text)!;
      return element.dy + Number(element.attributes.get('y'));
    };
    const heights = ['Berta is paid', 'Custody', 'Dora', 'Who signed twice?', 'posterior 96.1 %'].map(heightOf);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  });

  it('draws six questions and counts the others', () => {
    const questions = Array.from({ length: 9 }, () => question);
    const svg = drawCase({ headline: '', custody: forkOf(2), questions });
    expect(svg).toContain('and 3 more questions, not drawn');
    expect(inspectPicture(svg).faults).toEqual([]);
  });

  it('is dark where the reader asks for it, and styles nothing but itself', () => {
    const { elements } = inspectPicture(drawCase({ headline: 'x', custody: forkOf(2), questions: [] }));
    const css = elements.find(({ name }) => name === 'style')!.text;
    expect(css).toContain('(prefers-color-scheme: dark)');
    const selectors = css.replace(/^@media[^{]*\{|\}$/g, '').match(/[^{}]+(?=\{)/g)!;
    expect(selectors.filter((selector) => !selector.startsWith('.assize-viz .'))).toEqual([]);
    expect(elements.filter(({ attributes }) => attributes.has('id') || attributes.has('href'))).toEqual([]);
  });
});
