/*
 * Sums that do not care about order. Every quantity that is accumulated is first rounded to a multiple of a power of
 * two, coarse enough that all sums of such multiples that can occur are exact in a double (IEEE 754: 53 bits). Exact
 * sums commute, so neither the order of claims nor that of features can show, and what is subtracted later was truly
 * added: a replaced responsibility leaves nothing behind, however long the stream.
 */

/** Steps in a count, of 1.5e-8 each; sums are exact up to 2^27 = 134 million counts. */
export const COUNTS = 2 ** 26;
const LOGARITHMS = 2 ** 40; // steps of 9e-13, exact up to a log-odds of 8192

/** roundCount rounds a share of a count to the grid on which counts add exactly. */
export function roundCount(count: number): number {
  return Math.round(count * COUNTS) / COUNTS;
}

/** roundLog rounds a log-likelihood to the grid on which logarithms add exactly. */
export function roundLog(log: number): number {
  return Math.round(log * LOGARITHMS) / LOGARITHMS;
}
