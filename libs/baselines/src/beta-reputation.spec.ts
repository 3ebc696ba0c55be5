import { describe, expect, it } from '@jest/globals';
import { createBetaScores, openBetaReputation } from './beta-reputation.ts';
import { copyOf } from '../test/facts.ts';

describe('beta reputation', () => {
  it('is the expectation of a beta distribution, in relation to that of all', () => {
    const scores = createBetaScores();
    expect(scores.suspicion('a')).toBe(1);
    scores.learn(new Map(Object.entries({ a: 1, b: 0 })), null, 0);
    // a: 1 − (0 + 1)/(0 + 1 + 2) = 2/3, b: 1 − 2/3, all: 1 − 2/4.
    expect(scores.suspicion('a')).toBeCloseTo(2 / 3 / 0.5, 14);
    expect(scores.suspicion('b')).toBeCloseTo(1 / 3 / 0.5, 14);
    expect(scores.suspicion('new')).toBeCloseTo(0.5 / 0.5, 14);
    scores.learn(new Map(Object.entries({ a: 0.25, b: 0.75 })), null, 0);
    // a: r = 0.75, s = 1.25; b: r = 1.25, s = 0.75; all: r = s = 2.
    expect(scores.suspicion('a')).toBeCloseTo(2.25 / 4 / 0.5, 14);
    expect(scores.suspicion('b')).toBeCloseTo(1.75 / 4 / 0.5, 14);
  });

  it('takes back what it had learned of a conflict when that turns out otherwise', () => {
    const [anew, direct] = [createBetaScores(), createBetaScores()];
    const [before, now] = [new Map([['a', 0.3]]), new Map([['a', 0.9]])];
    anew.learn(before, null, 0.7);
    anew.learn(now, before, 0.1);
    direct.learn(now, null, 0.1);
    expect(anew.suspicion('a')).toBeCloseTo(direct.suspicion('a'), 14);
  });

  it('answers by shares of mechanisms times suspicion, and learns from its own answers', () => {
    const judge = openBetaReputation({ withEvidence: false });
    const first = judge.observe(copyOf('c1', 1, ['a', 'b']))!;
    const said = (answer: typeof first): Record<string, number> =>
      Object.fromEntries(answer.hypotheses.map(({ id, probability }) => [id, probability]));
    // Each mechanism a quarter, spread over its hypotheses; the issuer is k.
    expect(said(first)).toEqual({
      'theft:a': 1 / 8,
      'theft:b': 1 / 8,
      'collusion:a+b': 1 / 4,
      'issuer_leak:a+k': 1 / 8,
      'issuer_leak:b+k': 1 / 8,
      'unknown:': 1 / 4,
    });
    // At fault by then: a and b 1/2 each, k 1/4; of all 5/4 of 3.
    const [mean, a, c, k] = [(5 / 4 + 1) / 5, 1.5 / 3, 1 / 2, 1.25 / 3];
    const weights = {
      'theft:a': (1 / 8) * (a / mean),
      'theft:c': (1 / 8) * (c / mean),
      'collusion:a+c': (1 / 4) * (a / mean) * (c / mean),
      'issuer_leak:a+k': (1 / 8) * (a / mean) * (k / mean),
      'issuer_leak:c+k': (1 / 8) * (c / mean) * (k / mean),
      'unknown:': 1 / 4,
    };
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    const second = said(judge.observe(copyOf('c2', 2, ['a', 'c']))!);
    for (const [id, weight] of Object.entries(weights)) expect(second[id]).toBeCloseTo(weight / total, 12);
  });
});
