import { BASELINES, type BaselineName } from '#baselines';
import { createMarket, observe, reputationOf, reputations, type Fact, type Problem, type Reputation } from '#inference';
import type { Judgement } from '#simulation';

/** The judge of this product, by the name that it has among others. */
export const OURS = 'assize';
/** Who knows every rate that drew the stream. */
export const ORACLE = 'oracle';

/** All who can be measured, the simplest first. */
export const JUDGES: readonly string[] = [...Object.keys(BASELINES), OURS, ORACLE];

/** Somebody who answers conflicts as they come; the reputations are of those who have any. */
export interface Contestant {
  readonly hear: (fact: Fact) => Judgement | Problem | null;
  readonly reputationOf?: (party: string) => Reputation | null;
  readonly reputations?: () => readonly Reputation[];
}

/** openContestant opens a judge that has heard nothing; the oracle is none, because it hears no facts. */
export function openContestant(name: string): Contestant {
  if (name !== OURS) return { hear: BASELINES[name as BaselineName]().observe };
  const market = createMarket();
  return {
    hear: (fact) => observe(market, fact),
    reputationOf: (party) => reputationOf(market, party),
    reputations: () => reputations(market),
  };
}
