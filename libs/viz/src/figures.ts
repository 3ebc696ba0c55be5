/** Numbers as the pictures write them. */

/** No weight, and no sum of weights, is drawn beyond this (10,000 bans, further than any double can say). */
const MOST_MILLIBAN = 10_000_000;
const MILLION = 1_000_000;

/** clampMilliban makes any number drawable; what is no number weighs nothing. */
export const clampMilliban = (milliban: number): number =>
  Number.isNaN(milliban) ? 0 : Math.min(MOST_MILLIBAN, Math.max(-MOST_MILLIBAN, milliban)) + 0;

export const clampPpm = (ppm: number): number => (Number.isNaN(ppm) ? 0 : Math.min(MILLION, Math.max(0, ppm)));

/** signedDecibans writes a weight with its sign: +12.3, −0.45, 0. */
export function signedDecibans(milliban: number): string {
  const hundredths = Math.round(clampMilliban(milliban));
  if (hundredths === 0) return '0';
  const size = Math.abs(hundredths);
  return `${hundredths > 0 ? '+' : '−'}${(size / 100).toFixed(size < 100 ? 2 : 1)}`;
}

/** tickLabel writes a round number of decibans as an axis does. */
export const tickLabel = (milliban: number): string =>
  milliban === 0 ? '0' : `${milliban > 0 ? '+' : '−'}${String(Math.abs(Math.round(milliban)) / 100)}`;

/** percent never rounds a doubt away: 100 % and 0 % are said of certainty only. */
export function percent(ppm: number): string {
  const parts = clampPpm(ppm);
  if (parts > 0 && parts < 100) return '< 0.01 %';
  if (parts < MILLION && parts > MILLION - 100) return '> 99.99 %';
  const digits = parts > 0 && (parts < 1_000 || parts > MILLION - 1_000) ? 2 : 1;
  return `${parts === 0 || parts === MILLION ? String(parts / 10_000) : (parts / 10_000).toFixed(digits)} %`;
}

/** ppmOf turns a weight from even odds into a probability. */
export const ppmOf = (milliban: number): number => MILLION / (1 + 10 ** (-clampMilliban(milliban) / 1_000));

/** tickStep gives the round step (1, 2 or 5 times a power of ten) that cuts a range into at most so many parts. */
export function tickStep(range: number, most: number): number {
  const least = range / most;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((step) => step * power >= least) ?? 10);
}
