/** What stands below the graph in words: claims that were set aside, findings that had no room in it. */
import type { SetAside } from './custody-picture.ts';
import type { Block } from './draw-key.ts';
import { rect, write } from './svg.ts';
import { fitText, groupThousands } from './text.ts';

export interface Remarks {
  readonly aside: readonly SetAside[];
  readonly findings: readonly string[];
}

/** Of each list, so many are written out; the others are counted. */
const MOST_REMARKS = 8;

const HEAD = { size: 13, bold: true };
const TEXT = { size: 13 };
const LINE = 22;
const PAD = 16;
const LABEL_WIDTH = 230;

/** drawRemarks sets both lists into one panel; nothing where both are empty. */
export function drawRemarks({ aside, findings }: Remarks, width: number): Block {
  const lists = [
    { heading: 'Set aside', rows: aside.map(({ label, reason }) => [label, reason] as const) },
    { heading: 'Further findings', rows: findings.map((text) => [text, null] as const) },
  ].filter(({ rows }) => rows.length > 0);
  if (lists.length === 0) return { body: '', height: 0 };

  const parts: string[] = [];
  const room = width - 2 * PAD;
  let y = PAD + 12;
  for (const { heading, rows } of lists) {
    parts.push(write(PAD, y, `${heading} (${groupThousands(rows.length)})`, { ...HEAD, ink: 'ink' }));
    y += LINE;
    for (const [label, reason] of rows.slice(0, MOST_REMARKS)) {
      parts.push(write(PAD, y, fitText(label, reason === null ? room : LABEL_WIDTH, TEXT), { ...TEXT, ink: 'ink' }));
      const rest = room - LABEL_WIDTH - 20;
      if (reason !== null)
        parts.push(write(PAD + LABEL_WIDTH + 20, y, fitText(reason, rest, TEXT), { ...TEXT, ink: 'muted' }));
      y += LINE;
    }
    if (rows.length > MOST_REMARKS) {
      const more = groupThousands(rows.length - MOST_REMARKS);
      parts.push(write(PAD, y, `and ${more} more`, { ...TEXT, ink: 'muted' }));
      y += LINE;
    }
    y += 8;
  }
  const height = y - LINE - 8 + PAD;
  return { body: rect(0, 0, width, height, 8, { fill: 'panel' }) + parts.join(''), height };
}
