/*
 * exp and ln from additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit: an engine's own
 * Math.exp and Math.log may differ from another's, and a market learned on one machine must be learned alike on any.
 */

const LN2_HIGH = 6.9314718036912381649e-1; // ln 2 in two parts: fdlibm, e_exp.c
const LN2_LOW = 1.90821492927058770002e-10;
const HALF_ROOT = 0.7071067811865476;
const LEAST = -708; // below, e^x is no longer a normal double
const MOST = 709;

/** 2^k for k from −1023 to 1023, at k + 1023. */
const POWERS = ((): Float64Array => {
  const powers = new Float64Array(2047);
  powers[1023] = 1;
  for (let k = 1; k <= 1023; k += 1) powers[1023 + k] = powers[1022 + k]! * 2;
  for (let k = -1; k >= -1023; k -= 1) powers[1023 + k] = powers[1024 + k]! / 2;
  return powers;
})();

/** exponential is e^x to within about an ulp; 0 far below, and never more than e^709. */
export function exponential(x: number): number {
  if (x < LEAST) return 0;
  const bounded = x > MOST ? MOST : x;
  const k = Math.floor(bounded * 1.4426950408889634 + 0.5);
  const r = bounded - k * LN2_HIGH - k * LN2_LOW;
  // Taylor's series on |r| ≤ ½ ln 2, in halves and quarters that do not wait for each other (Estrin): the first term left
  // out is below 4e-18.
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = 1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120));
  const middle = 1 / 720 + r * (1 / 5_040) + r2 * (1 / 40_320 + r * (1 / 362_880));
  const high = 1 / 3_628_800 + r * (1 / 39_916_800) + r2 * (1 / 479_001_600 + r * (1 / 6_227_020_800));
  const sum = 1 + (r + r2 * (low + r4 * (middle + r4 * high)));
  return sum * POWERS[(1023 + k) | 0]!;
}

const cell = new Float64Array(1);
const halves = new Uint32Array(cell.buffer);
/** The first 20 bits of the fraction of √2. */
const ROOT_FIRST = 0x6a09e;
const HALVES = Float64Array.of(1, 0.5);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** naturalLog is ln x for a positive, normal x, to within about an ulp. */
export function naturalLog(x: number): number {
  cell[0] = x;
  const high = halves[HIGH]!;
  const least = (high >>> 20) - 1023;
  let mantissa = x * POWERS[1023 - least]!;
  // Whether the mantissa is beyond √2 a processor could not foresee: its first bits tell without a branch, as a rule.
  const first = high & 0xfffff;
  let over = (ROOT_FIRST - first) >>> 31;
  if (first === ROOT_FIRST && mantissa > 2 * HALF_ROOT) over = 1;
  mantissa *= HALVES[over]!;
  const exponent = least + over;
  // ln m = 2 artanh((m − 1)/(m + 1)), |s| ≤ 0.172, its terms beyond the first likewise in parts.
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  const z2 = z * z;
  const low = 1 / 3 + z * (1 / 5) + z2 * (1 / 7 + z * (1 / 9));
  const middle = 1 / 11 + z * (1 / 13) + z2 * (1 / 15 + z * (1 / 17));
  const z4 = z2 * z2;
  const sum = low + z4 * (middle + z4 * (1 / 19 + z * (1 / 21)));
  return exponent * LN2_HIGH + (2 * s + (2 * s * z * sum + exponent * LN2_LOW));
}
