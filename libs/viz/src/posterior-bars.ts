/** The posterior of each hypothesis as a bar, with a thin mark where it would stand without reputation. */
import type { Block } from './draw-key.ts';
import { clampPpm, percent } from './figures.ts';
import { d, path, rect, write } from './svg.ts';
import { fitText, groupThousands } from './text.ts';
import { MOST_ROWS, type HypothesisShare } from './weights-picture.ts';

const ROW = 32;
const BAR = 16;
const LABEL_WIDTH = 330;
const FIGURES_WIDTH = 230;
const TEXT = { size: 13.5 };
const HEAD = { size: 12 };

/** drawPosteriorBars draws the hypotheses in the order given; beyond the cap, the rest as one. */
export function drawPosteriorBars(hypotheses: readonly HypothesisShare[], width: number): Block {
  const [left, right] = [LABEL_WIDTH + 16, width - FIGURES_WIDTH - 16];
  const at = (ppm: number): number => left + ((right - left) * clampPpm(ppm)) / 1_000_000;
  const parts = [
    write(0, 12, 'hypothesis', { ...HEAD, ink: 'muted' }),
    write(width - 145, 12, 'posterior', { ...HEAD, ink: 'muted', anchor: 'end' }),
    write(width, 12, 'without reputation', { ...HEAD, ink: 'muted', anchor: 'end' }),
    path(d`M ${width - 127} 1 V 14`, { stroke: { ink: 'ink', width: 2 } }),
  ];
  let y = 24;
  for (const [i, { label, ppm, bare }] of capped(hypotheses).entries()) {
    const middle = y + ROW / 2;
    const bold = i === 0;
    parts.push(
      write(0, middle + 5, fitText(label, LABEL_WIDTH, { ...TEXT, bold }), { ...TEXT, bold, ink: 'ink' }),
      rect(left, middle - BAR / 2, right - left, BAR, 3, { fill: 'track' }),
      clampPpm(ppm) > 0
        ? rect(left, middle - BAR / 2, at(ppm) - left, BAR, 3, { fill: bold ? 'barFirst' : 'bar' })
        : '',
      path(d`M ${at(bare)} ${middle - BAR / 2 - 4} v ${BAR + 8}`, { stroke: { ink: 'page', width: 5 } }),
      path(d`M ${at(bare)} ${middle - BAR / 2 - 4} v ${BAR + 8}`, { stroke: { ink: 'ink', width: 2 } }),
      write(width - 145, middle + 5, percent(ppm), { ...TEXT, bold, ink: 'ink', anchor: 'end' }),
      write(width, middle + 5, percent(bare), { ...TEXT, ink: 'muted', anchor: 'end' }),
    );
    y += ROW;
  }
  return { body: parts.join('\n'), height: y };
}

function capped(hypotheses: readonly HypothesisShare[]): readonly HypothesisShare[] {
  if (hypotheses.length <= MOST_ROWS) return hypotheses;
  const rest = hypotheses.slice(MOST_ROWS - 1);
  const sum = (of: (share: HypothesisShare) => number): number =>
    rest.reduce((all, share) => all + clampPpm(of(share)), 0);
  const label = `${groupThousands(rest.length)} others together`;
  return [...hypotheses.slice(0, MOST_ROWS - 1), { label, ppm: sum(({ ppm }) => ppm), bare: sum(({ bare }) => bare) }];
}
