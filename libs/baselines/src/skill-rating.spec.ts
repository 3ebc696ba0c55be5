import { describe, expect, it } from '@jest/globals';
import { createSkillScores } from './skill-rating.ts';

/** A rating's odds of losing to the outsider, as openSkillRating has them of μ and σ. */
const suspicionOf = (mu: number, sigma: number): number =>
  Math.exp((25 - mu) / Math.sqrt(sigma ** 2 + 2 * (25 / 6) ** 2));

describe('skill rating', () => {
  it('rates as openskill 5.0.1 does (bradleyTerryFull, τ = 0), doubtful outcomes by their expectation', () => {
    const scores = createSkillScores();
    const expectRatings = (ratings: Readonly<Record<string, readonly [mu: number, sigma: number]>>): void => {
      for (const [party, [mu, sigma]] of Object.entries(ratings))
        expect(scores.suspicion(party)).toBeCloseTo(suspicionOf(mu, sigma), 12);
    };
    scores.learn(new Map(Object.entries({ a: 1, b: 0 })), null, 0);
    expectRatings({ a: [18.96269952932749, 7.456688288360277], b: [27.63523138347365, 7.456688288360277] });
    // Both win against the outsider.
    scores.learn(new Map(Object.entries({ a: 0, b: 0 })), null, 1);
    expectRatings({ a: [23.579383389741295, 6.8294129616860095], b: [29.3651088777177, 6.792206200486972] });
    // Alone a 0.6, alone b 0.1, a and c together 0.2, the outsider 0.1.
    scores.learn(new Map(Object.entries({ a: 0.8, b: 0.1, c: 0.2 })), null, 0.1);
    expectRatings({
      a: [20.01524021064801, 6.098758078832027],
      b: [29.52887912363848, 6.0985218164295025],
      c: [26.408634555375315, 7.021690236639122],
    });
  });

  it('holds whoever was never in a conflict for ordinary', () => {
    expect(createSkillScores().suspicion('new')).toBe(1);
  });
});
