/**
 * The colours of the pictures, light and dark. Each shape carries its light colour as an attribute, which every renderer
 * understands (PDF and print stay light); a style sheet of one media query puts the dark ones over them.
 */

export interface Shade {
  readonly light: string;
  readonly dark: string;
}

/** Names say what a colour is for. Text colours reach 4.5 : 1 on page and panel, and a tone on its own soft ground. */
export const PALETTE = {
  page: { light: '#ffffff', dark: '#0d1117' },
  panel: { light: '#f6f8fa', dark: '#161b22' },
  ink: { light: '#1f2328', dark: '#e6edf3' },
  muted: { light: '#59636e', dark: '#9198a1' },
  line: { light: '#818b98', dark: '#6e7681' },
  track: { light: '#eaeef2', dark: '#21262d' },
  hairline: { light: '#d1d9e0', dark: '#30363d' },
  fork: { light: '#8a5a00', dark: '#e3b341' },
  forkSoft: { light: '#fff8e1', dark: '#2b2311' },
  culprit: { light: '#b3261e', dark: '#ff8a80' },
  culpritSoft: { light: '#fdeeec', dark: '#331719' },
  claim: { light: '#0b5cad', dark: '#6cb6ff' },
  claimSoft: { light: '#eaf4ff', dark: '#0f2238' },
  bar: { light: '#8fb8e3', dark: '#2f5f94' },
  barFirst: { light: '#0b5cad', dark: '#6cb6ff' },
  supports: { light: '#0b6e6e', dark: '#56c2c2' },
  opposes: { light: '#a8480a', dark: '#f0a060' },
} as const satisfies Record<string, Shade>;

export type Ink = keyof typeof PALETTE;

/** darkStyles is the whole style sheet; scoped, so that a picture set into a web page styles nothing else there. */
export function darkStyles(): string {
  const rules = Object.entries(PALETTE).map(
    ([name, { dark }]) => `.assize-viz .f-${name}{fill:${dark}}.assize-viz .s-${name}{stroke:${dark}}`,
  );
  return `@media screen and (prefers-color-scheme: dark){${rules.join('')}}`;
}
