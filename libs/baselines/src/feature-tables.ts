import { CLAIM_PRIORS, type Features } from '#inference';

/*
 * How often each value of a feature was seen with each outcome, in expected counts. A value is as likely under outcome s
 * as n[s, value]/n[s] + t/n, up to a factor common to all outcomes: t pseudo-counts pull each value to its pooled
 * frequency, and what was never seen tells nothing.
 */

/** The outcomes of a claim. */
export const CULPABLE = 0;
export const GOOD_FAITH = 1;

interface Feature {
  readonly totals: number[];
  readonly values: Map<string, number[]>;
}

/** Tables of the features of one kind of thing, such as a claim. */
export interface FeatureTables {
  readonly count: (features: Features, outcome: number, times: number) => void;
  /** The product over the features of how likely their values are under each outcome. */
  readonly likelihoods: (features: Features) => number[];
}

/** openFeatureTables makes empty tables of so many outcomes; `strength` is t. */
export function openFeatureTables(outcomes: number, strength: number): FeatureTables {
  const tables = new Map<string, Feature>();
  const zeros = (): number[] => Array.from({ length: outcomes }, () => 0);
  const featureOf = (name: string): Feature => {
    const known = tables.get(name);
    if (known !== undefined) return known;
    // Half a count keeps an outcome open that was never seen.
    const feature = { totals: zeros().fill(0.5), values: new Map<string, number[]>() };
    tables.set(name, feature);
    return feature;
  };
  return {
    count(features, outcome, times) {
      for (const [name, value] of features) {
        const { totals, values } = featureOf(name);
        const counts = values.get(value) ?? zeros();
        values.set(value, counts);
        counts[outcome]! += times;
        totals[outcome]! += times;
      }
    },
    likelihoods(features) {
      const products = zeros().fill(1);
      for (const [name, value] of features) {
        const feature = tables.get(name);
        const counts = feature?.values.get(value);
        if (feature === undefined || counts === undefined) continue;
        const all = feature.totals.reduce((sum, total) => sum + total, 0);
        for (let s = 0; s < outcomes; s += 1) {
          // Taking back leaves a rounding error behind, which must not become a negative likelihood.
          products[s]! *= Math.max(0, counts[s]!) / feature.totals[s]! + strength / all;
        }
      }
      return products;
    },
  };
}

/** How much an untaught market's judgement of the features that the service makes (`evidence-priors.ts`) is worth here. */
const PRIOR_WORTH = 12;

/** Pseudo-counts by feature and value, in the order of the outcomes. */
type Priors = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** teachPriors counts what is believed of features before any was seen. */
export function teachPriors(tables: FeatureTables, priors: Priors): void {
  for (const [feature, rows] of priors) {
    for (const [value, counts] of rows) {
      for (const [s, times] of counts.entries()) tables.count(new Map([[feature, value]]), s, PRIOR_WORTH * times);
    }
  }
}

/** openClaimTables makes tables of claims that know what an untaught market knows. */
export function openClaimTables(strength: number): FeatureTables {
  const tables = openFeatureTables(2, strength);
  teachPriors(tables, CLAIM_PRIORS);
  return tables;
}
