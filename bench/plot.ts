/** A scaling plot as SVG: logarithmic axes, points, and the power law fitted through them. */
import { fitPowerLaw, type Point } from './measure.ts';

interface Plot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[];
}

const WIDTH = 720;
const HEIGHT = 460;
const LEFT = 76;
const RIGHT = 24;
const TOP = 96;
const BOTTOM = 56;

/** Colours of the series, tellable apart by those who see no red or green, and on white as on black. */
const STYLE = `
  svg { background: #ffffff; font: 13px system-ui, sans-serif; }
  text { fill: #1f2430; } .minor { fill: #5b6270; } .grid { stroke: #dfe3ea; } .axis { stroke: #8a919e; }
  .s0 { fill: #0b6bcb; stroke: #0b6bcb; } .s1 { fill: #c2570c; stroke: #c2570c; }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171d; }
    text { fill: #e8eaf0; } .minor { fill: #a7aebb; } .grid { stroke: #2b303a; } .axis { stroke: #6f7684; }
    .s0 { fill: #6cb4ff; stroke: #6cb4ff; } .s1 { fill: #ff9d57; stroke: #ff9d57; }
  }`;

/** plotScaling draws at most two series. */
export function plotScaling({ title, xLabel, yLabel, series }: Plot): string {
  const all = series.flatMap(({ points }) => points);
  const x = logAxis(
    all.map(([value]) => value),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = logAxis(
    all.map(([, value]) => value),
    HEIGHT - BOTTOM,
    TOP,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<style>${STYLE}\n</style>`,
    `<text x="${LEFT}" y="28" font-size="16" font-weight="600">${title}</text>`,
    ...x.decades.map(
      (at) =>
        `<line class="grid" x1="${x.place(at)}" y1="${TOP}" x2="${x.place(at)}" y2="${HEIGHT - BOTTOM}"/>` +
        `<text class="minor" x="${x.place(at)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${power(at)}</text>`,
    ),
    ...y.decades.map(
      (at) =>
        `<line class="grid" x1="${LEFT}" y1="${y.place(at)}" x2="${WIDTH - RIGHT}" y2="${y.place(at)}"/>` +
        `<text class="minor" x="${LEFT - 8}" y="${y.place(at) + 4}" text-anchor="end">${power(at)}</text>`,
    ),
    `<path class="axis" fill="none" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>`,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${xLabel}</text>`,
    `<text transform="translate(20 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>`,
  ];
  for (const [i, { name, points }] of series.entries()) {
    const { slope, scale } = fitPowerLaw(points);
    const ends = [points[0]![0], points.at(-1)![0]].map((at) => `${x.place(at)} ${y.place(scale * at ** slope)}`);
    parts.push(
      `<g class="s${i}"><path fill="none" stroke-width="1.5" stroke-dasharray="5 4" d="M${ends.join('L')}"/>`,
      ...points.map(([px, py]) => `<circle cx="${x.place(px)}" cy="${y.place(py)}" r="4"/>`),
      `<circle cx="${LEFT + 5}" cy="${46 + 20 * i}" r="4"/></g>`,
      `<text x="${LEFT + 18}" y="${50 + 20 * i}">${name}: slope ${slope.toFixed(3)}</text>`,
    );
  }
  return `${[...parts, '</svg>'].join('\n')}\n`;
}

/** An axis from the decade below the least value to the decade above the greatest. */
function logAxis(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)) + 0.02);
  const high = Math.ceil(Math.log10(Math.max(...values)) - 0.02);
  const share = (value: number): number => (Math.log10(value) - low) / (high - low);
  return {
    decades: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
    place: (value: number): number => Math.round(10 * (from + (to - from) * share(value))) / 10,
  };
}

/** A power of ten as people write it: 0.01, 1, 1,000, 10⁶. */
function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= -3 && exponent < 5) return exponent < 0 ? value.toFixed(-exponent) : value.toLocaleString('en');
  return `10${String(exponent).replace(/./g, (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)] ?? '⁻')}`;
}
