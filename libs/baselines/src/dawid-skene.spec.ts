import { describe, expect, it } from '@jest/globals';
import { copyOf, drawsOf, resolutionOf } from '../test/facts.ts';
import { openDawidSkene } from './dawid-skene.ts';

/** How likely each of three features is "bad" of a culprit and of somebody in good faith. */
const BAD = [
  [0.8, 0.2],
  [0.6, 0.3],
  [0.7, 0.1],
] as const;
const CONFLICTS = 1600;

describe('Dawid and Skene', () => {
  it('finds the errors of its observers: answers approach those of Bayes with the true tables', () => {
    const draw = drawsOf(3);
    const judge = openDawidSkene();
    let [apart, counted] = [0, 0];
    for (let c = 0; c < CONFLICTS; c += 1) {
      // Everybody is met once only. Thefts and outsiders, 3 to 1, by claimants as good as each other.
      const claimants = [`a${c}`, `b${c}`];
      const culprit = draw() < 0.25 ? -1 : draw() < 0.5 ? 0 : 1;
      const values = claimants.map((_, i) =>
        BAD.map(([culpable, goodFaith]) => (draw() < (i === culprit ? culpable : goodFaith) ? 'bad' : 'good')),
      );
      const shown = values.map((row) => Object.fromEntries(row.map((value, f) => [`f${f}`, value])));
      const answer = judge.observe(copyOf(`c${c}`, c, claimants, shown))!;
      const truth = culprit < 0 ? 'unknown:' : `theft:${claimants[culprit]!}`;
      if (draw() < 0.3) judge.observe(resolutionOf(`c${c}`, c + 0.5, truth));
      if (c < CONFLICTS - 500) continue;
      const ratios = values.map((row) =>
        row.reduce((ratio, value, f) => {
          const [culpable, goodFaith] = BAD[f]!;
          return ratio * (value === 'bad' ? culpable / goodFaith : (1 - culpable) / (1 - goodFaith));
        }, 1),
      );
      const weights = [0.375 * ratios[0]!, 0.375 * ratios[1]!, 0.25];
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [h, id] of [`theft:${claimants[0]!}`, `theft:${claimants[1]!}`, 'unknown:'].entries()) {
        apart += Math.abs(answer.hypotheses.find((one) => one.id === id)!.probability - weights[h]! / total);
        counted += 1;
      }
    }
    expect(apart / counted).toBeLessThan(0.04);
  });

  it('has no reputations: who cheated often is judged as anybody', () => {
    const judge = openDawidSkene();
    for (let c = 0; c < 60; c += 1) {
      judge.observe(copyOf(`c${c}`, c, ['thief', `a${c}`]));
      judge.observe(resolutionOf(`c${c}`, c + 0.5, 'theft:thief'));
    }
    const { culpability } = judge.observe(copyOf('last', 100, ['thief', 'somebody']))!;
    const of = (party: string): number => culpability.find((one) => one.party === party)!.probability;
    expect(of('thief')).toBeCloseTo(of('somebody'), 12);
  });
});
