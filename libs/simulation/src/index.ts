/**
 * # Simulation: markets in which every rate is known
 *
 * A plan in, a stream of facts out (spec "facts"), and beside each conflict what truly happened and the posterior of an
 * oracle that knows every rate that drew the stream, but not the outcome. No judge can do better on average: how near it
 * comes is its skill. The same seed makes the same market, to the bit, on every machine.
 *
 * ```ts
 * for (const family of [...FAMILIES, ...ATTACKS]) {
 *   const { happenings, parties } = simulate(family, 7);          // or stream(family, 7), one by one, for the largest
 *   const scorer = openScorer(happenings.filter(({ answer }) => answer !== null).length);
 *   for (const { record, answer } of happenings) {
 *     const heard = observe(market, parseFact(record));            // #inference
 *     if (answer !== null) scorer.add(answer, heard);              // answer.truth, answer.oracle
 *   }
 *   print(scorer.finish().skill, parties.filter(({ cheat }) => cheat));
 * }
 * const submission = signSubmission(openKeyRing('market', 7), record, answer.bearer);   // the same, signed for real
 * ```
 *
 * ## The model
 * Conflicts are events of competing Poisson processes in time, one for each way in which somebody can bring one about.
 * A party i has a volume v (settlements a day, very unequal), and traits relative to an ordinary party: L, how often it
 * cheats a settlement (one each for theft, double-spending and key theft, equal unless a plan has specialists), C, how
 * much it colludes a day whatever its volume, A, how prone it is to accidents, and K, how easily its key is stolen. Of W
 * all volume together it is met with probability s = v/W. Bank k issues a share q of notes, leaks β a day by itself and f
 * to each accomplice. All are piecewise constant: parties join, leave and turn, tables drift, strategies react.
 *
 * Then the intensity of exactly one configuration (shape, issuer, claimants, holder, successors) is a product for each
 * mechanism; `weigh.ts` lists them. Two claimants x and z of a copy issued by k, for example, come about by
 *
 *     theft by x         ρ·L_x·v_x · s_z · q          x copies what it has and meets z by volume
 *     collusion of both  ρ·C_x·C_z · q                a pair acts by time; rings add their own rate
 *     leak by k to x     (β·s_x + f_kx) · s_z          no q: the bank is who acts
 *     an outsider        ρ·W · s_x·s_z·2 · q          sold to both, by volume
 *
 * Divided by s_x·s_z·W·q, which all share: ρ·L_x · ρ·C_x·C_z·W/(v_x·v_z) · β/(W·q) + f_kx/(v_x·q) · 2ρ (such factors
 * stay the same for any number of claimants: `sizes.ts`). Volumes cancel but under collusion, which goes by time, and
 * leaks to an accomplice. With the evidence's likelihood, of every claim by whether its claimant is culpable and of the
 * case by mechanism, Bayes gives the oracle's posterior exactly; a value that is missing is one more value. Strategies
 * look at what happened, so rates depend on the past; the posterior is conditional on all of it, and stays exact. Draws
 * in which a party meets itself make no conflict, which leaves the intensities of those that do untouched.
 *
 * Tests list everything that can happen in a small world, step by step as it is drawn, and find these weights; and over
 * all families the truth is as often what the oracle says as it says, by mechanism, by bin, and in its mean surprise.
 *
 * ## What does not follow from the model, and is not hidden
 * The number of claimants, their order, who redeems where and when tell nothing unless a plan says so (`ownBranch`
 * differs by mechanism in two families). Half of the seeds speak the service's own words, whose values are for or against
 * a claimant as one would expect; the others words that nobody knows. In the service's words a claimant of a duplicate is
 * heard once, as the service does it. Crowds beyond 32 claimants come by head, not by volume.
 *
 * ## Looking for attacks
 * An attack is a plain list of strategies. `searchAttacks` draws attacks, breeds the worst of them and repairs what costs
 * more than a budget; what harm they do is asked of the caller, because this lib knows no judge. `FOUND` keeps what
 * searches found as families of their own; docs/attacks.md has prices and figures.
 *
 * ## The families (10 seeds each)
 * "Oracle right" is how often the likeliest hypothesis is the true one, on average (worst and best seed); "staged", the
 * share of conflicts that a slander, a ring or a crooked issuer brings about. A market settles some 200 to 500 times a
 * party; a party is in a conflict as claimant, holder or first successor. The first thirteen are those on which
 * every way to judge is measured, the others attacks, alone and together, and worlds that are not as one expects; the
 * last four are what searches found.
 *
 * | family | conflicts | parties | conflicts a party | cheats % | oracle right % | log loss: oracle | uniform | staged % |
 * | --- | --- | --- | --- | --- | --- | --- | --- | --- |
 * | accidents | 2729 | 383 | 12.9 | 11 | 89.0 (86–92) | 0.295 | 1.498 | 0 |
 * | strong evidence | 2954 | 357 | 17.9 | 9 | 94.3 (92–96) | 0.148 | 1.693 | 0 |
 * | wrong resolutions | 2990 | 364 | 17.5 | 9 | 89.0 (85–92) | 0.291 | 1.685 | 0 |
 * | market | 2897 | 376 | 16.4 | 11 | 88.1 (83–93) | 0.315 | 1.686 | 0 |
 * | key thieves | 2936 | 370 | 19.3 | 10 | 88.5 (85–93) | 0.304 | 1.707 | 0 |
 * | collusion | 3118 | 367 | 18.5 | 10 | 90.2 (88–92) | 0.253 | 1.702 | 0 |
 * | crooked issuer | 2570 | 349 | 15.7 | 12 | 88.6 (84–93) | 0.303 | 1.722 | 21 |
 * | slander | 2994 | 602 | 10.5 | 43 | 90.0 (85–95) | 0.267 | 1.711 | 21 |
 * | weak evidence | 2831 | 420 | 14.4 | 9 | 84.1 (79–88) | 0.430 | 1.690 | 0 |
 * | many cheats | 2896 | 359 | 17.4 | 34 | 86.4 (80–90) | 0.364 | 1.697 | 0 |
 * | milking | 2974 | 394 | 16.2 | 7 | 90.4 (87–95) | 0.269 | 1.694 | 0 |
 * | whitewash | 3007 | 748 | 8.7 | 54 | 86.5 (79–90) | 0.358 | 1.698 | 0 |
 * | cold start | 2971 | 3987 | 1.7 | 10 | 87.6 (85–90) | 0.333 | 1.700 | 0 |
 * | popular slander | 2980 | 480 | 13.2 | 27 | 89.9 (87–92) | 0.267 | 1.710 | 16 |
 * | stolen name | 2884 | 384 | 15.9 | 14 | 89.9 (86–94) | 0.269 | 1.638 | 17 |
 * | framed payee | 2853 | 380 | 17.2 | 13 | 89.2 (84–93) | 0.279 | 1.707 | 18 |
 * | shifting rings | 2759 | 366 | 16.7 | 14 | 89.6 (86–92) | 0.279 | 1.726 | 15 |
 * | careless | 2898 | 405 | 15.3 | 9 | 87.9 (85–90) | 0.329 | 1.628 | 0 |
 * | fakers | 3020 | 391 | 16.6 | 12 | 87.1 (86–89) | 0.341 | 1.694 | 0 |
 * | best face | 2914 | 362 | 17.4 | 9 | 86.8 (84–90) | 0.359 | 1.696 | 0 |
 * | drift | 2852 | 392 | 15.5 | 9 | 85.8 (83–91) | 0.370 | 1.684 | 0 |
 * | lax bank | 2955 | 682 | 9.5 | 61 | 89.0 (81–94) | 0.314 | 1.714 | 0 |
 * | accomplices in turn | 2910 | 397 | 15.7 | 19 | 89.1 (83–93) | 0.287 | 1.719 | 17 |
 * | other customs | 2898 | 393 | 20.3 | 11 | 89.3 (84–92) | 0.287 | 1.882 | 0 |
 * | patient ring | 2776 | 336 | 17.9 | 17 | 88.8 (86–91) | 0.302 | 1.698 | 10 |
 * | all at once | 2869 | 609 | 10.4 | 59 | 89.9 (88–92) | 0.285 | 1.736 | 16 |
 * | found patient face | 1500 | 373 | 11.2 | 11 | 88.7 (85–92) | 0.305 | 1.693 | 0 |
 * | found best face | 1500 | 376 | 11.0 | 10 | 86.9 (81–90) | 0.346 | 1.690 | 0 |
 * | found false pair | 1500 | 375 | 12.1 | 19 | 90.0 (85–93) | 0.258 | 1.808 | 19 |
 * | found busy forgers | 1500 | 465 | 9.0 | 23 | 90.1 (87–94) | 0.255 | 1.709 | 20 |
 */
