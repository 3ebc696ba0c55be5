/**
 * # Baselines: other ways to judge, to be beaten
 *
 * Each hears the same facts as the judge (`observe` of #inference), under the same rule: the answer to a conflict comes from
 * the records before and including it. They answer over the same hypotheses, so that the same score fits all.
 *
 * ```ts
 * const baseline = BASELINES.beta();
 * for (const fact of facts) {
 *   const heard = baseline.observe(fact);                  // Posterior | null
 *   if (heard !== null) print(heard.conflict, heard.culpability);
 * }
 * ```
 *
 * They are as good as their idea, not straw men. What a rule or a rating cannot know (how often it is right, how often each
 * mechanism occurs) is learned from resolutions for it, and a rating learns from its own answers. Beta reputation,
 * EigenTrust and the rating know parties and nothing of evidence: each stands here as its authors have it, and again as
 * `…-evidence`, times the likelihood of the claims' features. Dawid and Skene's knows evidence and no parties; the plain
 * model knows both. The same stream gives the same bits; unlike the judge they hear records of one instant in the order
 * in which they come.
 */
import type { Baseline } from './baseline.ts';
import { openBetaReputation } from './beta-reputation.ts';
import { openDawidSkene } from './dawid-skene.ts';
import { openEigenTrust } from './eigen-trust.ts';
import { openFewestConflicts } from './fewest-conflicts.ts';
import { openFirstCome } from './first-come.ts';
import { openPlainModel } from './plain-model.ts';
import { openSkillRating } from './skill-rating.ts';
import { openUniform } from './uniform.ts';

export type { Baseline, Posterior } from './baseline.ts';

/** The baselines by name, from the simplest to the best; each call opens one that has heard nothing. */
export const BASELINES = {
  uniform: openUniform,
  'first-come': openFirstCome,
  'fewest-conflicts': openFewestConflicts,
  beta: () => openBetaReputation({ withEvidence: false }),
  'beta-evidence': () => openBetaReputation({ withEvidence: true }),
  eigentrust: () => openEigenTrust({ withEvidence: false }),
  'eigentrust-evidence': () => openEigenTrust({ withEvidence: true }),
  rating: () => openSkillRating({ withEvidence: false }),
  'rating-evidence': () => openSkillRating({ withEvidence: true }),
  'dawid-skene': openDawidSkene,
  plain: openPlainModel,
} as const satisfies Readonly<Record<string, () => Baseline>>;

export type BaselineName = keyof typeof BASELINES;
