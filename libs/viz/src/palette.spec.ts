import { expect, it } from '@jest/globals';
import { PALETTE, type Ink } from './palette.ts';

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};

/** WCAG 2.2, contrast ratio. */
const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

const GROUNDS: readonly (readonly [text: Ink, ground: Ink])[] = [
  ['ink', 'page'],
  ['ink', 'panel'],
  ['muted', 'page'],
  ['muted', 'panel'],
  ['supports', 'page'],
  ['opposes', 'page'],
  ...(['fork', 'culprit', 'claim'] as const).flatMap(
    (tone) =>
      [
        [tone, `${tone}Soft`],
        ['ink', `${tone}Soft`],
        ['muted', `${tone}Soft`],
      ] as const,
  ),
];

it('gives text a contrast of 4.5 and lines one of 3, light and dark', () => {
  for (const scheme of ['light', 'dark'] as const) {
    const low = GROUNDS.filter(([text, ground]) => contrast(PALETTE[text][scheme], PALETTE[ground][scheme]) < 4.5);
    expect(low).toEqual([]);
    const faint = (['line', 'fork', 'culprit', 'claim', 'barFirst'] as const).filter(
      (ink) => contrast(PALETTE[ink][scheme], PALETTE.page[scheme]) < 3,
    );
    expect(faint).toEqual([]);
  }
});
