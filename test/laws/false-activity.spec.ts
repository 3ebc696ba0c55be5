import { describe, expect, it } from '@jest/globals';
import { createMarket, observe, parseFact, type Assessment, type Fact } from '#inference';
import { FAMILIES, openScorer, stream } from '#simulation';

const CONFLICTS = 1200;

/** Skill after half of a market, where a bank reports so many settlements of one customer that never were. */
function skillUnder(reported: number, seed: number): number {
  const market = createMarket();
  const scorer = openScorer(0);
  let heard = 0;
  for (const { record, answer } of stream(
    FAMILIES.find(({ name }) => name === 'market')!,
    seed,
    CONFLICTS,
  )) {
    const fact = parseFact(record) as Fact;
    if (fact.kind === 'conflict' && heard === CONFLICTS / 2) {
      observe(market, { kind: 'activity', party: 'p3', bank: 'b0', at: fact.at, settled: reported });
    }
    const assessment = observe(market, fact);
    if (fact.kind !== 'conflict') continue;
    heard += 1;
    if (heard > CONFLICTS / 2) scorer.add(answer!, assessment as Assessment);
  }
  return scorer.finish().skill;
}

describe('a bank that reports a billion settlements of one customer', () => {
  it.each([3, 4])('hardly moves what is found of anybody else (market %i)', (seed) => {
    expect(skillUnder(1e9, seed)).toBeGreaterThan(skillUnder(0, seed) - 0.03);
  });
});
