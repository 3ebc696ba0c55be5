/** The weights of evidence one after another, from even odds to the posterior. */
import type { Block } from './draw-key.ts';
import { clampMilliban, percent, ppmOf, signedDecibans, tickLabel, tickStep } from './figures.ts';
import type { Ink } from './palette.ts';
import { d, path, rect, write } from './svg.ts';
import { fitText, groupThousands, widthOf } from './text.ts';
import { MOST_ROWS, type EvidenceWeight, type WeightsPicture } from './weights-picture.ts';

const ROW = 30;
const BAR = 16;
const LABEL_WIDTH = 330;
const FIGURE_ROOM = 92;
const TEXT = { size: 13.5 };
const SMALL = { size: 12 };

interface Stage {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** drawWaterfall draws each weight from where the one before it ended; its point and its sign say for or against. */
export function drawWaterfall(picture: WeightsPicture, width: number): Block {
  const total = clampMilliban(picture.total);
  const stages = stagesOf(picture.weights, total);
  const reached = [0, total, ...stages.map(({ to }) => to)];
  const [low, high] = [Math.min(...reached), Math.max(...reached)];
  const span = Math.max(high - low, 100);
  const [left, right] = [LABEL_WIDTH + 16 + FIGURE_ROOM, width - FIGURE_ROOM];
  const at = (milliban: number): number => left + ((right - left) * (milliban - low)) / span;
  const bottom = 26 + (stages.length + 1) * ROW + 8;

  const parts = [...drawAxis(low, low + span, at, bottom), ...drawHeadings(at(0), width)];
  let y = 26;
  for (const stage of stages) {
    parts.push(drawStage(stage, at, y + ROW / 2));
    y += ROW;
  }
  parts.push(path(d`M 0 ${y + 1} H ${width}`, { stroke: { ink: 'hairline' } }), drawTotal(total, at, y + ROW / 2 + 5));
  return { body: parts.join('\n'), height: bottom + 22 };
}

/** stagesOf adds up: the weights, those beyond the cap as one, and what they leave of the total. */
function stagesOf(weights: readonly EvidenceWeight[], total: number): Stage[] {
  const shown = weights.length > MOST_ROWS ? weights.slice(0, MOST_ROWS - 1) : weights;
  const steps = shown.map(({ label, milliban }) => ({ label, milliban: clampMilliban(milliban) }));
  const others = weights.slice(shown.length);
  if (others.length > 0) {
    const milliban = others.reduce((sum, weight) => clampMilliban(sum + clampMilliban(weight.milliban)), 0);
    steps.push({ label: `${groupThousands(others.length)} other weights together`, milliban });
  }
  const stages: Stage[] = [];
  let from = 0;
  for (const { label, milliban } of steps) {
    const to = clampMilliban(from + milliban);
    stages.push({ label, from, to });
    from = to;
  }
  if (Math.abs(total - from) >= 1) stages.push({ label: 'what is not itemised', from, to: total });
  return stages;
}

function drawStage({ label, from, to }: Stage, at: (milliban: number) => number, middle: number): string {
  const gains = to >= from;
  const ink: Ink = gains ? 'supports' : 'opposes';
  const [start, end] = [at(from), at(to)];
  const sign = gains ? 1 : -1;
  // The point takes at most the bar's own length, so that the smallest weight is a point only.
  const shoulder = end - sign * Math.min(6, Math.abs(end - start));
  const [top, low] = [middle - BAR / 2, middle + BAR / 2];
  const bar = d`M ${start} ${top} L ${shoulder} ${top} L ${end} ${middle} L ${shoulder} ${low} L ${start} ${low} Z`;
  return [
    write(0, middle + 5, fitText(label, LABEL_WIDTH, TEXT), { ...TEXT, ink: 'ink' }),
    path(bar, { fill: ink, stroke: { ink, width: 1 } }),
    path(d`M ${end} ${low + 1} V ${low + ROW - BAR - 1}`, { stroke: { ink: 'line', dash: '2 3' } }),
    drawFigure(end, sign, middle, to - from, ink),
  ].join('');
}

function drawTotal(total: number, at: (milliban: number) => number, middle: number): string {
  const [start, end] = [at(0), at(total)];
  const sign = total >= 0 ? 1 : -1;
  const [top, low] = [middle - BAR / 2, middle + BAR / 2];
  return [
    write(0, middle + 5, `posterior ${percent(ppmOf(total))}`, { ...TEXT, bold: true, ink: 'ink' }),
    path(d`M ${start} ${top} H ${end} V ${low} H ${start} Z`, { fill: 'barFirst', stroke: { ink: 'barFirst' } }),
    drawFigure(end, sign, middle, total, 'ink'),
  ].join('');
}

/** A bar's figure stands beyond its end, on a ground that keeps the lines of the axis off it. */
function drawFigure(end: number, sign: number, middle: number, milliban: number, ink: Ink): string {
  const font = { ...TEXT, bold: true };
  const text = signedDecibans(milliban);
  const width = widthOf(text, font);
  const x = end + sign * 9;
  return (
    rect(sign > 0 ? x - 2 : x - width, middle - 10, width + 2, 20, 0, { fill: 'page' }) +
    write(x, middle + 5, text, { ...font, ink, anchor: sign > 0 ? 'start' : 'end' })
  );
}

function drawAxis(low: number, high: number, at: (milliban: number) => number, bottom: number): string[] {
  const step = tickStep(high - low, 7);
  const parts: string[] = [];
  for (let tick = Math.ceil(low / step); tick * step <= high + 1e-6; tick += 1) {
    const x = at(tick * step);
    const even = tick === 0;
    parts.push(
      path(d`M ${x} 22 V ${bottom}`, { stroke: even ? { ink: 'line', width: 1.5 } : { ink: 'hairline' } }),
      write(x, bottom + 16, tickLabel(tick * step), { ...SMALL, ink: 'muted', anchor: 'middle' }),
    );
  }
  return parts;
}

const HEADING = '← against · even odds · for →';

function drawHeadings(zero: number, width: number): string[] {
  const half = widthOf(HEADING, SMALL) / 2;
  const centre = Math.min(width - half, Math.max(LABEL_WIDTH - 20 + half, zero));
  return [
    write(0, 12, 'weight of evidence, decibans', { ...SMALL, ink: 'muted' }),
    write(centre, 12, HEADING, { ...SMALL, ink: 'muted', anchor: 'middle' }),
  ];
}
