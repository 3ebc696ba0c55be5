/**
 * # Arbitration: from what is established to a verdict
 *
 * Custody says what the signatures prove and asks questions; inference says how likely each answer is; this library
 * decides under a published policy: which standard of proof is reached, who may be named, what is to be done with the
 * value, and why, in figures that add up. The verdict is a statement of integers that anybody can recompute.
 *
 * What it keeps true:
 * - No floating-point number is signed; probabilities are parts per million that sum to 1,000,000.
 * - Nobody is named below the policy's standard, and below the standard for an answer it says `not_proven`.
 * - Of all awards the one is chosen that loses least in expectation under the policy's costs (Wald 1950), in integers.
 * - The weights of evidence behind an answer (Good 1950), in millibans, sum exactly to its log-odds.
 * - The same inputs give the same payload but for `iat` and `jti`, whatever their order.
 *
 * ```ts
 * const examination = examine(canonicalOrder(submission), startVerification(native, portable));
 * const decision = decide(examination, createMarket(), EXPRESS_POLICY);
 * const payload = verdictPayload(decision, market, { jti: 'v-1', iat: 1790000000 });
 * signVerdict(payload, tribunal).text;
 * ```
 */
export { awardByExpectedLoss, worldsOf, type Act, type Answer, type Award, type World } from './award.ts';
export { isBundleLike, parseBundle, type Bundle, type BundleProblem } from './bundle.ts';
export {
  applyEvent,
  CASE_EVENT_KINDS,
  CASE_STATES,
  foldCase,
  nextState,
  standingOf,
  TRANSITIONS,
  type CaseEvent,
  type CaseEventKind,
  type CaseStanding,
  type CaseState,
} from './case-state.ts';
export { checkBundle, type BundleCheck, type KnownTribunal } from './check-bundle.ts';
export { factIdOf, factsOf, toConflictFact } from './conflict-fact.ts';
export {
  conflictIdOf,
  decide,
  type AnsweredQuestion,
  type Culprit,
  type Decision,
  type WeighedAnswer,
} from './decide.ts';
export { toCustodyRecord, toJudgementRecord } from './judgement-record.ts';
export {
  DEFAULT_POLICY,
  EXPRESS_POLICY,
  parsePolicy,
  policyDigest,
  standardOf,
  type Policy,
  type PolicyProblems,
  type Standard,
} from './policy.ts';
export { MILLION, roundPpm, toPpm, type Share } from './ppm.ts';
export { describeModel, inputDigest, modelDigest, signVerdict, verdictPayload, type Occasion } from './verdict.ts';
export { recheckVerdict } from './recheck.ts';
export { findVerdictMistake } from './verdict-form.ts';
export { findSettling, type Settling } from './settling.ts';
export { STARTING_ODDS, weighEvidence, type Weight } from './weights.ts';
