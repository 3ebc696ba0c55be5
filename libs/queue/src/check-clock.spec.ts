import { describe, expect, it } from '@jest/globals';
import { checkClock } from './check-clock.ts';

/** A database whose clock is `aheadMs` ahead, asked over trips that take so long, there and back. */
function world(
  aheadMs: number,
  trips: readonly (readonly [there: number, back: number])[],
): Parameters<typeof checkClock>[0] {
  let now = 1_000_000;
  let asked = 0;
  return {
    now: () => now,
    databaseNow: async () => {
      const [there, back] = trips[asked++]!;
      now += there;
      const answer = now + aheadMs;
      now += back;
      return answer;
    },
    toleranceMs: 2_000,
  };
}
const FAIR = [
  [5, 5],
  [5, 5],
  [5, 5],
] as const;

describe('checkClock', () => {
  it('finds how far this clock is ahead of the database', async () => {
    expect(await checkClock(world(0, FAIR))).toEqual({ skewMs: 0, ok: true });
    expect(await checkClock(world(-1_500, FAIR))).toEqual({ skewMs: 1_500, ok: true });
    expect(await checkClock(world(2_001, FAIR))).toEqual({ skewMs: -2_001, ok: false });
    expect(await checkClock(world(-3_600_000, FAIR))).toEqual({ skewMs: 3_600_000, ok: false });
  });

  it('trusts the shortest of three trips, and errs by at most half of it', async () => {
    const lopsided = [
      [5_000, 0],
      [0, 20],
      [9_000, 1],
    ] as const;
    expect(await checkClock(world(0, lopsided))).toEqual({ skewMs: 10, ok: true });
  });

  it('says what the database said where it cannot be asked', async () => {
    const checking = checkClock({ ...world(0, FAIR), databaseNow: () => Promise.reject(new Error('gone')) });
    await expect(checking).rejects.toThrow('gone');
  });
});
