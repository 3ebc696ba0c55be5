import { compareCodePoints } from './code-points.ts';
import type { ConflictFact } from './fact.ts';
import { hypothesisAt, type Hypothesis, type Slate } from './hypotheses.ts';
import type { Market } from './market.ts';
import { OUTCOMES } from './tables.ts';
import { weighConflict } from './weigh.ts';

/** A hypothesis with its posterior probability, and `bare`: the same with every party at the mean rate. */
export interface WeighedHypothesis extends Hypothesis {
  readonly probability: number;
  readonly bare: number;
}

/** The probability that a party is a culprit: the sum over the hypotheses that name it. */
export interface Culpability {
  readonly party: string;
  readonly probability: number;
}

/** One additive part of ln w: what one item about a claim, a party or the conflict adds to each hypothesis, in order. */
export interface Term {
  readonly about: string;
  readonly item: string;
  readonly logLikelihood: Float64Array;
}

/** The answer to one conflict; its parts are sorted, so that equal questions have equal answers to the bit. */
export interface Assessment {
  readonly conflict: string;
  /** By falling probability, then by id. */
  readonly hypotheses: readonly WeighedHypothesis[];
  /** By falling probability, then by party; every party that a hypothesis names. */
  readonly culpability: readonly Culpability[];
  /** Σ terms = ln w up to one constant; made when first asked for, from what was known at the time. */
  readonly terms: readonly Term[];
}

/** assessDraft weighs the draft and puts what is on the scales into words. */
export function assessDraft(market: Market, conflict: ConflictFact, slate: Slate): Assessment {
  const { scales, history } = market;
  weighConflict(market, history.count);
  const weighed: WeighedHypothesis[] = [];
  const order: number[] = [];
  for (let h = 0; h < slate.mechanism.length; h += 1) {
    const { id, mechanism, culprits } = hypothesisAt(conflict.shape, slate, h);
    weighed.push({ id, mechanism, culprits, probability: scales.posterior[h]!, bare: scales.bare[h]! });
    order.push(h);
  }
  const before = (a: WeighedHypothesis, b: WeighedHypothesis): number =>
    b.probability - a.probability || compareCodePoints(a.id, b.id);
  order.sort((g, h) => before(weighed[g]!, weighed[h]!));
  weighed.sort(before);
  const culpability: Culpability[] = [];
  for (let s = 0; s < slate.parties.length; s += 1) {
    // Rounding can carry a sum of shares an ulp beyond one.
    culpability.push({ party: slate.parties[s]!, probability: Math.min(1, scales.culpable[s]!) });
  }
  culpability.sort((a, b) => b.probability - a.probability || compareCodePoints(a.party, b.party));
  return new Answer(conflict, slate, order, weighed, culpability, weightsOn(market, conflict, slate));
}

// Terms cost more to spell out than to weigh, and most answers are never asked why: only their numbers are kept.
class Answer implements Assessment {
  readonly conflict: string;
  readonly hypotheses: readonly WeighedHypothesis[];
  readonly culpability: readonly Culpability[];
  readonly #spell: () => Term[];
  #terms: readonly Term[] | null = null;

  constructor(
    conflict: ConflictFact,
    slate: Slate,
    order: readonly number[],
    weighed: readonly WeighedHypothesis[],
    culpability: readonly Culpability[],
    weights: Weights,
  ) {
    this.conflict = conflict.id;
    this.hypotheses = weighed;
    this.culpability = culpability;
    this.#spell = () => spellTerms(conflict, slate, order, weights);
  }

  get terms(): readonly Term[] {
    this.#terms ??= this.#spell();
    return this.#terms;
  }
}

/** The numbers of all terms in one run: priors by mechanism, reputations by slot, claim entries, case features. */
type Weights = readonly number[];

function weightsOn({ scales }: Market, conflict: ConflictFact, slate: Slate): Weights {
  const weights: number[] = [];
  for (let m = 0; m < OUTCOMES; m += 1) weights.push(scales.prior[m]!);
  for (let s = 0; s < slate.parties.length; s += 1) weights.push(scales.reputation[s]!);
  let entries = 0;
  for (const claim of conflict.claims) entries += claim.features.size;
  for (let e = 0; e < entries; e += 1) weights.push(scales.entry[e]!);
  for (let g = 0; g < conflict.features.size * OUTCOMES; g += 1) weights.push(scales.caseEntry[g]!);
  return weights;
}

/** Past so many parties the terms of those whom the leading hypothesis does not name are spelled as one. */
const MOST_SPELLED = 64;

/** Items of what is spelled as one, about the conflict. */
export const OTHER_RECORDS = 'other records';
export const OTHER_EVIDENCE = 'other evidence';

function spellTerms(conflict: ConflictFact, slate: Slate, order: readonly number[], weights: Weights): Term[] {
  const terms: Term[] = [];
  const spell = (about: string, item: string, log: (h: number) => number): void => {
    terms.push({ about, item, logLikelihood: Float64Array.from(order, log) });
  };
  const named = (h: number): number[] => [slate.first[h]!, slate.second[h]!].filter((slot) => slot >= 0);
  const leading = named(order[0]!);
  const isSpelled = (slot: number): boolean => slate.parties.length <= MOST_SPELLED || leading.includes(slot);
  const others = { records: new Float64Array(slate.parties.length), evidence: new Float64Array(slate.parties.length) };
  const spellFor = (slot: number, about: string, item: string, log: number, together: Float64Array): void => {
    if (isSpelled(slot)) spell(about, item, (h) => (slate.first[h] === slot || slate.second[h] === slot ? log : 0));
    else together[slot]! += log;
  };
  spell(conflict.id, 'prior', (h) => weights[slate.mechanism[h]!]!);
  let next = OUTCOMES;
  for (const [s, party] of slate.parties.entries()) {
    spellFor(s, party, 'reputation', weights[next]!, others.records);
    next += 1;
  }
  const slots = new Map(slate.parties.map((party, slot) => [party, slot]));
  for (const claim of conflict.claims) {
    const slot = slots.get(claim.claimant) ?? -1;
    for (const [feature, value] of claim.features) {
      if (slot >= 0) spellFor(slot, claim.id, `${feature}=${value}`, weights[next]!, others.evidence);
      next += 1;
    }
  }
  if (slate.parties.length > MOST_SPELLED) {
    const sumOf = (logs: Float64Array, h: number): number => named(h).reduce((sum, slot) => sum + logs[slot]!, 0);
    spell(conflict.id, OTHER_RECORDS, (h) => sumOf(others.records, h));
    spell(conflict.id, OTHER_EVIDENCE, (h) => sumOf(others.evidence, h));
  }
  for (const [feature, value] of conflict.features) {
    const base = next;
    spell(conflict.id, `${feature}=${value}`, (h) => weights[base + slate.mechanism[h]!]!);
    next += OUTCOMES;
  }
  return terms.sort((a, b) => compareCodePoints(a.about, b.about) || compareCodePoints(a.item, b.item));
}

/** One line of the output of `assize infer` (facts.md, "Output"). */
export interface PosteriorRecord {
  readonly conflict: string;
  readonly hypotheses: readonly { readonly id: string; readonly probability: number }[];
  readonly culpability: readonly Culpability[];
}

/** toPosteriorRecord keeps of an assessment what facts.md prints, members in its order. */
export function toPosteriorRecord(assessment: Assessment): PosteriorRecord {
  return {
    conflict: assessment.conflict,
    hypotheses: assessment.hypotheses.map(({ id, probability }) => ({ id, probability })),
    culpability: assessment.culpability.map(({ party, probability }) => ({ party, probability })),
  };
}
