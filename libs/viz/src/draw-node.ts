/** One statement as a box: what it is (a small sign and a word), who (the label), and how it stands out (border and word). */
import type { NodeTone } from './custody-picture.ts';
import type { Vertex } from './forest.ts';
import type { Ink } from './palette.ts';
import { CAPTION, LABEL, MARK, MARK_LINE, SUBLABEL, type Box, type MarkBox } from './place-nodes.ts';
import { d, circle, path, rect, shift, write, type Paint, type Stroke } from './svg.ts';

interface ToneLook {
  readonly fill: Ink;
  readonly border: Stroke;
  readonly ink: Ink;
  /** Said in the box, so that no tone is told by colour alone. */
  readonly word: string;
}

export const TONES: Readonly<Record<NodeTone, ToneLook>> = {
  plain: { fill: 'panel', border: { ink: 'line', width: 1.25 }, ink: 'ink', word: '' },
  fork: { fill: 'forkSoft', border: { ink: 'fork', width: 2, dash: '7 5' }, ink: 'fork', word: 'fork' },
  culprit: { fill: 'culpritSoft', border: { ink: 'culprit', width: 2.5 }, ink: 'culprit', word: 'culprit' },
  claim: { fill: 'claimSoft', border: { ink: 'claim', width: 1.5 }, ink: 'claim', word: '' },
  'set-aside': { fill: 'page', border: { ink: 'line', width: 1.5, dash: '0.1 4' }, ink: 'muted', word: 'set aside' },
};

/** captionOf gives the small line of a box: its kind, and its tone where the border alone would be too subtle. */
export function captionOf({ kind, tone }: Vertex): string {
  if (kind === 'folded' || kind === 'rest') return '';
  const { word } = TONES[tone];
  return word === '' ? kind : `${kind} · ${word}`;
}

export function drawNode(box: Box): string {
  const { vertex, x, y, width, height } = box;
  if (vertex.kind === 'folded' || vertex.kind === 'rest') return drawSummary(box);
  const look = TONES[vertex.tone];
  const delivered = vertex.kind === 'delivery' && vertex.tone !== 'fork';
  const stroke = delivered && vertex.tone !== 'set-aside' ? { ...look.border, dash: '3 4' } : look.border;
  const radius = vertex.kind === 'delivery' ? 16 : vertex.kind === 'redemption' ? 3 : 8;
  const inner = x + 12;
  const quiet: Ink = look.ink === 'ink' ? 'muted' : look.ink;
  const parts = [
    rect(x, y, width, height, radius, { fill: look.fill, stroke }),
    shift(inner, y + 10, drawSign(vertex.kind, quiet)),
    write(inner + 18, y + 19.5, box.caption, { ...CAPTION, ink: quiet }),
    write(inner, y + 38, box.label, {
      ...LABEL,
      ink: vertex.tone === 'set-aside' ? 'muted' : 'ink',
      struck: vertex.tone === 'set-aside',
    }),
    write(inner, y + 55.5, box.sublabel, { ...SUBLABEL, ink: 'muted' }),
  ];
  return parts.join('');
}

/** A fold or a rest is no statement: a pill rather than a box. */
function drawSummary({ vertex, x, y, width, height, label, sublabel }: Box): string {
  const middle = y + height / 2;
  const hasBoth = sublabel !== '';
  const text = { ink: 'muted', anchor: 'middle' } as const;
  return [
    rect(x, middle - 22, width, 44, 22, { fill: 'panel', stroke: { ink: 'hairline', width: 1.25 } }),
    write(x + width / 2, middle + (hasBoth ? -2 : 5), label, {
      ...LABEL,
      ...text,
      ink: vertex.kind === 'rest' ? 'ink' : 'muted',
    }),
    write(x + width / 2, middle + 13, sublabel, { ...SUBLABEL, ...text }),
  ].join('');
}

/** A finding: a tag with a point towards its box. */
export function drawMark({ x, y, width, height, lines }: MarkBox, tone: NodeTone): string {
  const ink: Ink = tone === 'plain' || tone === 'set-aside' ? 'ink' : TONES[tone].ink;
  const fill: Ink = tone === 'plain' || tone === 'set-aside' ? 'panel' : TONES[tone].fill;
  const centre = x + width / 2;
  const low = y + height;
  const stroke = { ink, width: 1.25 };
  const text = lines.map((line, i) => write(centre, y + 16 + i * MARK_LINE, line, { ...MARK, ink, anchor: 'middle' }));
  return [
    rect(x, y, width, height, 6, { fill, stroke }),
    path(d`M ${centre - 6} ${low - 0.7} L ${centre} ${low + 6} L ${centre + 6} ${low - 0.7}`, { fill, stroke }),
    ...text,
  ].join('');
}

/** The sign of a kind, 12 by 12: a banknote, an arrow, a broken arrow, a coin, a bank. */
function drawSign(kind: Exclude<Vertex['kind'], 'folded' | 'rest'>, ink: Ink): string {
  const line: Paint = { stroke: { ink, width: 1.25 } };
  switch (kind) {
    case 'note':
      return rect(0, 2, 12, 8, 1.5, line) + circle(6, 6, 1.75, line);
    case 'transfer':
      return path('M 0 6 H 11 M 7 2 L 11 6 L 7 10', line);
    case 'delivery':
      return path('M 0 6 h 2 m 2.5 0 h 2 m 2.5 0 h 2 M 7 2 L 11 6 L 7 10', line);
    case 'spend':
      return circle(6, 6, 5.25, line) + path('M 3.5 6 l 2 2 l 3.5 -4', line);
    case 'redemption':
      return path('M 0 4 L 6 0.5 L 12 4 Z M 0 11.5 H 12 M 2.5 4 v 7.5 M 6 4 v 7.5 M 9.5 4 v 7.5', line);
    default:
      return kind satisfies never;
  }
}
