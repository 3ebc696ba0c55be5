/** Uncertainty is honest: of intervals that are said to hold a rate with 90 %, about 90 % hold the true one. */
import { describe, expect, it } from '@jest/globals';
import { createMarket, observe, parseFact, reputations } from '#inference';
import { FAMILIES, stream, type PartyTruth } from '#simulation';

const CONFLICTS = 900;

/**
 * Of customers who settled, how many rates the interval held after so many conflicts. Who works for a strategy is left out:
 * its staged faults are in no rate.
 */
function coverageOf(family: string, seed: number): number {
  const market = createMarket();
  const course = stream(
    FAMILIES.find(({ name }) => name === family)!,
    seed,
    CONFLICTS,
  );
  let parties: readonly PartyTruth[] | null = null;
  while (parties === null) {
    const step = course.next();
    if (step.done === true) parties = step.value.parties;
    else {
      const fact = parseFact(step.value.record);
      if ('problem' in fact) throw new Error(fact.problem);
      observe(market, fact);
    }
  }
  const known = new Map(reputations(market).map((one) => [one.party, one.rate]));
  const held = parties.flatMap(({ party, bank, settled, attacker, rate }) => {
    const ours = known.get(party);
    if (ours === undefined || party === bank || settled === 0 || attacker !== null) return [];
    return [ours.low <= rate.mean && rate.mean <= ours.high ? 1 : 0];
  });
  expect(held.length).toBeGreaterThan(150);
  return held.reduce((sum: number, one) => sum + one, 0) / held.length;
}

describe('credible intervals of 90 %', () => {
  // The long run, over all families and many seeds, is in the opening page of libs/inference.
  it('hold about as many of the true rates, on average over markets', () => {
    const families = ['market', 'weak evidence', 'slander', 'many cheats', 'cold start', 'key thieves'];
    const covered = families.reduce((sum, family) => sum + coverageOf(family, 711), 0) / families.length;
    expect(covered).toBeGreaterThan(0.86);
    expect(covered).toBeLessThan(0.94);
  });
});
