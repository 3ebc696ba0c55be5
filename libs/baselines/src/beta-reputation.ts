import type { Baseline } from './baseline.ts';
import { judgeByScore, type PartyScore, type ScoreOptions } from './party-score.ts';

/**
 * openBetaReputation judges by the beta reputation system (A. Jøsang and R. Ismail, "The Beta Reputation System", Bled
 * 2002): feedback r that was positive and s that was negative make the rating E = (r + 1)/(r + s + 2) (their eq. 6), here of
 * conflicts that a party came through in good faith or at fault, in expected counts. Suspicion is 1 − E in relation to
 * the same figure of all parties together. Feedback is neither discounted nor forgotten.
 */
export const openBetaReputation = (options: ScoreOptions): Baseline => judgeByScore(createBetaScores(), options);

/** createBetaScores returns the ratings alone. */
export function createBetaScores(): PartyScore {
  const good = new Map<string, number>();
  const bad = new Map<string, number>();
  const all = { good: 0, bad: 0 };
  const add = (party: string, r: number, s: number): void => {
    good.set(party, (good.get(party) ?? 0) + r);
    bad.set(party, (bad.get(party) ?? 0) + s);
    all.good += r;
    all.bad += s;
  };
  const negative = (r: number, s: number): number => (s + 1) / (r + s + 2);
  return {
    suspicion: (party) => negative(good.get(party) ?? 0, bad.get(party) ?? 0) / negative(all.good, all.bad),
    learn(culpable, before) {
      for (const [party, now] of culpable) {
        const was = before?.get(party);
        if (was === undefined) add(party, 1 - now, now);
        else add(party, was - now, now - was);
      }
    },
  };
}
