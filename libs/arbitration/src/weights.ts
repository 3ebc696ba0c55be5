/**
 * Weights of evidence (I. J. Good 1950): by how much each item moves the log-odds of the leading hypothesis against all
 * others, in millibans (thousandths of log10). Items are added in one fixed order, so that the weights add up exactly:
 * from even odds among the hypotheses to the posterior.
 */
import { OTHER_RECORDS, type Assessment } from '#inference';
import { compareIds } from './ppm.ts';

export interface Weight {
  /** A claim, a party, or the conflict. */
  readonly about: string;
  readonly item: string;
  /** For the leading hypothesis where positive, against it where negative. */
  readonly milliban: number;
}

/** The item that every sum begins with: the odds of one among equals. */
export const STARTING_ODDS = 'one of equals';

/**
 * weighEvidence gives the weights behind the leading hypothesis, the largest first; they sum to its posterior
 * log-odds, rounded to a milliban. Items that move nothing are left out.
 */
export function weighEvidence({ conflict, hypotheses, terms }: Assessment): Weight[] {
  const sums = new Float64Array(hypotheses.length);
  const inOrder = [...terms].sort(
    (a, b) => rankOf(a.item) - rankOf(b.item) || compareIds(a.about, b.about) || compareIds(a.item, b.item),
  );
  let before = toMilliban(logOddsOfFirst(sums));
  const weights: Weight[] = [{ about: conflict, item: STARTING_ODDS, milliban: before }];
  for (const { about, item, logLikelihood } of inOrder) {
    for (let h = 0; h < sums.length; h += 1) sums[h]! += logLikelihood[h]!;
    const after = toMilliban(logOddsOfFirst(sums));
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

/** log w[0] − log Σ_{h>0} w[h], natural. */
function logOddsOfFirst(logWeights: Float64Array): number {
  const others = logWeights.subarray(1);
  const peak = others.reduce((most, x) => Math.max(most, x), -Infinity);
  const mass = others.reduce((sum, x) => sum + Math.exp(x - peak), 0);
  return logWeights[0]! - peak - Math.log(mass);
}

const toMilliban = (nats: number): number => Math.round((nats * 1000) / Math.LN10) + 0;
