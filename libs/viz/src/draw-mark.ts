/** The marks of charts, each a form of its own. */
import type { Block } from './draw-key.ts';
import type { DotSeries, Mark } from './dot-plot.ts';
import { circle, d, path, write, type Paint } from './svg.ts';
import type { Ink } from './palette.ts';
import { fitText, widthOf } from './text.ts';

const FONT = { size: 12.5 };

/** drawMark draws a mark of about this radius around a point. */
export function drawMark(mark: Mark, ink: Ink, x: number, y: number, radius: number): string {
  const line: Paint = { stroke: { ink, width: 2 } };
  const hollow: Paint = { fill: 'page', stroke: { ink, width: 1.75 } };
  const r = radius;
  switch (mark) {
    case 'disc':
      return circle(x, y, r, { fill: ink, stroke: { ink: 'page', width: 1 } });
    case 'ring':
      return circle(x, y, r, hollow);
    case 'diamond':
      return path(d`M ${x} ${y - r} L ${x + r} ${y} L ${x} ${y + r} L ${x - r} ${y} Z`, hollow);
    case 'square':
      return path(d`M ${x - 0.8 * r} ${y - 0.8 * r} H ${x + 0.8 * r} V ${y + 0.8 * r} H ${x - 0.8 * r} Z`, hollow);
    case 'triangle':
      return path(d`M ${x} ${y - r} L ${x + r} ${y + 0.8 * r} L ${x - r} ${y + 0.8 * r} Z`, hollow);
    case 'cross':
      return path(
        d`M ${x - 0.7 * r} ${y - 0.7 * r} L ${x + 0.7 * r} ${y + 0.7 * r} M ${x - 0.7 * r} ${y + 0.7 * r} L ${x + 0.7 * r} ${y - 0.7 * r}`,
        line,
      );
    case 'plus':
      return path(d`M ${x - r} ${y} H ${x + r} M ${x} ${y - r} V ${y + r}`, line);
    case 'bar':
      return path(d`M ${x} ${y - r - 1} V ${y + r + 1}`, { stroke: { ink, width: 3 } });
    default:
      return mark satisfies never;
  }
}

/** drawSeriesKey says whose mark is which, in as many lines as it takes. */
export function drawSeriesKey(series: readonly DotSeries[], width: number): Block {
  const parts: string[] = [];
  let [x, y] = [0, 0];
  for (const { label, mark, ink } of series) {
    const text = fitText(label, width - 24, FONT);
    const step = 20 + widthOf(text, FONT);
    if (x > 0 && x + step > width) [x, y] = [0, y + 22];
    parts.push(drawMark(mark, ink, x + 7, y + 9, 5), write(x + 20, y + 13.5, text, { ...FONT, ink: 'muted' }));
    x += step + 22;
  }
  return { body: parts.join(''), height: series.length === 0 ? 0 : y + 20 };
}
