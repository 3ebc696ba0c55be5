/*
 * Logarithm and exponential from additions, multiplications and divisions alone, which IEEE 754 rounds in one way only:
 * Math.log and Math.exp may differ between engines in the last bit, and a market must be the same everywhere.
 */

const LN2 = 0.6931471805599453;
const SQRT2 = 1.4142135623730951;

/** ln is the natural logarithm of a positive finite number, to about 1e-15. */
export function ln(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa > SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  while (mantissa * SQRT2 < 1) {
    mantissa *= 2;
    exponent -= 1;
  }
  // ln m = 2·artanh((m − 1)/(m + 1)), whose series has |t| ≤ 0.172 here.
  const t = (mantissa - 1) / (mantissa + 1);
  const square = t * t;
  let sum = 0;
  for (let n = 21; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return exponent * LN2 + 2 * t * sum;
}

/** exp is e to the power of x, for |x| up to some 700. */
export function exp(x: number): number {
  const doublings = Math.round(x / LN2);
  const rest = x - doublings * LN2;
  let sum = 1;
  for (let n = 14; n >= 1; n -= 1) sum = 1 + (sum * rest) / n;
  let power = 1;
  for (let n = Math.abs(doublings); n > 0; n -= 1) power *= 2;
  return doublings < 0 ? sum / power : sum * power;
}
