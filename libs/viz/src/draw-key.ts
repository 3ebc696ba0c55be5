/** The key: each sign that the graph uses, once, in a line. */
import type { NodeTone } from './custody-picture.ts';
import { TONES } from './draw-node.ts';
import type { Forest } from './forest.ts';
import { d, path, rect, write } from './svg.ts';
import { widthOf } from './text.ts';

export interface Block {
  readonly body: string;
  readonly height: number;
}

const FONT = { size: 12 };
const MEANINGS: readonly (readonly [tone: NodeTone, meaning: string])[] = [
  ['fork', 'fork: custody parts here'],
  ['culprit', 'named as culprit'],
  ['claim', 'claim presented to be paid'],
  ['set-aside', 'set aside: has a defect'],
];

/** drawKey explains the tones that occur and, where there are any, dashed lines. */
export function drawKey({ order, crossLinks }: Forest, width: number): Block {
  const tones = new Set(order.map(({ tone }) => tone));
  const entries = MEANINGS.filter(([tone]) => tones.has(tone)).map(([tone, meaning]) => ({
    meaning,
    swatch: (x: number, y: number) => rect(x, y, 26, 16, 4, { fill: TONES[tone].fill, stroke: TONES[tone].border }),
  }));
  const links = [...order.map(({ parent, edge }) => ({ from: parent, edge })), ...crossLinks];
  if (links.some(({ from, edge }) => edge?.style === 'dashed' && from?.tone !== 'fork')) {
    const stroke = { ink: 'line', width: 1.5, dash: '4 4' } as const;
    const swatch = (x: number, y: number): string => path(d`M ${x} ${y + 8} H ${x + 26}`, { stroke });
    entries.push({ meaning: 'handed over, not signed over', swatch });
  }
  const parts: string[] = [];
  let [x, y] = [1, 1];
  for (const { meaning, swatch } of entries) {
    const step = 36 + widthOf(meaning, FONT) + 26;
    if (x > 1 && x + step - 26 > width) [x, y] = [1, y + 26];
    parts.push(swatch(x, y), write(x + 34, y + 12.5, meaning, { ...FONT, ink: 'muted' }));
    x += step;
  }
  return { body: parts.join(''), height: entries.length === 0 ? 0 : y + 18 };
}
