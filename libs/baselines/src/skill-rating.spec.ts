import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rate, rating, type Rating } from 'openskill';
import { bradleyTerryFull } from 'openskill/models';
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

  it('rates as openskill does on random games, the outsider among the players', () => {
    const names = ['a', 'b', 'c', 'd'];
    const aGame = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.boolean()), {
      selector: ([name]) => name,
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(aGame, fc.boolean()), { minLength: 1, maxLength: 12 }), (games) => {
        const scores = createSkillScores();
        const ratings = new Map<string, Rating>(names.map((name) => [name, rating()]));
        for (const [players, hasOutsiderLost] of games) {
          const lost = [...players.map(([, isLost]) => isLost), hasOutsiderLost];
          scores.learn(new Map(players.map(([name, isLost]) => [name, Number(isLost)])), null, Number(hasOutsiderLost));
          const teams = [...players.map(([name]) => [ratings.get(name)!]), [{ mu: 25, sigma: 0 }]];
          const rank = lost.map((isLost) => (isLost ? 2 : 1));
          const rated = rate(teams, { model: bradleyTerryFull, rank, tau: 0 });
          for (const [i, [name]] of players.entries()) ratings.set(name, rated[i]![0]!);
          for (const [name, { mu, sigma }] of ratings)
            expect(scores.suspicion(name) / suspicionOf(mu, sigma)).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  it('holds whoever was never in a conflict for ordinary', () => {
    expect(createSkillScores().suspicion('new')).toBe(1);
  });
});
