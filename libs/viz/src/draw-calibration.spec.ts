import { describe, expect, it } from '@jest/globals';
import { inspectPicture } from '../test/inspect-picture.ts';
import { drawCalibration } from './draw-calibration.ts';

const svg = drawCalibration({
  title: 'Calibration',
  subtitle: 'on the line is right',
  curves: [
    {
      label: 'ours',
      mark: 'disc',
      ink: 'claim',
      points: [
        { said: 0, true: 0, size: 100 },
        { said: 0.5, true: 0.25, size: 25 },
        { said: 0.7, true: 0.7, size: 0 },
        { said: 1, true: 1, size: 4 },
      ],
    },
  ],
});

describe('drawCalibration', () => {
  const { elements, faults } = inspectPicture(svg);
  const marks = elements
    .filter(({ name, dy }) => name === 'circle' && dy > 78)
    .map(({ attributes }) => ['cx', 'cy', 'r'].map((name) => Number(attributes.get(name))));

  it('is well-formed, and says its figures to those who do not see it', () => {
    expect(faults).toEqual([]);
    expect(elements.find(({ name }) => name === 'desc')!.text).toContain('50.0 % was 25.0 %');
  });

  it('puts what was said to the right and what was so upwards, and nothing where nothing was said', () => {
    const [[left, bottom], [middle, quarter], [right, top]] = marks as [number[], number[], number[]];
    expect(marks).toHaveLength(3);
    expect([(middle! - left!) / (right! - left!), (quarter! - bottom!) / (top! - bottom!)]).toEqual([0.5, 0.25]);
  });

  it('makes marks of more parties larger', () => {
    const radii = marks.map(([, , r]) => r!);
    expect(radii).toEqual(radii.toSorted((a, b) => b - a));
    expect(radii[0]).toBeGreaterThan(radii[2]!);
  });
});
