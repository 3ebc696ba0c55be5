import type { Question } from '#custody';
import { assess, type Market } from '#inference';
import { toConflictFact } from './conflict-fact.ts';
import { compareIds, roundPpm } from './ppm.ts';

/** Evidence that a claim does not have, and where the question would stand with it. */
export interface Settling {
  /** The claim's redemption digest, and its claimant. */
  readonly claim: string;
  readonly claimant: string;
  /** The feature and the value it would get, e.g. `receipt` `countersigned`. */
  readonly feature: string;
  readonly value: string;
  /** The leading hypothesis then, and its probability. */
  readonly leading: string;
  readonly ppm: number;
}

/** What each missing kind of evidence would become at best. */
const OBTAINABLE: readonly (readonly [feature: string, missing: string, value: string])[] = [
  ['receipt', 'none', 'countersigned'],
  ['check', 'none', 'online'],
  ['device', 'none', 'hardware'],
  ['timestamp', 'none', 'witnessed'],
  ['testimony', 'none', 'given'],
];

/** More claims than these are not asked about: the answer is read by a person. */
const MOST_CLAIMS = 16;

/** What would move a question by less than a hundredth is not worth asking for. */
const LEAST = 0.01;

/**
 * findSettling asks of each missing piece of evidence how far it would move the question, if it were as good as it can
 * be, and gives the ones that move most, the strongest first.
 */
export function findSettling(question: Question, market: Market, most = 3): Settling[] {
  const fact = toConflictFact(question, 'what if', market.now);
  const now = new Map(assess(market, fact).hypotheses.map(({ id, probability }) => [id, probability]));
  const found: (Settling & { readonly moved: number })[] = [];
  for (const [i, claim] of fact.claims.slice(0, MOST_CLAIMS).entries()) {
    for (const [feature, missing, value] of OBTAINABLE) {
      if (claim.features.get(feature) !== missing) continue;
      const claims = fact.claims.map((other, j) =>
        j === i ? { ...claim, features: new Map(claim.features).set(feature, value) } : other,
      );
      const { hypotheses } = assess(market, { ...fact, claims });
      const moved = hypotheses.reduce((sum, { id, probability }) => sum + Math.abs(probability - now.get(id)!), 0) / 2;
      const [leading] = hypotheses;
      found.push({
        claim: claim.id,
        claimant: claim.claimant,
        feature,
        value,
        leading: leading!.id,
        ppm: roundPpm(leading!.probability),
        moved,
      });
    }
  }
  found.sort((a, b) => b.moved - a.moved || compareIds(a.claim, b.claim) || compareIds(a.feature, b.feature));
  return found
    .filter(({ moved }) => moved >= LEAST)
    .slice(0, most)
    .map(({ moved: _moved, ...settling }) => settling);
}
