import { describe, expect, it } from '@jest/globals';
import { measure } from '../test/figures.ts';
import { drawMarket, PLAIN_PLAN } from '../test/plain-market.ts';

// Streams drawn from the plain model itself, whose oracle is exact; seeds that no constant was tuned on.
describe('on plain markets the answers', () => {
  it.each([
    ['as they come', {}, 0.85, 0.03],
    ['with strong evidence', { sharpness: 1 }, 0.85, 0.03],
    ['with weak evidence', { sharpness: 6 }, 0.8, 0.03],
    ['without any features', { features: 0 }, 0.8, 0.03],
    ['with one party in four a cheat', { habitual: 0.25, ratio: 15 }, 0.8, 0.03],
    ['hardly ever resolved', { resolved: 0.05 }, 0.8, 0.03],
    ['often resolved wrongly', { resolved: 0.4, right: 0.75 }, 0.8, 0.03],
    ['whose banks report no settlements', { settled: 0 }, 0.75, 0.04],
    ['counted by the ten thousand', { settled: 20_000 }, 0.85, 0.03],
  ])('are near the oracle’s and calibrated: %s', (_, plan, skill, calibrationError) => {
    for (const seed of [1201, 1202]) {
      const figures = measure(drawMarket({ ...PLAIN_PLAN, ...plan, seed }));
      expect(figures.skill).toBeGreaterThan(skill);
      expect(figures.calibrationError).toBeLessThan(calibrationError);
      expect(figures.innocent).toBeLessThan(0.06);
    }
  });
});
