import { exponential } from '#inference';
import type { Baseline } from './baseline.ts';
import { judgeByScore, type PartyScore, type ScoreOptions } from './party-score.ts';

/*
 * TrueSkill's scale (Herbrich, Minka and Graepel 2006): a newcomer's skill is normal with mean 25 and deviation 25/3, and
 * one outcome is that skill with a deviation of half as much.
 */
const MEAN = 25;
const DEVIATION = 25 / 3;
const BETA = DEVIATION / 2;
/** No outcome takes more than this share of a variance away: κ of the paper. */
const LEAST_LEFT = 0.0001;

interface Rating {
  mean: number;
  variance: number;
}

/**
 * openSkillRating judges by ratings as of players (R. Weng and C.-J. Lin, "A Bayesian Approximation Method for Online
 * Ranking", JMLR 12, 2011, algorithm 1: Bradley–Terry, all pairs), as npm's `openskill` does. A conflict is a game that
 * culprits lose to all others, the outsider included, who keeps a newcomer's mean and is known exactly; a doubtful
 * outcome changes a mean by its expectation. A resolution is the same game once more, because a rating cannot be taken
 * back. Suspicion is the odds of losing to the outsider.
 */
export const openSkillRating = (options: ScoreOptions): Baseline => judgeByScore(createSkillScores(), options);

/** createSkillScores returns the ratings alone. */
export function createSkillScores(): PartyScore {
  const ratings = new Map<string, Rating>();
  const ratingOf = (party: string): Rating => {
    const known = ratings.get(party);
    if (known !== undefined) return known;
    const rating = { mean: MEAN, variance: DEVIATION * DEVIATION };
    ratings.set(party, rating);
    return rating;
  };
  const outsider: Rating = { mean: MEAN, variance: 0 };
  return {
    suspicion(party) {
      const { mean, variance } = ratingOf(party);
      return exponential((MEAN - mean) / Math.sqrt(variance + 2 * BETA * BETA));
    },
    learn(culpable, _, nobody) {
      const players = [...culpable].map(([party, lost]) => ({ rating: ratingOf(party), lost }));
      const field = [...players, { rating: outsider, lost: nobody }];
      // All are updated from what they were before the game.
      const updates = players.map((player) => change(player, field));
      for (const [i, { rating }] of players.entries()) {
        rating.mean += updates[i]!.mean;
        rating.variance *= updates[i]!.left;
      }
    },
  };
}

interface Player {
  readonly rating: Rating;
  /** The probability that it is who lost. */
  readonly lost: number;
}

/** change sums Ω and Δ over the opponents (the paper's steps 3 to 5); the score of a pair is 1 won, ½ drawn, 0 lost. */
function change(player: Player, field: readonly Player[]): { readonly mean: number; readonly left: number } {
  const { mean, variance } = player.rating;
  let omega = 0;
  let delta = 0;
  for (const opponent of field) {
    if (opponent === player) continue;
    const c = Math.sqrt(variance + opponent.rating.variance + 2 * BETA * BETA);
    const wins = 1 / (1 + exponential((opponent.rating.mean - mean) / c));
    const score = 0.5 + 0.5 * (opponent.lost - player.lost);
    omega += (variance / c) * (score - wins);
    // γ = σ/c, as the paper's experiments have it.
    delta += (Math.sqrt(variance) / c) * (variance / (c * c)) * wins * (1 - wins);
  }
  return { mean: omega, left: Math.max(1 - delta, LEAST_LEFT) };
}
