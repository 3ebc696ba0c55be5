/**
 * Weights of evidence (I. J. Good 1950): by how much each item moves the log-odds of a hypothesis against all others, in
 * millibans (thousandths of log10). Items are added in one fixed order, so that the weights add up exactly: from even odds
 * among the hypotheses to the posterior.
 */
import { exponential, naturalLog, OTHER_RECORDS, type Assessment } from '#inference';
import { compareIds } from './ppm.ts';

export interface Weight {
  /** A claim, a party, or the conflict. */
  readonly about: string;
  readonly item: string;
  /** For the hypothesis where positive, against it where negative. */
  readonly milliban: number;
}

/** The item that every sum begins with: the odds of one among equals. */
export const STARTING_ODDS = 'one of equals';

/**
 * weighEvidence gives the weights behind a hypothesis (by its place, by default the leading one), the largest first; they
 * sum to its posterior log-odds, rounded to a milliban. Items that move nothing are left out.
 */
export function weighEvidence({ conflict, hypotheses, terms }: Assessment, h = 0): Weight[] {
  const sums = new Float64Array(hypotheses.length);
  const inOrder = [...terms].sort(
    (a, b) => rankOf(a.item) - rankOf(b.item) || compareIds(a.about, b.about) || compareIds(a.item, b.item),
  );
  let before = toMilliban(logOddsOf(h, sums));
  const weights: Weight[] = [{ about: conflict, item: STARTING_ODDS, milliban: before }];
  for (const { about, item, logLikelihood } of inOrder) {
    for (let i = 0; i < sums.length; i += 1) sums[i]! += logLikelihood[i]!;
    const after = toMilliban(logOddsOf(h, sums));
    if (after !== before) weights.push({ about, item, milliban: after - before });
    before = after;
  }
  return weights.sort(
    (a, b) => Math.abs(b.milliban) - Math.abs(a.milliban) || compareIds(a.about, b.about) || compareIds(a.item, b.item),
  );
}

/** What was known before the case comes first, then the parties' records, then the evidence. */
const rankOf = (item: string): number =>
  item === 'prior' ? 0 : item === 'reputation' || item === OTHER_RECORDS ? 1 : 2;

/** log w[h] − log Σ_{i≠h} w[i], natural. */
function logOddsOf(h: number, logWeights: Float64Array): number {
  let peak = -Infinity;
  for (const [i, x] of logWeights.entries()) if (i !== h) peak = Math.max(peak, x);
  let mass = 0;
  for (const [i, x] of logWeights.entries()) if (i !== h) mass += exponential(x - peak);
  return logWeights[h]! - peak - naturalLog(mass);
}

const toMilliban = (nats: number): number => Math.round((nats * 1000) / Math.LN10) + 0;
