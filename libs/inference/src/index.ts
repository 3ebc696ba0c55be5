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
 * ## The model (`grid-2`): belief propagation on a grid of latent types
 * A party has a cheating trait L (17 values, ×2 apart), a collusion trait C (7, ×4), and a side trait for each shape (8,
 * ×3): how often it is robbed, loses a key, has an accident. A pair of an issuer and a claimant has a rate f of leaks (none,
 * or 10 values ×2.5 apart). All are relative: the mean is 1, which pins their scale. With v a party's volume (settlements,
 * and one for each conflict) and t its age, its type has R·L·v expected faults and H·C·t expected collusions. A hypothesis
 * is as likely as its mechanism's share × the likelihood of the features × what resolutions say × its parties' part
 *
 *     theft of x           L_x · mean of the others' robbed traits     leak to a      own_k·(1 − γ + γ·L_a) + pair·f
 *     double-spend of x    L_x                                         accident       trait of accidents
 *     key theft by n of F  L_n · F's lost-keys trait                   unknown        1; of a fork F's lost-keys trait
 *     collusion of x, z    (1 − δ)·C_x·y_x·C_z·y_z + δ·L_x·L_z         y = min(5, mean volume a time / own)
 *
 * Evidence is read by its party's *candour* (`candour.ts`): most show in good faith what honest parties show and as culprits
 * what culprits do; the sloppy (2 kinds) show even in good faith what culprits do, who feigns (2 kinds) the other way round. So
 * a claim's evidence is worth less where the party's other conflicts say that it tells little, and teaches the tables less.
 * In R nobody's volume counts for more than 32 medians: what one bank reports cannot change what is expected of all.
 *
 * Each is linear in every trait, so what a conflict says of a party is three numbers, A·L + B·C + D, with the others at
 * their means; what the party is for that conflict is its belief without them. Answers come from beliefs filtered up to the
 * conflict, in O(its parties). With every conflict a few earlier ones are visited again (`visit.ts`): their parties hear
 * anew from all their conflicts, and after each pass the laws of types are made anew (early or late comers, by bank), each
 * shrunk to the one above. While a market is young all is learned anew from scratch at 60, 72, 87 … up to 5,000 conflicts.
 * Exact is the answer given what is believed of the parties (a test enumerates it); approximate is that beliefs of
 * different parties are held apart, and that tables, rates and shares are expected counts.
 *
 * Where from: Pearl 1988 and Minka 2001 for the propagation; Dawid and Skene 1979 for tables and reliability without known
 * truths; Neal and Hinton 1998 for taking a case's own count out before it is weighed; Good 1950 for weights of evidence.
 *
 * ## What won, what lost (mean skill; 13 families of libs/simulation, and 13 of attacks and odd worlds)
 * On seeds 711 to 713, which nobody had seen before: **0.930, lowest family 0.842** (cold start), lowest market 0.809;
 * calibration error 0.012, innocent among those blamed beyond 95 %: 0.65 %. By family: accidents .954, strong evidence .970,
 * wrong resolutions .957, market .916, key thieves .945, collusion .943, crooked issuer .958, slander .929, weak evidence
 * .934, many cheats .918, milking .920, whitewash .902, cold start .842. Attacks and odd worlds: 0.895, lowest .765 ("all at
 * once"), innocent 0.85 %. On 701 to 703 (docs/evaluation.md, beside the other judges): .935, lowest .845; attacks .894, lowest
 * .783. Before candour (`grid-1`), on the same: .934, .820; .886, .769; markets of seeds 601 to 603 went as low as .633 (cold
 * start). A second generator written apart, with its own oracle (test/second-generator, 15 families): .908, lowest .809,
 * calibration error .016, innocent 0.96 %. This lib's tests draw markets apart (9 plans), whose collusion and leaks go by
 * cheating at volume: 0.83, where the plain model, whose own law they are drawn from, has 0.85; lowest 0.62 (no settlements
 * reported).
 *
 * 90 % intervals of customers' rates held 93 % of the true ones (by family 84 to 96 %; by seeds 91 to 94 %), of those who truly
 * cheat 80 %: who has cheated little yet is taken for honest, and of much contested conflicts the judge is a little too sure.
 * Intervals rest on the density between the grid's values
 * (`credible-interval.ts`); a value taken as a bar half a step wide held 59 % of those cheats. How low honest rates may be,
 * nobody's silence tells: that is the prior's (`honest`), set so that intervals hold about 90 % after 600 and after 3,000
 * conflicts; its width costs no skill (four priors within .001).
 *
 * *Candour*: careless .84 → .89 (innocent among those blamed 2.4 → 1.2 %), fakers .90 → .93, best face .87 → .895, patient ring
 * .86 → .88, an attack found by search .59 → .77 (means of seeds 651 to 655); the laboratory's families within .003. It costs
 * where invented parties frame an honest one whose evidence is good (two attacks found: −.06 and −.03): evidence that may be
 * feigned protects less. With φ up to .85 instead of .4 fakers gain .01 more and the framed lose .05 more; without φ, −.02 on
 * fakers. Thinking robbed newcomers less likely changed nothing.
 *
 * *Learning anew* at every fifth more conflicts, two passes, instead of every half more, three: cold start .81 → .83, others
 * within .001; one pass .837, but careless −.006. Eight passes .80.
 *
 * The figures below are of an earlier state of the simulator, with weaker attacks and stronger evidence.
 *
 * - *Pair prior.* With a share of accomplices learned from pairs that met, leaks explain everything: 0.837 → 0.928 once it is
 *   0.002 and worth 2,000 pairs.
 * - *Robbed trait.* Without it a slandered party, robbed 60 times where its volume makes 2 likely, is a colluder: a quarter
 *   to half of slander streams collapsed (−0.6 to −5); with it all are at .92 to .97. Lost keys: "stolen name" .875 → .938.
 * - *Learning anew.* One slander stream in ten read culprits and victims the wrong way round from the first report on, and
 *   stayed there (−5); learned anew with volumes known it is at .98. Damping collusion first (annealing) helped less.
 * - *γ and δ* (cheats who leak and collude besides): markets that are so −0.5 … 0.74 → 0.78 … 0.85; costs .002 elsewhere.
 * - *A prior worth 100 on the reliability of resolutions* instead of 20: stops a wrong reading from dismissing them; free.
 * - *Fewer visits*: half of the laboratory's sweeps cost nothing (.9491 against .9488), one pass for each doubling .009.
 * - Lost: *a hidden Markov chain on L* (milking +.000 to +.008, market −.001 to −.06 where reports of settlements lag behind
 *   conflicts and a burst goes unpunished); *staging as a second use of C* (collusion is lost to it); *fixed reliability,
 *   stronger shares, caps on y* (each only moves which streams collapse); accomplices' weight rising with the claimants.
 * - *Stronger shares* (200, 400 instead of 100): +.003 here, but −.022 and −.052 where the true shares are others than the
 *   prior's; with 100, duplicates of one cold start in six are read as accidents that are an outsider's (.63).
 * - *Laws made faster* (over-relaxed EM, 1.9): intervals nearer to 90 %, but −.004.
 * - Not reached: all attacks at once (.77 to .78), drift and other customs (.83). Where two invented parties collude beside a
 *   third, the propagation settles on thefts by one of them, each conflict alone being as likely that (skill .54 to .68): it
 *   blames an attacker, not the victim, but halves the award. Starting it from neutral beliefs does not get it out.
 *
 * ## Taking back, stopping, explaining
 * `retract` takes a conflict out: exactly of the counts, of beliefs by division; `relearn` after it gives to the bit what
 * never having heard it and relearning gives. `saveMarket` and `restoreMarket` write all of a market down and give it back:
 *
 * ```ts
 * const restored = restoreMarket(snapshot);                 // Market | { problem }
 * const market = 'problem' in restored ? learnAnew(restored.problem) : restored;
 * ```
 *
 * An assessment's `terms` add up to ln of each hypothesis; `tellingCases` says which past case moved an answer most (its
 * messages left out), `missingEvidence` what a missing feature is worth (expected information, by the predictive tables).
 * Both can be asked of a conflict right after it was heard, and change nothing (`assize infer --explain`).
 *
 * ## What it keeps true
 * Posteriors sum to 1. Neither the order of claims, nor that of features, nor that of the records of one instant can
 * change an answer by a bit: an instant is learned from as a whole, in a canonical order, when time moves on; its own
 * conflicts are answered from what came before it. Renaming parties renames the answer (to rounding: whoever first appears
 * in one conflict is visited at once). A party no conflict names changes nothing. More settled exposure never raises a rate
 * at equal faults; a clean record never has a higher rate than none (but can be blamed by up to .013 more in a copy: whoever
 * was not robbed in all that time is a little less likely the victim). A resolution raises its own hypothesis only. The same records give the same bits, always and on any
 * engine (`elementary.ts`), and so do a market and the same market saved and restored.
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
export { hypothesesOf, MECHANISMS, MOST_PAIRED, type Hypothesis, type Mechanism } from './hypotheses.ts';
export { CASE_PRIORS, CLAIM_PRIORS } from './evidence-priors.ts';
export { exponential, naturalLog } from './elementary.ts';
export { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';
export { createMarket, type Market } from './market.ts';
export { assess, closeInstant, observe, relearn } from './observe.ts';
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
export { missingEvidence, type MissingEvidence } from './missing-evidence.ts';
export { tellingCases, type TellingCase } from './telling-cases.ts';
