import { drawnAsCulprit } from './candour.ts';
import { compareCodePoints } from './code-points.ts';
import type { ConflictFact } from './fact.ts';
import { slateOf } from './hypotheses.ts';
import { answer, openToAsk } from './observe.ts';
import type { Market } from './market.ts';
import { isSeen, likelihood, OUTCOMES, type Tables } from './tables.ts';
import { naturalLog } from './elementary.ts';

/** Evidence that a claim does not have, and what asking for it is worth before one knows what it would be. */
export interface MissingEvidence {
  readonly claim: string;
  readonly feature: string;
  /** Expected information about what happened, in millibits; never below zero. */
  readonly millibits: number;
  /** Values it could take, those seen most often: how likely each is among all, and the leading hypothesis then. */
  readonly values: readonly {
    readonly value: string;
    readonly probability: number;
    readonly leading: string;
    readonly leadingProbability: number;
  }[];
}

/**
 * More claims, features and values than these are not asked about; claims of the likeliest culprits come first, and of
 * features and values those seen most often: a person reads the answer.
 */
const MOST_CLAIMS = 16;
const MOST_FEATURES = 32;
const MOST_VALUES = 32;

/**
 * missingEvidence gives for each feature that a claim lacks the expected information gain of learning it (Lindley 1956):
 * the entropy of the answer that was given, less its mean over the feature's values, each as likely as the tables and the
 * present answer make it. Of a feature with more than MOST_VALUES values the rarer ones count as telling nothing, so that
 * what is promised is not too much. `isMissing` says which values stand for evidence that is not there. The most worth
 * comes first. Like `tellingCases` it asks about a conflict that was just heard as it was answered.
 */
export function missingEvidence(
  market: Market,
  conflict: ConflictFact,
  isMissing: (feature: string, value: string | undefined) => boolean = (_, value) => value === undefined,
): MissingEvidence[] {
  openToAsk(market, conflict);
  const slate = slateOf(conflict);
  const features = mostSeen([...(market.tables.featureNumber.get('claim') ?? [])], ([, f]) =>
    sumOf(market.tables.totals, f),
  ).slice(0, MOST_FEATURES);
  const { hypotheses: given, culpability: blamed } = answer(market, conflict, slate);
  const suspicion = new Map(blamed.map(({ party, probability }) => [party, probability]));
  const bySuspicion = [...conflict.claims.entries()].sort(
    ([, a], [, b]) =>
      (suspicion.get(b.claimant) ?? 0) - (suspicion.get(a.claimant) ?? 0) || compareCodePoints(a.id, b.id),
  );
  const now = entropy(given.map(({ probability }) => probability));
  const found: MissingEvidence[] = [];
  for (const [n, claim] of bySuspicion.slice(0, MOST_CLAIMS)) {
    for (const [feature, f] of features) {
      if (!isMissing(feature, claim.features.get(feature))) continue;
      const without = withFeature(conflict, n, feature, null);
      const { culpability } = answer(market, without, slate);
      const culpable = culpability.find(({ party }) => party === claim.claimant)?.probability ?? 0;
      const share = drawnAsCulprit(market, slate.parties.indexOf(claim.claimant), culpable, 1);
      const values = valuesOf(market, f, share, (value) => !isMissing(feature, value));
      if (values.length === 0) continue;
      let after = now * Math.max(0, 1 - values.reduce((sum, { probability }) => sum + probability, 0));
      const told = values.map(({ value, probability }) => {
        const then = answer(market, withFeature(conflict, n, feature, value), slate).hypotheses;
        after += probability * entropy(then.map((hypothesis) => hypothesis.probability));
        return { value, probability, leading: then[0]!.id, leadingProbability: then[0]!.probability };
      });
      const millibits = Math.max(0, Math.round(1000 * (now - after)));
      found.push({ claim: claim.id, feature, millibits, values: told });
    }
  }
  return found.sort(
    (a, b) =>
      b.millibits - a.millibits || compareCodePoints(a.claim, b.claim) || compareCodePoints(a.feature, b.feature),
  );
}

function withFeature(conflict: ConflictFact, n: number, feature: string, value: string | null): ConflictFact {
  const claims = conflict.claims.map((claim, i) => {
    if (i !== n) return claim;
    const features = new Map(claim.features);
    if (value === null) features.delete(feature);
    else features.set(feature, value);
    return { ...claim, features };
  });
  return { ...conflict, claims };
}

/** By falling count, then by code point. */
const mostSeen = <T>(named: readonly [string, T][], countOf: (entry: [string, T]) => number): [string, T][] =>
  named
    .map((entry) => ({ entry, count: countOf(entry) }))
    .sort((a, b) => b.count - a.count || compareCodePoints(a.entry[0], b.entry[0]))
    .map(({ entry }) => entry);

/** Counts of a feature or a cell, over its outcomes. */
const sumOf = (counts: Float64Array, at: number): number =>
  counts.subarray(at * OUTCOMES, (at + 1) * OUTCOMES).reduce((sum, count) => sum + count, 0);

/** How likely the most frequent values of a feature are where it is so probably drawn from the culprits' table. */
function valuesOf(
  { tables, parameters }: Market,
  f: number,
  culpable: number,
  isTold: (value: string) => boolean,
): { value: string; probability: number }[] {
  const cells = mostSeen(
    [...tables.cellNumber[f]!].filter(([value, cell]) => isTold(value) && isSeen(tables, cell)),
    ([, cell]) => sumOf(tables.counts, cell),
  );
  const chances = cells.map(([value, cell]) => ({
    value,
    chance: predictive(tables, cell, culpable, parameters.claimStrength),
  }));
  const total = chances.reduce((sum, { chance }) => sum + chance, 0);
  return chances
    .slice(0, MOST_VALUES)
    .map(({ value, chance }) => ({ value, probability: chance / total }))
    .sort((a, b) => compareCodePoints(a.value, b.value));
}

const predictive = (tables: Tables, cell: number, culpable: number, strength: number): number =>
  culpable * likelihood(tables, cell, 0, strength) + (1 - culpable) * likelihood(tables, cell, 1, strength);

/** In bits. */
const entropy = (shares: readonly number[]): number =>
  shares.reduce((sum, share) => (share > 1e-300 ? sum - (share * naturalLog(share)) / Math.LN2 : sum), 0);
