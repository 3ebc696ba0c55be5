import { compareCodePoints } from './code-points.ts';
import type { ConflictFact } from './fact.ts';
import { hypothesisAt, type Hypothesis, type Slate } from './hypotheses.ts';
import type { Market } from './market.ts';
import { OUTCOMES } from './tables.ts';
import { figuresOn, openRecords, recordOf, type StoodFigures } from './records.ts';

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

/** assessDraft puts what the weighed draft has left on the scales into words. */
export function assessDraft(market: Market, conflict: ConflictFact, slate: Slate): Assessment {
  const { scales } = market;
  const listed: WeighedHypothesis[] = [];
  const order: number[] = [];
  for (let h = 0; h < slate.mechanism.length; h += 1) {
    const { id, mechanism, culprits } = hypothesisAt(conflict.shape, slate, h);
    listed.push({ id, mechanism, culprits, probability: scales.posterior[h]!, bare: scales.bare[h]! });
    order.push(h);
  }
  sortFew(
    order,
    (g, h) => scales.posterior[h]! - scales.posterior[g]! || compareCodePoints(listed[g]!.id, listed[h]!.id),
  );
  const weighed: WeighedHypothesis[] = [];
  for (const h of order) weighed.push(listed[h]!);
  const culpability: Culpability[] = [];
  for (let s = 0; s < slate.parties.length; s += 1) {
    // Rounding can carry a sum of shares an ulp beyond one.
    culpability.push({ party: slate.parties[s]!, probability: Math.min(1, scales.culpable[s]!) });
  }
  sortFew(culpability, (a, b) => b.probability - a.probability || compareCodePoints(a.party, b.party));
  return new Answer(conflict, slate, order, weighed, culpability, weightsOn(market, conflict, slate));
}

/** So many are sorted by putting each in its place. */
const FEW = 12;

// What is sorted here is nearly always a handful, for which a sort made for many takes most of its time to begin.
function sortFew<T>(list: T[], compare: (a: T, b: T) => number): void {
  if (list.length > FEW) {
    list.sort(compare);
    return;
  }
  for (let i = 1; i < list.length; i += 1) {
    const one = list[i]!;
    let at = i;
    for (; at > 0 && compare(one, list[at - 1]!) < 0; at -= 1) list[at] = list[at - 1]!;
    list[at] = one;
  }
}

// Terms cost more to spell out than to weigh, and most answers are never asked why: only their numbers are kept, and as
// members. A closure over them lives on in V8's old generation, with all that it reaches, until a full collection.
class Answer implements Assessment {
  readonly conflict: string;
  readonly hypotheses: readonly WeighedHypothesis[];
  readonly culpability: readonly Culpability[];
  readonly #asked: ConflictFact;
  readonly #slate: Slate;
  readonly #order: readonly number[];
  readonly #weights: Weights;
  #terms: readonly Term[] | null = null;

  constructor(
    asked: ConflictFact,
    slate: Slate,
    order: readonly number[],
    weighed: readonly WeighedHypothesis[],
    culpability: readonly Culpability[],
    weights: Weights,
  ) {
    this.conflict = asked.id;
    this.hypotheses = weighed;
    this.culpability = culpability;
    this.#asked = asked;
    this.#slate = slate;
    this.#order = order;
    this.#weights = weights;
  }

  get terms(): readonly Term[] {
    this.#terms ??= spellTerms(this.#asked, this.#slate, this.#order, this.#weights);
    return this.#terms;
  }
}

/** The numbers of all terms: priors by mechanism, claim entries, case features, and records by slot and by hypothesis. */
interface Weights {
  readonly prior: readonly number[];
  readonly entry: readonly number[];
  readonly caseEntry: readonly number[];
  readonly stood: StoodFigures;
}

function weightsOn(market: Market, conflict: ConflictFact, slate: Slate): Weights {
  const { scales } = market;
  let entries = 0;
  for (const claim of conflict.claims) entries += claim.features.size;
  return {
    prior: firstOf(scales.prior, OUTCOMES),
    entry: firstOf(scales.entry, entries),
    caseEntry: firstOf(scales.caseEntry, conflict.features.size * OUTCOMES),
    stood: figuresOn(market, conflict.shape, slate),
  };
}

// A short list costs less than a typed array.
function firstOf(column: Float64Array, length: number): number[] {
  const list: number[] = [];
  for (let i = 0; i < length; i += 1) list.push(column[i]!);
  return list;
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
  const names = (h: number, slot: number): boolean => slate.first[h] === slot || slate.second[h] === slot;
  const evidence = new Float64Array(slate.parties.length);
  spell(conflict.id, 'prior', (h) => weights.prior[slate.mechanism[h]!]!);
  const records = openRecords(weights.stood, slate);
  for (const [s, party] of slate.parties.entries()) {
    if (isSpelled(s)) spell(party, 'reputation', (h) => recordOf(records, slate, s, h));
  }
  const slots = new Map(slate.parties.map((party, slot) => [party, slot]));
  let entry = 0;
  for (const claim of conflict.claims) {
    const slot = slots.get(claim.claimant) ?? -1;
    for (const [feature, value] of claim.features) {
      const log = weights.entry[entry]!;
      entry += 1;
      if (slot < 0) continue;
      if (isSpelled(slot)) spell(claim.id, `${feature}=${value}`, (h) => (names(h, slot) ? log : 0));
      else evidence[slot] = evidence[slot]! + log;
    }
  }
  if (slate.parties.length > MOST_SPELLED) {
    // Among so many the records of those whom a hypothesis does not name say nothing for it, but a holder's.
    const heard = (h: number): Set<number> => new Set([...named(h), ...(records.holder < 0 ? [] : [records.holder])]);
    spell(conflict.id, OTHER_RECORDS, (h) =>
      [...heard(h)].reduce((sum, slot) => sum + (isSpelled(slot) ? 0 : recordOf(records, slate, slot, h)), 0),
    );
    spell(conflict.id, OTHER_EVIDENCE, (h) => named(h).reduce((sum, slot) => sum + evidence[slot]!, 0));
  }
  for (const [g, [feature, value]] of [...conflict.features].entries()) {
    spell(conflict.id, `${feature}=${value}`, (h) => weights.caseEntry[g * OUTCOMES + slate.mechanism[h]!]!);
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
