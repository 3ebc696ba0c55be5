import { describe, expect, it } from '@jest/globals';
import { ORDINARY, openScorer, oracleJudgement, simulate, type Answer, type Judgement } from './index.ts';

const answer = (truth: string, first: number): Answer => ({
  conflict: 'c',
  truth,
  oracle: [
    { id: 'theft:a', probability: first },
    { id: 'theft:b', probability: 1 - first },
  ],
  mechanism: 'theft',
  culprits: [truth.slice(6)],
  staged: null,
  bearer: true,
});
const says = (a: number): Judgement => ({
  hypotheses: [
    { id: 'theft:a', probability: a },
    { id: 'theft:b', probability: 1 - a },
  ],
  culpability: [
    { party: 'a', probability: a },
    { party: 'b', probability: 1 - a },
  ],
});

describe('scoring', () => {
  it('is what one gets by hand, over the last four fifths', () => {
    const scorer = openScorer(5);
    scorer.add(answer('theft:b', 0.5), says(1));
    scorer.add(answer('theft:a', 0.9), says(0.98));
    scorer.add(answer('theft:b', 0.9), says(0.98));
    scorer.add(answer('theft:a', 0.8), says(0.6));
    scorer.add(answer('theft:a', 0.8), says(0.6));
    const score = scorer.finish();
    const ours = -(Math.log(0.98) + Math.log(1 - 0.98) + 2 * Math.log(0.6)) / 4;
    const oracles = -(Math.log(0.9) + Math.log(0.1) + 2 * Math.log(0.8)) / 4;
    expect(score.conflicts).toBe(4);
    expect(score.accuracy).toBe(0.75);
    expect(score.logLoss).toBeCloseTo(ours, 12);
    expect(score.oracleLogLoss).toBeCloseTo(oracles, 12);
    expect(score.uniformLogLoss).toBeCloseTo(Math.LN2, 12);
    expect(score.skill).toBeCloseTo((Math.LN2 - ours) / (Math.LN2 - oracles), 12);
    expect(score.brier).toBeCloseTo((2 * 0.02 ** 2 + 2 * 0.98 ** 2 + 2 * 2 * 0.4 ** 2) / 4, 12);
    expect([score.blamed, score.innocent]).toEqual([2, 0.5]);
    // Two at 0.98 and 0.02, of which one each; two at 0.6 and 0.4, all and none.
    expect(score.calibrationError).toBeCloseTo((2 * 0.96 + 2 * 0.8) / 8, 12);
    expect(score.bins[14]).toEqual({ said: 0.98, true: 0.5, size: 2 });
  });

  it('gives the oracle a skill of 1, little error and few it blames wrongly, and guessing 0', () => {
    const answers = simulate(ORDINARY, 3).happenings.flatMap((one) => one.answer ?? []);
    const oracle = openScorer(answers.length);
    const guess = openScorer(answers.length);
    for (const one of answers) {
      oracle.add(one, oracleJudgement(one));
      const even = one.oracle.map(({ id }) => ({ id, probability: 1 / one.oracle.length }));
      guess.add(one, { hypotheses: even, culpability: [] });
    }
    expect(oracle.finish()).toMatchObject({ skill: 1 });
    expect(oracle.finish().calibrationError).toBeLessThan(0.012);
    expect(oracle.finish().innocent).toBeLessThan(0.02);
    expect(guess.finish().skill).toBeCloseTo(0, 12);
  });

  it('takes a truth that was held impossible as very surprising, not as infinitely so', () => {
    const scorer = openScorer(1);
    scorer.add(answer('theft:b', 0.5), says(1));
    expect(scorer.finish().logLoss).toBeCloseTo(300 * Math.LN10, 9);
  });
});
