/** Calibration: of what was said to be so probable, how often it was so. */
import type { DotSeries } from './dot-plot.ts';
import { drawMark, drawSeriesKey } from './draw-mark.ts';
import { percent } from './figures.ts';
import { MARGIN, PICTURE_WIDTH } from './measures.ts';
import { d, path, shift, standAlone, write } from './svg.ts';
import { cleanText, fitText } from './text.ts';

/** A bin: the mean of what was said, how often it was so (both of 1), and of how many. */
export interface CalibrationPoint {
  readonly said: number;
  readonly true: number;
  readonly size: number;
}

export interface CalibrationCurve extends DotSeries {
  readonly points: readonly CalibrationPoint[];
}

export interface CalibrationPicture {
  readonly title: string;
  readonly subtitle: string;
  /** The first is who it is about, drawn over the others. */
  readonly curves: readonly CalibrationCurve[];
}

const SIDE = 520;
const LEFT = 190;
const TITLE = { size: 19, bold: true };
const TEXT = { size: 13.5 };
const SMALL = { size: 12 };

/** drawCalibration draws a curve for each judge and the diagonal on which one should be. */
export function drawCalibration({ title, subtitle, curves }: CalibrationPicture): string {
  const inner = PICTURE_WIDTH - 2 * MARGIN;
  const key = drawSeriesKey(curves, inner);
  const top = 78 + key.height + 24;
  const most = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ size }) => size)));
  return standAlone({
    width: PICTURE_WIDTH,
    height: top + SIDE + 46 + MARGIN / 2,
    title,
    summary: summarise(subtitle, curves),
    body: [
      write(MARGIN, 40, fitText(title, inner, TITLE), { ...TITLE, ink: 'ink' }),
      write(MARGIN, 62, fitText(subtitle, inner, TEXT), { ...TEXT, ink: 'muted' }),
      shift(MARGIN, 78, key.body),
      shift(LEFT, top, [drawFrame(), ...curves.toReversed().map((curve) => drawCurve(curve, most))].join('\n')),
    ].join('\n'),
  });
}

const across = (share: number): number => SIDE * clamp(share);
const down = (share: number): number => SIDE * (1 - clamp(share));
const clamp = (share: number): number => (Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share)));

function drawFrame(): string {
  const parts: string[] = [];
  for (let tick = 0; tick <= 5; tick += 1) {
    const share = tick / 5;
    const stroke = tick === 0 ? ({ ink: 'line', width: 1.5 } as const) : ({ ink: 'hairline' } as const);
    parts.push(
      path(d`M ${across(share)} 0 V ${SIDE}`, { stroke }),
      path(d`M 0 ${down(share)} H ${SIDE}`, { stroke }),
      write(across(share), SIDE + 18, `${tick * 20} %`, { ...SMALL, ink: 'muted', anchor: 'middle' }),
      write(-10, down(share) + 4, `${tick * 20} %`, { ...SMALL, ink: 'muted', anchor: 'end' }),
    );
  }
  parts.push(
    path(d`M 0 ${SIDE} L ${SIDE} 0`, { stroke: { ink: 'line', dash: '5 5' } }),
    write(SIDE / 2, SIDE + 40, 'culpability, as it was said', { ...SMALL, ink: 'muted', anchor: 'middle' }),
    write(-10, -10, 'were culpable', { ...SMALL, ink: 'muted', anchor: 'end' }),
  );
  return parts.join('');
}

function drawCurve({ mark, ink, points }: CalibrationCurve, most: number): string {
  const shown = points.filter(({ size }) => size > 0);
  if (shown.length === 0) return '';
  const [first, ...rest] = shown.map((point) => [across(point.said), down(point.true)] as const);
  const line = rest.reduce((so, [x, y]) => so + d` L ${x} ${y}`, d`M ${first![0]} ${first![1]}`);
  return [
    path(line, { stroke: { ink, width: mark === 'disc' ? 2 : 1.25 } }),
    // The area grows with the number of parties, and none is too small to be seen.
    ...shown.map(({ said, true: so, size }) =>
      drawMark(mark, ink, across(said), down(so), 3 + 6 * Math.sqrt(clamp(size / most))),
    ),
  ].join('');
}

/** summarise is the picture for those who do not see it. */
function summarise(subtitle: string, curves: readonly CalibrationCurve[]): string {
  const say = (text: string): string => cleanText(text.slice(0, 120));
  const points = (curves[0]?.points ?? [])
    .filter(({ size }) => size > 0)
    .slice(0, 30)
    .map((point) => `${percent(point.said * 1e6)} was ${percent(point.true * 1e6)}`);
  return `${say(subtitle)}. ${say(curves[0]?.label ?? '')}: ${points.join('; ')}.`;
}
