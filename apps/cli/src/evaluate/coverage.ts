import type { Reputation } from '#inference';
import type { KnownParty } from './course.ts';

/** Of how many rates the 90 % credible interval held the true one: of all customers who settled, and of cheats. */
export interface Coverage {
  readonly parties: number;
  readonly covered: number;
  readonly cheats: number;
  readonly cheatsCovered: number;
}

/**
 * coverageOf compares each customer's interval with its true mean rate over its settlements so far. Those whom a strategy
 * invented are left out: the faults that it stages are in no rate.
 */
export function coverageOf(reputations: readonly Reputation[], truths: readonly KnownParty[]): Coverage {
  const known = new Map(reputations.map((one) => [one.party, one]));
  let [parties, covered, cheats, cheatsCovered] = [0, 0, 0, 0];
  for (const { party, bank, cheat, settled, rate, attacker } of truths) {
    const reputation = known.get(party);
    if (reputation === undefined || party === bank || settled === 0 || typeof attacker === 'number') continue;
    const isCovered = reputation.rate.low <= rate.mean && rate.mean <= reputation.rate.high;
    parties += 1;
    if (isCovered) covered += 1;
    if (!cheat) continue;
    cheats += 1;
    if (isCovered) cheatsCovered += 1;
  }
  return { parties, covered, cheats, cheatsCovered };
}
