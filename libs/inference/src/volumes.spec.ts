import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { answersOf } from '../test/streams.ts';
import type { Fact } from './fact.ts';
import { closeInstant, createMarket } from './index.ts';
import { ratesOf } from './rates.ts';
import { addVolume, boundedVolume, createVolumes, moveVolume } from './volumes.ts';

const volumesOf = (list: readonly number[]): ReturnType<typeof createVolumes> => {
  const volumes = createVolumes();
  for (const volume of list) addVolume(volumes, volume, 1);
  return volumes;
};
const whole = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });

describe('the volume of a market', () => {
  it('is the sum where nobody is far beyond the median', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 1000 }), { minLength: 1 }), (list) => {
        expect(boundedVolume(volumesOf(list))).toBe(list.reduce((sum, volume) => sum + volume, 0));
      }),
    ));

  it('grows by no more than a multiple of the median for one party, whatever its bank reports', () =>
    fc.assert(
      fc.property(whole, fc.double({ min: 0, max: 2 ** 53, noNaN: true }), (list, reported) => {
        const sorted = [...list, reported].sort((a, b) => a - b);
        const median = sorted[Math.floor(list.length / 2)]!;
        const grown = boundedVolume(volumesOf([...list, reported])) - boundedVolume(volumesOf(list));
        expect(grown).toBeLessThanOrEqual(64 * (median + 1) * (list.length + 1));
        expect(boundedVolume(volumesOf([...list, reported]))).toBeLessThanOrEqual(
          128 * (median + 1) * (list.length + 1),
        );
      }),
    ));

  it('is what it is, however it came about', () =>
    fc.assert(
      fc.property(whole, whole, (before, after) => {
        const size = Math.min(before.length, after.length);
        const volumes = volumesOf(before);
        for (let i = 0; i < size; i += 1) moveVolume(volumes, before[i]!, after[i]!);
        expect(volumes).toEqual(volumesOf([...after.slice(0, size), ...before.slice(size)]));
      }),
    ));

  it('is hardly moved by one false report in a market of forty: what the rest are expected to do stays', () => {
    const peers = Array.from({ length: 40 }, (_, i): Fact[] => [
      { kind: 'activity', party: `p${i}`, bank: 'b0', at: 0, settled: 20 + i },
      {
        kind: 'conflict',
        id: `c${i}`,
        at: 1 + i,
        shape: 'duplicate',
        issuer: 'b0',
        features: new Map(),
        claims: [plainClaim('1', `p${i}`, {}), plainClaim('2', `p${i}`, {})],
      },
    ]).flat();
    const rateAfter = (settled: number): number => {
      const market = createMarket();
      answersOf(
        peers.toSorted((a, b) => a.at - b.at),
        market,
      );
      answersOf([{ kind: 'activity', party: 'p7', bank: 'b0', at: 99, settled }], market);
      closeInstant(market);
      return ratesOf(market).cheat;
    };
    expect(rateAfter(1e9)).toBeLessThan(rateAfter(0));
    expect(rateAfter(1e9)).toBeGreaterThan(rateAfter(0) / 4);
  });
});
