import { exponential, naturalLog } from './elementary.ts';

/*
 * The gamma distribution function, for credible intervals only; nothing in the weighing of a conflict depends on it.
 * Lanczos' approximation of ln Γ (g = 7, n = 9), and the series and continued fraction of the regularized lower
 * incomplete gamma P(a, x) (Abramowitz and Stegun 6.5.29 and 6.5.31; the fraction by Lentz's method).
 */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const TINY = 1e-300;
const ACCURACY = 1e-15;
const MOST_TERMS = 10_000;

/** logGamma is ln Γ(a) for a ≥ 1/2, to about 15 digits. */
export function logGamma(a: number): number {
  const x = a - 1;
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i += 1) sum += LANCZOS[i]! / (x + i);
  const t = x + 7.5;
  return 0.5 * naturalLog(2 * Math.PI) + (x + 0.5) * naturalLog(t) - t + naturalLog(sum);
}

/** gammaProbability is P(a, x): the probability that a gamma variable of shape a ≥ 1/2 and unit rate is below x. */
export function gammaProbability(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = exponential(a * naturalLog(x) - x - logGamma(a));
  if (x < a + 1) return Math.min(1, front * lowerSeries(a, x));
  return Math.max(0, 1 - front * upperFraction(a, x));
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > sum * ACCURACY; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonzero(numerator * d + b);
    c = nonzero(b + numerator / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < ACCURACY) break;
  }
  return value;
}

function nonzero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
