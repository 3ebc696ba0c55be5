import { describe, expect, it } from '@jest/globals';
import { makeLargeWork, openLargeWork } from './large-work.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('large work', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [8, 4],
  ])('with %d processors is done %d at once, and all of it is done', async (processors, most) => {
    const room = makeLargeWork(processors);
    const threads = [openLargeWork(room), openLargeWork(room)];
    let [present, peak, done] = [0, 0, 0];
    const work = async (i: number): Promise<void> => {
      const thread = threads[i % 2]!;
      await thread.begin();
      present += 1;
      peak = Math.max(peak, present);
      await pause(2);
      present -= 1;
      done += 1;
      thread.end();
    };
    await Promise.all(Array.from({ length: 20 }, (_, i) => work(i)));
    expect([peak, done, room[0]]).toEqual([most, 20, most]);
  });
});
