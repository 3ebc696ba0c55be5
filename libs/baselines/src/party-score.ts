import { hypothesesOf, type ConflictFact, type Fact, type Hypothesis } from '#inference';
import { culpabilityOf, normalise, toPosterior, type Baseline, type Posterior } from './baseline.ts';
import { CULPABLE, GOOD_FAITH, openClaimTables, type FeatureTables } from './feature-tables.ts';
import { openShares } from './mechanism-shares.ts';

/** Who was probably culpable, by party. */
export type Culpable = ReadonlyMap<string, number>;

/** A reputation system: what it says of parties, and what it learns. It knows nothing of hypotheses or evidence. */
export interface PartyScore {
  /** How much likelier than usual the party is at fault: 1 is ordinary. */
  readonly suspicion: (party: string) => number;
  /**
   * A conflict among these parties turned out so; `before` is what was learned of the same conflict earlier. `nobody` is the
   * probability that it was none of them.
   */
  readonly learn: (culpable: Culpable, before: Culpable | null, nobody: number) => void;
  readonly hear?: (fact: Fact) => void;
}

/** What a reputation system is put to a conflict with. */
export interface ScoreOptions {
  /** Beside the parties it weighs the features of their claims. */
  readonly withEvidence: boolean;
}

interface Asked {
  readonly conflict: ConflictFact;
  readonly hypotheses: readonly Hypothesis[];
  readonly posterior: readonly number[];
}

/** How often a resolution is taken to be right. */
const RELIABLE = 0.9;
/** A value's pseudo-count, as in the other tables. */
const TABLE_STRENGTH = 40;

/**
 * judgeByScore makes a reputation system answer conflicts: p(h) ∝ share of the mechanism · Π suspicion of the culprits. No
 * system of this kind is told what happened, so it learns from its own answers as far as it believes them, and anew when
 * a resolution comes. None of them reads evidence either; with it, p(h) has one more factor for each claim of a culprit,
 * Π_features T[value | culpable]/T[value | in good faith] (naive Bayes), T being learned from the same answers.
 */
export function judgeByScore(score: PartyScore, { withEvidence }: ScoreOptions): Baseline {
  const shares = openShares();
  const tables = withEvidence ? openClaimTables(TABLE_STRENGTH) : null;
  const asked = new Map<string, Asked>();
  const resolve = (id: string, hypothesis: string): void => {
    const question = asked.get(id);
    const named = question?.hypotheses.find((one) => one.id === hypothesis);
    if (question === undefined || named === undefined) return;
    const { conflict, hypotheses, posterior } = question;
    shares.count(conflict.shape, named, 1);
    const wrong = (1 - RELIABLE) / Math.max(1, hypotheses.length - 1);
    const resolved = normalise(posterior.map((p, h) => p * (hypotheses[h] === named ? RELIABLE : wrong)));
    const [before, now] = [culpabilityOf(hypotheses, posterior), culpabilityOf(hypotheses, resolved)];
    score.learn(now, before, nobodyIn(hypotheses, resolved));
    if (tables !== null) {
      countClaims(tables, conflict, before, -1);
      countClaims(tables, conflict, now, 1);
    }
    asked.set(id, { conflict, hypotheses, posterior: resolved });
  };
  const answer = (conflict: ConflictFact): Posterior => {
    const hypotheses = hypothesesOf(conflict);
    const prior = shares.priorOf(conflict.shape, hypotheses);
    const odds = tables === null ? new Map<string, number>() : oddsOf(tables, conflict);
    const posterior = normalise(
      hypotheses.map(({ culprits }, h) =>
        culprits.reduce((weight, party) => weight * score.suspicion(party) * (odds.get(party) ?? 1), prior[h]!),
      ),
    );
    asked.set(conflict.id, { conflict, hypotheses, posterior });
    const culpable = culpabilityOf(hypotheses, posterior);
    score.learn(culpable, null, nobodyIn(hypotheses, posterior));
    if (tables !== null) countClaims(tables, conflict, culpable, 1);
    return toPosterior(conflict, hypotheses, posterior);
  };
  return {
    observe(fact) {
      if (fact.kind === 'resolution') resolve(fact.conflict, fact.hypothesis);
      score.hear?.(fact);
      return fact.kind === 'conflict' ? answer(fact) : null;
    },
  };
}

const nobodyIn = (hypotheses: readonly Hypothesis[], posterior: readonly number[]): number =>
  hypotheses.reduce((sum, { culprits }, h) => sum + (culprits.length === 0 ? posterior[h]! : 0), 0);

/** By claimant, how much likelier its claims are to look so where it is culpable. */
function oddsOf(tables: FeatureTables, { claims }: ConflictFact): Map<string, number> {
  const odds = new Map<string, number>();
  for (const { claimant, features } of claims) {
    const likelihoods = tables.likelihoods(features);
    odds.set(claimant, ((odds.get(claimant) ?? 1) * likelihoods[CULPABLE]!) / likelihoods[GOOD_FAITH]!);
  }
  return odds;
}

function countClaims(tables: FeatureTables, { claims }: ConflictFact, culpable: Culpable, sign: number): void {
  for (const { claimant, features } of claims) {
    const share = culpable.get(claimant) ?? 0;
    tables.count(features, CULPABLE, sign * share);
    tables.count(features, GOOD_FAITH, sign * (1 - share));
  }
}
