/** Figures of several contestants as dots on one axis, a row for each thing they were measured on. */
import type { DotGroup, DotPlot, DotRow } from './dot-plot.ts';
import { drawMark, drawSeriesKey } from './draw-mark.ts';
import { tickStep } from './figures.ts';
import { MARGIN, PICTURE_WIDTH } from './measures.ts';
import { d, path, shift, standAlone, write } from './svg.ts';
import { cleanText, fitText } from './text.ts';

const ROW = 24;
const HEADING_ROOM = 34;
const LABEL_WIDTH = 180;
const FIGURE_ROOM = 62;
const RADIUS = 5.5;
const TITLE = { size: 19, bold: true };
const TEXT = { size: 13.5 };
const SMALL = { size: 12 };

/** drawDotPlot draws the rows in the order given; a figure that leaves the axis stands at its end behind an arrow. */
export function drawDotPlot(given: DotPlot): string {
  // An axis without length, or backwards, has no places on it.
  const { from, to } = given.axis;
  const plot = to > from ? given : { ...given, axis: { ...given.axis, to: from + 1 } };
  const inner = PICTURE_WIDTH - 2 * MARGIN;
  const key = drawSeriesKey(plot.series, inner);
  const top = 78 + key.height + 20;
  const rows = plot.groups.reduce((sum, group) => sum + HEADING_ROOM + group.rows.length * ROW, 0);
  const bottom = top + rows + 8;
  const height = bottom + 46 + MARGIN / 2;
  return standAlone({
    width: PICTURE_WIDTH,
    height,
    title: plot.title,
    summary: summarise(plot),
    body: [
      write(MARGIN, 40, fitText(plot.title, inner, TITLE), { ...TITLE, ink: 'ink' }),
      write(MARGIN, 62, fitText(plot.subtitle, inner, TEXT), { ...TEXT, ink: 'muted' }),
      shift(MARGIN, 78, key.body),
      shift(MARGIN, top, drawAxis(plot, inner, rows + 8)),
      shift(MARGIN, top, drawGroups(plot, inner)),
    ].join('\n'),
  });
}

interface Scale {
  readonly left: number;
  readonly right: number;
  readonly at: (value: number) => number;
}

function scaleOf({ axis: { from, to } }: DotPlot, width: number): Scale {
  const [left, right] = [LABEL_WIDTH + 16, width - FIGURE_ROOM];
  return { left, right, at: (value) => left + ((right - left) * (value - from)) / (to - from) };
}

function drawAxis(plot: DotPlot, width: number, bottom: number): string {
  const { from, to, label } = plot.axis;
  const { left, right, at } = scaleOf(plot, width);
  const step = tickStep(to - from, 8);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const parts: string[] = [];
  for (let tick = Math.ceil(from / step - 1e-9); tick * step <= to + 1e-9 * step; tick += 1) {
    const x = at(tick * step);
    parts.push(
      path(d`M ${x} ${HEADING_ROOM - 8} V ${bottom}`, {
        stroke: tick === 0 ? { ink: 'line', width: 1.5 } : { ink: 'hairline' },
      }),
      write(x, bottom + 16, (tick * step).toFixed(digits).replace('-', '−'), {
        ...SMALL,
        ink: 'muted',
        anchor: 'middle',
      }),
    );
  }
  parts.push(
    write((left + right) / 2, bottom + 38, fitText(label, right - left, SMALL), {
      ...SMALL,
      ink: 'muted',
      anchor: 'middle',
    }),
  );
  return parts.join('');
}

function drawGroups(plot: DotPlot, width: number): string {
  const parts: string[] = [];
  let y = 0;
  for (const { heading, rows } of plot.groups) {
    const label = fitText(heading, LABEL_WIDTH + 220, { ...SMALL, bold: true });
    // On a ground of its own, that the lines of the axis do not run through the words.
    parts.push(
      path(d`M 0 ${y + HEADING_ROOM - 8} H ${width}`, { stroke: { ink: 'hairline' } }),
      path(d`M 0 ${y + 6} H ${width} V ${y + HEADING_ROOM - 9} H 0 Z`, { fill: 'page' }),
      write(0, y + HEADING_ROOM - 14, label, { ...SMALL, bold: true, ink: 'muted' }),
    );
    y += HEADING_ROOM;
    for (const row of rows) {
      parts.push(drawRow(plot, row, width, y + ROW / 2));
      y += ROW;
    }
  }
  return parts.join('\n');
}

function drawRow(plot: DotPlot, { label, values }: DotRow, width: number, middle: number): string {
  const { series, axis, join } = plot;
  const { left, right, at } = scaleOf(plot, width);
  const parts = [
    write(0, middle + 5, fitText(label, LABEL_WIDTH, TEXT), { ...TEXT, ink: 'ink' }),
    path(d`M ${left} ${middle} H ${right}`, { stroke: { ink: 'track' } }),
  ];
  const placeOf = (value: number): number => at(Math.min(axis.to, Math.max(axis.from, value)));
  const joined = join?.map((s) => values[s] ?? null) ?? [];
  if (joined.length === 2 && joined[0] !== null && joined[1] !== null) {
    const ink = series[join![0]]?.ink ?? 'line';
    parts.push(path(d`M ${placeOf(joined[0]!)} ${middle} H ${placeOf(joined[1]!)}`, { stroke: { ink, width: 2.5 } }));
  }
  // The first is drawn last, over the others.
  for (let s = series.length - 1; s >= 0; s -= 1) {
    const value = values[s] ?? null;
    if (value === null || !Number.isFinite(value)) continue;
    const x = placeOf(value);
    const { mark, ink } = series[s]!;
    parts.push(drawMark(mark, ink, x, middle, s === 0 ? RADIUS + 0.5 : RADIUS));
    if (value < axis.from) parts.push(drawArrow(x - 9, middle, -1));
    if (value > axis.to) parts.push(drawArrow(x + 9, middle, 1));
  }
  const leading = values[0] ?? null;
  if (leading !== null && Number.isFinite(leading)) {
    const figure = leading.toFixed(axis.digits).replace('-', '−');
    parts.push(write(width, middle + 5, figure, { ...TEXT, bold: true, ink: series[0]!.ink, anchor: 'end' }));
  }
  return parts.join('');
}

const drawArrow = (x: number, y: number, sign: number): string =>
  path(d`M ${x} ${y - 4} L ${x + 5 * sign} ${y} L ${x} ${y + 4} Z`, { fill: 'line' });

/** summarise is the picture for those who do not see it: the figures of whom it is about. */
function summarise({ subtitle, axis, series, groups }: DotPlot): string {
  const say = (text: string): string => cleanText(text.slice(0, 120));
  const figures = groups
    .flatMap(({ rows }: DotGroup) => rows)
    .slice(0, 60)
    .map(({ label, values }) => `${say(label)} ${values[0]?.toFixed(axis.digits) ?? 'no figure'}`);
  return `${say(subtitle)}. ${say(axis.label)} of ${say(series[0]?.label ?? '')}: ${figures.join('; ')}.`;
}