export { ATTACKS } from './attack-families.ts';
export { FAMILIES } from './families.ts';
export { FOUND } from './found-attacks.ts';
export { ORDINARY } from './ordinary.ts';
export type { Plan, Range, Ranged } from './plan.ts';
export { enlargePlan, range, settlePlan } from './settle-plan.ts';
export type { Answer, ClaimRecord, ConflictRecord, FactRecord, Happening, PartyTruth, Weighed } from './records.ts';
export { simulate, stream, type Ending, type Simulated } from './stream.ts';
export type { Strategy } from './strategy.ts';
export type { Attack } from './attacks/attack-space.ts';
export { costOf, DEFAULT_BUDGET } from './attacks/attack-cost.ts';
export type { Contender, Trial } from './attacks/evolve.ts';
export { attackedMarket, handMadeAttacks } from './attacks/known-attacks.ts';
export { parseAttack } from './attacks/parse-attack.ts';
export { nicheOf, searchAttacks, type Means } from './attacks/search-attacks.ts';
export { openScorer, oracleJudgement, type Bin, type Judgement, type Score, type Scorer } from './score.ts';
export { openKeyRing, type KeyRing } from './key-ring.ts';
export { signRegistration, signSubmission, type SubmissionDocument, type SubmittedClaim } from './sign-submission.ts';
