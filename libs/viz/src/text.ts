/**
 * Text that others wrote, made fit to stand in a picture: cleaned, measured, cut to a width.
 *
 * A picture cannot ask how wide its text will be. Widths are estimated from DejaVu Sans, the widest of the usual system
 * fonts, so that text drawn in any other leaves room to spare.
 */

export interface Font {
  /** In pixels of the picture. */
  readonly size: number;
  readonly bold?: boolean;
}

/** The glyphs of ASCII by width, in em, rounded up to a twentieth. */
const GLYPHS: readonly (readonly [em: number, glyphs: string])[] = [
  [0.3, "'IJijl"],
  [0.35, ' ,./:;\\|·‘’‚'],
  [0.4, '()-[]ft'],
  [0.45, '!r'],
  [0.5, '"*_`–°'],
  [0.55, '?csz“”„'],
  [0.6, 'FLkvxy'],
  [0.65, '$€£0123456789EPSTYabdeghnopqu{}•«»'],
  [0.7, 'ABCKRVXZ'],
  [0.75, 'NU'],
  [0.8, '&DGHOQ'],
  [0.85, '#+<=>^w~−×←→≤≥'],
  [0.9, 'M'],
  [1, '%@Wm…—'],
];
const EM = new Map(GLYPHS.flatMap(([em, glyphs]) => Array.from(glyphs, (glyph) => [glyph, em] as const)));

/** How much wider a glyph is in bold, in em. */
const BOLDER = 0.08;

/** Scripts whose glyphs have no surprising widths: up to which code point, and the em that covers them. */
const SCRIPTS: readonly (readonly [last: number, em: number])[] = [
  [0x024f, 0.9], // Latin
  [0x02ff, 0],
  [0x036f, 0], // combining marks
  [0x052f, 0.95], // Greek, Cyrillic
  [0x058f, 0],
  [0x074f, 0.8], // Hebrew, Arabic, Syriac
  [0x2fff, 0],
  [0x9fff, 1.05], // kana and Han
  [0xabff, 0],
  [0xd7a3, 1.05], // Hangul
];

const MARKS = /\p{M}/u;

/** emOf gives a glyph's width, or null where only the renderer can know it (ligatures, rare scripts, emoji). */
function emOf(glyph: string): number | null {
  const known = EM.get(glyph);
  if (known !== undefined) return known;
  const code = glyph.codePointAt(0) ?? 0;
  const script = SCRIPTS.find(([last]) => code <= last);
  if (MARKS.test(glyph)) return code < 0x0750 ? 0 : null;
  return script === undefined || script[1] === 0 ? null : script[1];
}

/** What a glyph of unknown width is given; the renderer is then told to keep to it (`isMeasured`). */
const UNKNOWN_EM = 1.2;

/** widthOf estimates, generously, how many pixels the text takes. */
export function widthOf(text: string, { size, bold = false }: Font): number {
  let em = 0;
  for (const glyph of text) em += (emOf(glyph) ?? UNKNOWN_EM) + (bold ? BOLDER : 0);
  return em * size;
}

/** isMeasured tells whether the estimate covers every glyph; if not, the text is drawn with its length prescribed. */
export const isMeasured = (text: string): boolean => Array.from(text).every((glyph) => emOf(glyph) !== null);

/** No label of a picture is longer than this before it is cut to its place. */
const LONGEST = 2_000;

/**
 * cleanText keeps what a reader can see: spaces for line ends, U+FFFD for control characters, direction overrides and
 * what XML cannot carry, nothing for joiners and other invisible ones, at most two marks on a letter.
 */
export function cleanText(raw: string): string {
  return raw
    .slice(0, LONGEST)
    .toWellFormed()
    .replace(/[\t-\r]/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd')
    .replace(/[\p{Cf}\ufe00-\ufe0f]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
}

/** fitText cleans the text and cuts it, with …, to a width in pixels. */
export function fitText(raw: string, width: number, font: Font): string {
  const text = cleanText(raw);
  if (raw.length <= LONGEST && widthOf(text, font) <= width) return text;
  const room = width - widthOf('…', font);
  let kept = '';
  let used = 0;
  for (const glyph of text) {
    used += widthOf(glyph, font);
    if (used > room) break;
    kept += glyph;
  }
  return `${kept.trimEnd()}…`;
}

/** wrapText breaks the text between words into at most so many lines, as even as they can be; the last one is cut. */
export function wrapText(raw: string, width: number, font: Font, most: number): string[] {
  const words = cleanText(raw).split(' ');
  let lines = breakLines(words, width, font, most);
  for (let narrower = width - 8; narrower > width / 2; narrower -= 8) {
    const tried = breakLines(words, narrower, font, most);
    if (tried.length !== lines.length || tried.join(' ') !== lines.join(' ')) break;
    lines = tried;
  }
  return lines;
}

function breakLines(words: readonly string[], width: number, font: Font, most: number): string[] {
  const lines: string[] = [];
  let at = 0;
  while (at < words.length && lines.length < most - 1) {
    let line = words[at] ?? '';
    at += 1;
    while (at < words.length && widthOf(`${line} ${words[at]}`, font) <= width) {
      line += ` ${words[at]}`;
      at += 1;
    }
    lines.push(fitText(line, width, font));
  }
  if (at < words.length) lines.push(fitText(words.slice(at).join(' '), width, font));
  return lines;
}

/** groupThousands writes a count with commas, the same on every machine. */
export const groupThousands = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
