/** Parts per million: no floating-point number is ever signed (spec "conflicts", Verdict). */
export const MILLION = 1_000_000;

/** A share of something, named by what it is a share of. */
export interface Share {
  readonly id: string;
  readonly ppm: number;
}

/**
 * toPpm rounds weights to parts per million that sum to 1,000,000: by largest remainder, ties by id. Weights need not
 * sum to 1 but must be finite and not negative, and one must be positive. It reckons exactly, so a tie is a tie.
 */
export function toPpm(weights: readonly { readonly id: string; readonly weight: number }[]): Share[] {
  const exact = weights.map(({ id, weight }) => ({ id, units: unitsOf(weight) }));
  const total = exact.reduce((sum, { units }) => sum + units, 0n);
  const shares = exact.map(({ id, units }) => {
    const scaled = units * BigInt(MILLION);
    return { id, ppm: Number(scaled / total), remainder: scaled % total };
  });
  const missing = MILLION - shares.reduce((sum, { ppm }) => sum + ppm, 0);
  const byRemainder = [...shares].sort((a, b) => compareBig(b.remainder, a.remainder) || compareIds(a.id, b.id));
  for (const share of byRemainder.slice(0, missing)) share.ppm += 1;
  return shares.map(({ id, ppm }) => ({ id, ppm }));
}

const bits = new DataView(new ArrayBuffer(8));

/** A double that is not negative, in units of the smallest one (2^−1074): every double is a whole number of them. */
function unitsOf(weight: number): bigint {
  bits.setFloat64(0, weight);
  const word = bits.getBigUint64(0);
  const exponent = word >> 52n;
  const fraction = word & 0xf_ffff_ffff_ffffn;
  return exponent === 0n ? fraction : (fraction | 0x10_0000_0000_0000n) << (exponent - 1n);
}

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** roundPpm rounds one probability; it need not sum with others. */
export const roundPpm = (probability: number): number => Math.round(Math.min(1, Math.max(0, probability)) * MILLION);

/** compareIds orders ids by UTF-16 unit, which for the ASCII that ids are is by code point. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
