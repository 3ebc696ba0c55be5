import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../test/eventually.ts';
import type { QueueFault } from './fault.ts';
import { startSweep, type Sweep } from './sweep.ts';

describe('startSweep', () => {
  let sweep: Sweep | undefined;
  afterEach(() => sweep?.stop());

  it('sweeps at once and then on its beat, never twice at a time', async () => {
    let [present, most, sweeps] = [0, 0, 0];
    const slow = async (): Promise<number> => {
      present += 1;
      sweeps += 1;
      most = Math.max(most, present);
      await pause(30);
      present -= 1;
      return 0;
    };
    sweep = startSweep({ sweep: slow, everyMs: 10, onFault: () => undefined, clock: Date.now });
    expect(sweeps).toBe(1);
    await eventually('some sweeps', () => sweeps >= 4);
    await sweep.stop();
    expect(present).toBe(0);
    expect(most).toBe(1);
    const last = sweeps;
    await pause(40);
    expect(sweeps).toBe(last);
  });

  it('goes on after a fault, and its lag counts from the last good sweep', async () => {
    let now = 1_000;
    let isBroken = true;
    let sweeps = 0;
    const faults: QueueFault[] = [];
    sweep = startSweep({
      sweep: async () => {
        sweeps += 1;
        if (isBroken) throw new Error('the database is gone');
        return 1;
      },
      everyMs: 5,
      onFault: (fault) => faults.push(fault),
      clock: () => now,
    });
    await eventually('three faults', () => faults.length >= 3);
    expect(faults[0]).toEqual({ where: 'sweep', message: 'the database is gone' });
    now += 7_000;
    expect(sweep.lagMs()).toBe(7_000);
    isBroken = false;
    const before = sweeps;
    await eventually('a good sweep', () => sweeps > before + 1);
    expect(sweep.lagMs()).toBe(0);
    now += 300;
    await eventually('the next good sweep', () => sweep!.lagMs() === 0);
  });
});
