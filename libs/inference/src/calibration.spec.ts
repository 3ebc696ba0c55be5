import { describe, expect, it } from '@jest/globals';
import { measure } from '../test/figures.ts';
import { drawMarket, PLAIN_PLAN } from '../test/plain-market.ts';

/*
 * Streams of a generator that shares no assumption about collusion and leaks with the model (both go by how much a party
 * cheats, at its volume), on seeds that no constant was tuned on. What the families of the simulator come to is measured
 * by `assize evaluate`; here only what would show that the judge has talked itself into something.
 */
describe('on plain markets the answers', () => {
  it.each([
    ['as they come', {}, 0.75],
    ['with strong evidence', { sharpness: 1 }, 0.85],
    ['without any features', { features: 0 }, 0.55],
    ['often resolved wrongly', { resolved: 0.4, right: 0.75 }, 0.7],
    ['counted by the ten thousand', { settled: 20_000 }, 0.7],
  ])('are near the oracle’s and calibrated: %s', (_, plan, skill) => {
    const figures = measure(drawMarket({ ...PLAIN_PLAN, conflicts: 2000, ...plan, seed: 1301 }));
    expect(figures.skill).toBeGreaterThan(skill);
    expect(figures.calibrationError).toBeLessThan(0.045);
    expect(figures.innocent).toBeLessThan(0.08);
  });
});
