import { describe, expect, it } from '@jest/globals';
import { inspectPicture } from '../test/inspect-picture.ts';
import type { DotPlot } from './dot-plot.ts';
import { drawDotPlot } from './draw-dot-plot.ts';

const plot: DotPlot = {
  title: 'Skill by family',
  subtitle: 'further right is better',
  axis: { label: 'skill', from: 0, to: 1, digits: 2 },
  series: [
    { label: 'ours', mark: 'disc', ink: 'claim' },
    { label: 'theirs', mark: 'ring', ink: 'opposes' },
  ],
  groups: [
    {
      heading: 'markets',
      rows: [
        { label: 'calm', values: [0.75, 0.25] },
        { label: 'odd', values: [-0.5, null] },
      ],
    },
  ],
  join: [0, 1],
};

describe('drawDotPlot', () => {
  const { elements, faults } = inspectPicture(drawDotPlot(plot));
  const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text);

  it('is well-formed and writes who, where and how much', () => {
    expect(faults).toEqual([]);
    for (const text of ['Skill by family', 'ours', 'theirs', 'markets', 'calm', '0.75', 'odd', '−0.50', 'skill'])
      expect(texts).toContain(text);
  });

  it('puts a mark where its figure is on the axis, and one that leaves the axis at its end', () => {
    const tickAt = (label: string): number =>
      Number(elements.find(({ name, text }) => name === 'text' && text === label)!.attributes.get('x'));
    const [zero, one] = [tickAt('0.0'), tickAt('1.0')];
    const marks = elements.filter(({ name, dy }) => name === 'circle' && dy > 100);
    const places = marks.map(({ attributes }) => (Number(attributes.get('cx')) - zero) / (one - zero));
    expect(places.map((place) => place.toFixed(3)).toSorted()).toEqual(['0.000', '0.250', '0.750']);
  });

  it('says its figures to those who do not see it', () => {
    expect(elements.find(({ name }) => name === 'desc')!.text).toContain('calm 0.75; odd -0.50');
  });
});
