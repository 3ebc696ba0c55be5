/**
 * # Inference: who is likely to be telling the truth
 *
 * Facts in (facts.md: banks, registrations, activity, conflicts, resolutions), posteriors out. Of each conflict this lib
 * says how probable each of its hypotheses is, which parties are probably culpable, and which piece of evidence weighed
 * how much; of each party, how often it is probably at fault. It learns as it reads: the answer to a conflict comes from
 * the records before and including it, never from a later one.
 *
 * ```ts
 * const market = createMarket();
 * for (const record of records) {
 *   const fact = parseFact(record);                       // Fact | { problem }
 *   if ('problem' in fact) return refuse(fact.problem);
 *   const heard = observe(market, fact);                  // Assessment | { problem } | null
 *   if (heard !== null && 'problem' in heard) return refuse(heard.problem);
 *   if (heard !== null) print(toPosteriorRecord(heard));
 * }
 * print(reputations(market));
 * ```
 *
 * ## The model (`plain-1`)
 * A party has a fault rate per exposure (settlements, and one for each conflict that names it), drawn from a mixture of
 * two gammas: the many who hardly ever cheat and the habitual few, whose share is learned for each bank that vouches.
 * Conflicts are events of a Poisson process whose rate is the product of a mechanism's rate and its culprits' rates. A
 * claim's features are drawn from one table if its claimant is a culprit and from another if not; a conflict's own
 * features from a table by mechanism. For a hypothesis h
 *
 *     log w(h) = log ρ[shape, mechanism] + Σ_culprits log λ̂ + Σ_claims Σ_f log T_f[value | culpable or not]
 *                + Σ_f log G_f[value | mechanism]
 *
 * and the posterior is its softmax. λ̂, T and G are predictive: what the conflict itself taught is taken out first. After
 * the answer the conflict's posterior is counted into parties, tables and mechanism rates as fractions of a count, and
 * two earlier conflicts (in turn) are taken out, weighed again and put back; a resolution does the same for the conflict it names.
 * That is incremental expectation–maximisation (Neal and Hinton 1998) on collapsed counts, at constant cost a conflict.
 * Exact is the answer given the counts; approximate is that counts are expectations: the correlations between the
 * uncertain outcomes of different conflicts are dropped.
 *
 * Where from: gamma–Poisson rates as in Gelman et al., Bayesian Data Analysis 2.6; unknown truths with learned tables
 * as in Dawid and Skene 1979; reports that may be wrong, weighed by a learned reliability, as in the same.
 *
 * ## Taking back, and stopping
 * `retract` takes a conflict out of what is counted: a later round of its case replaces it, or a reversal removes it.
 * `saveMarket` and `restoreMarket` write all of a market down and give it back, so that a restart learns nothing twice:
 *
 * ```ts
 * const restored = restoreMarket(snapshot);                 // Market | { problem }
 * const market = 'problem' in restored ? learnAnew(restored.problem) : restored;
 * ```
 *
 * ## What it keeps true
 * Posteriors sum to 1. Neither the order of claims, nor that of features, nor that of the records of one instant can
 * change an answer by a bit: sums are exact (`dyadic.ts`), and an instant is learned from as a whole, in a canonical
 * order, when time moves on; its own conflicts are answered from what came before it. Renaming parties renames the answer
 * (to rounding). A party no conflict names changes nothing. More settled exposure never raises a rate at equal
 * faults. A resolution raises its own hypothesis only. The same records give the same bits, always,
 * and so do a market and the same market saved and restored.
 */
export type {
  ActivityFact,
  BankFact,
  ClaimFact,
  ConflictFact,
  Fact,
  Features,
  ForkFact,
  Problem,
  RegistrationFact,
  ResolutionFact,
  Shape,
} from './fact.ts';
export { parseFact } from './parse-fact.ts';
export { compareCodePoints } from './code-points.ts';
export { hypothesesOf, MOST_PAIRED, type Hypothesis, type Mechanism } from './hypotheses.ts';
export { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
export { createMarket, type Market } from './market.ts';
export { assess, closeInstant, observe } from './observe.ts';
export {
  OTHER_EVIDENCE,
  OTHER_RECORDS,
  toPosteriorRecord,
  type Assessment,
  type Culpability,
  type PosteriorRecord,
  type Term,
  type WeighedHypothesis,
} from './assess.ts';
export { retract } from './retract.ts';
export { saveMarket } from './save-market.ts';
export { restoreMarket } from './restore-market.ts';
export { reputationOf, reputations, type Reputation } from './reputation.ts';
export { describeMarket, MODEL_ID, type Described } from './describe-market.ts';
export { DESCRIBED_WITHIN_PPM, rebuildMarket } from './rebuild-market.ts';
