import { hypothesesOf, type ConflictFact, type Hypothesis } from '#inference';
import { culpabilityOf, normalise, toPosterior, type Baseline } from './baseline.ts';
import { CULPABLE, GOOD_FAITH, openClaimTables, type FeatureTables } from './feature-tables.ts';
import { openShares, type MechanismShares } from './mechanism-shares.ts';

/** A value's pseudo-count in a confusion table, without which a value seen once would decide everything. */
const SMOOTHING = 4;
/** All is fitted anew whenever the history has grown by this share, with so many rounds of EM. */
const GROWTH = 0.2;
const ROUNDS = 6;
const FIRST_FIT = 20;

interface Question {
  readonly conflict: ConflictFact;
  readonly hypotheses: readonly Hypothesis[];
  posterior: readonly number[];
  /** The hypotheses that resolutions named. */
  readonly named: string[];
}

/**
 * openDawidSkene judges by evidence alone (A. Dawid and A. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using
 * the EM Algorithm", Applied Statistics 28, 1979): each feature of a claim is an observer that says something of whether
 * its claimant is culpable, with an error table of its own. E step (their eq. 2.5): p(h) ∝ share of the mechanism ·
 * Π_claims Π_features π[value | culpable under h or not]; M step (2.3, 2.4): π and shares are expected frequencies.
 * Resolutions are one more observer, with the error rate of the same EM. Parties are nobody: it has no reputations. Six
 * rounds are not the end of EM: with 25 it has some 0.04 of skill more in most markets, and −2.7 in one of two where
 * cheats learn to fake, because it then calls everything by the other's name.
 */
export function openDawidSkene(): Baseline {
  const questions: Question[] = [];
  const byId = new Map<string, Question>();
  let fit = createFit();
  let fitAt = FIRST_FIT;
  // EM begins with what resolutions say, as theirs does with the majority. From where it stood it could never find out that
  // it calls culprits those in good faith: for two claimants of a copy either reading is as likely.
  const refit = (): void => {
    fit = createFit();
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = createFit();
      for (const question of questions) {
        question.posterior = weigh(fit, question);
        count(next, question);
      }
      fit = next;
    }
    fitAt = Math.ceil(questions.length * (1 + GROWTH));
  };
  return {
    observe(fact) {
      if (fact.kind === 'resolution') byId.get(fact.conflict)?.named.push(fact.hypothesis);
      if (fact.kind !== 'conflict') return null;
      if (questions.length >= fitAt) refit();
      const hypotheses = hypothesesOf(fact);
      const question: Question = { conflict: fact, hypotheses, posterior: [], named: [] };
      question.posterior = weigh(fit, question);
      count(fit, question);
      questions.push(question);
      byId.set(fact.id, question);
      return toPosterior(fact, hypotheses, question.posterior);
    },
  };
}

/** What is estimated: error tables, shares of mechanisms, how often resolutions are right. */
interface Fit {
  readonly tables: FeatureTables;
  readonly shares: MechanismShares;
  right: number;
  heard: number;
}

const createFit = (): Fit => ({ tables: openClaimTables(SMOOTHING), shares: openShares(), right: 45, heard: 50 });

function weigh({ tables, shares, right, heard }: Fit, { conflict, hypotheses, named }: Question): number[] {
  const odds = new Map<string, number>();
  for (const { claimant, features } of conflict.claims) {
    const likelihoods = tables.likelihoods(features);
    odds.set(claimant, ((odds.get(claimant) ?? 1) * likelihoods[CULPABLE]!) / likelihoods[GOOD_FAITH]!);
  }
  const prior = shares.priorOf(conflict.shape, hypotheses);
  // Nothing but resolutions tells culpable from good faith: below one half, EM would call each by the other's name.
  const reliability = Math.min(0.995, Math.max(0.6, right / heard));
  const wrong = (1 - reliability) / Math.max(1, hypotheses.length - 1);
  return normalise(
    hypotheses.map(({ id, culprits }, h) => {
      let weight = prior[h]!;
      for (const culprit of culprits) weight *= odds.get(culprit) ?? 1;
      for (const name of named) weight *= name === id ? reliability : wrong;
      return weight;
    }),
  );
}

function count(fit: Fit, { conflict, hypotheses, posterior, named }: Question): void {
  const culpable = culpabilityOf(hypotheses, posterior);
  for (const { claimant, features } of conflict.claims) {
    const share = culpable.get(claimant) ?? 0;
    fit.tables.count(features, CULPABLE, share);
    fit.tables.count(features, GOOD_FAITH, 1 - share);
  }
  for (const [h, hypothesis] of hypotheses.entries()) {
    fit.shares.count(conflict.shape, hypothesis, posterior[h]!);
    fit.right += posterior[h]! * named.filter((name) => name === hypothesis.id).length;
  }
  fit.heard += named.length;
}
