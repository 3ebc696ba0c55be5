/** The few SVG elements that the pictures are made of, and the document around them. */
import { darkStyles, PALETTE, type Ink } from './palette.ts';
import { cleanText, fitText, isMeasured, widthOf, type Font } from './text.ts';

/** A finished drawing of known size, with its corner at 0,0: to stand alone or among others. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: string;
  /** What a screen reader says first, and then. */
  readonly title: string;
  readonly summary: string;
}

export interface Stroke {
  readonly ink: Ink;
  readonly width?: number;
  readonly dash?: string;
}

export interface Paint {
  readonly fill?: Ink;
  readonly stroke?: Stroke;
}

const FONT_FAMILY = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif';

/** round gives a number with at most two decimals as SVG writes it; what is no number becomes 0. */
const round = (x: number): string => String(Number.isFinite(x) ? Math.round(x * 100) / 100 + 0 : 0);

/** escapeXml makes cleaned text safe in content and in attributes. */
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** paint gives the attributes of a shape: the light colours as such, and a class for the dark ones. */
function paint({ fill, stroke }: Paint): string {
  const classes = [fill && `f-${fill}`, stroke && `s-${stroke.ink}`].filter(Boolean).join(' ');
  let attributes = `class="${classes}" fill="${fill ? PALETTE[fill].light : 'none'}"`;
  if (stroke) attributes += ` stroke="${PALETTE[stroke.ink].light}" stroke-width="${round(stroke.width ?? 1)}"`;
  if (stroke?.dash !== undefined) attributes += ` stroke-dasharray="${stroke.dash}" stroke-linecap="round"`;
  return attributes;
}

export const rect = (x: number, y: number, width: number, height: number, radius: number, look: Paint): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}" ${paint(look)}/>`;

/** d writes a path's commands with its coordinates rounded. */
export const d = (commands: TemplateStringsArray, ...numbers: readonly (number | string)[]): string =>
  commands.reduce((text, command, i) => {
    const part = numbers[i - 1]!;
    return text + (typeof part === 'number' ? round(part) : part) + command;
  });

export const path = (commands: string, look: Paint): string => `<path d="${commands}" ${paint(look)}/>`;

export const circle = (x: number, y: number, radius: number, look: Paint): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" ${paint(look)}/>`;

export interface TextLook extends Font {
  readonly ink: Ink;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly struck?: boolean;
}

/** write sets one line of text on the baseline y; it is cleaned and escaped here, whatever it was before. */
export function write(x: number, y: number, raw: string, look: TextLook): string {
  const text = cleanText(raw);
  if (text === '') return '';
  let attributes = `x="${round(x)}" y="${round(y)}" font-size="${round(look.size)}" ${paint({ fill: look.ink })}`;
  if (look.bold) attributes += ' font-weight="600"';
  if (look.anchor !== undefined && look.anchor !== 'start') attributes += ` text-anchor="${look.anchor}"`;
  if (look.struck) attributes += ' text-decoration="line-through"';
  if (!isMeasured(text)) attributes += ` textLength="${round(widthOf(text, look))}" lengthAdjust="spacingAndGlyphs"`;
  return `<text ${attributes}>${escapeXml(text)}</text>`;
}

/** shift moves what was drawn. */
export const shift = (x: number, y: number, body: string): string =>
  `<g transform="translate(${round(x)} ${round(y)})">${body}</g>`;

const titleFont: Font = { size: 12 };

/** standAlone makes the drawing a document of its own: no script, no reference, no id, the same bytes each time. */
export function standAlone({ width, height, body, title, summary }: Drawing): string {
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" class="assize-viz" direction="ltr" font-family="${FONT_FAMILY}">`,
    `<title>${escapeXml(fitText(title, 1_200, titleFont))}</title>`,
    `<desc>${escapeXml(fitText(summary, 9_000, titleFont))}</desc>`,
    `<style>${darkStyles()}</style>`,
    rect(0, 0, width, height, 8, { fill: 'page' }),
    body,
    '</svg>\n',
  ].join('\n');
}
