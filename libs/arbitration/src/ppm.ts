/** Parts per million: no floating-point number is ever signed (spec "conflicts", Verdict). */
export const MILLION = 1_000_000;

/** A share of something, named by what it is a share of. */
export interface Share {
  readonly id: string;
  readonly ppm: number;
}

/**
 * toPpm rounds weights to parts per million that sum to 1,000,000: by largest remainder, ties by id. Weights need not
 * sum to 1 but must be finite and not negative, and one must be positive.
 */
export function toPpm(weights: readonly { readonly id: string; readonly weight: number }[]): Share[] {
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const exact = weights.map(({ id, weight }) => ({ id, exact: (weight / total) * MILLION }));
  const shares = exact.map(({ id, exact: share }) => ({ id, ppm: Math.floor(share), remainder: share % 1 }));
  const missing = MILLION - shares.reduce((sum, { ppm }) => sum + ppm, 0);
  const byRemainder = [...shares].sort((a, b) => b.remainder - a.remainder || compareIds(a.id, b.id));
  for (const share of byRemainder.slice(0, missing)) share.ppm += 1;
  return shares.map(({ id, ppm }) => ({ id, ppm }));
}

/** roundPpm rounds one probability; it need not sum with others. */
export const roundPpm = (probability: number): number => Math.round(Math.min(1, Math.max(0, probability)) * MILLION);

/** compareIds orders ids by UTF-16 unit, which for the ASCII that ids are is by code point. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
