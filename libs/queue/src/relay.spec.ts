import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../test/eventually.ts';
import type { QueueFault } from './fault.ts';
import type { Hint, JobName } from './hint.ts';
import { startRelay, type Outbox, type Relay } from './relay.ts';

interface Row {
  readonly job: JobName;
  readonly id: string;
}

/** An outbox in memory that keeps its promise: rows leave it only after `deliver` has returned. */
class Rows implements Outbox {
  readonly rows: Row[] = [];
  runs = 0;
  present = 0;
  most = 0;

  async take(limit: number, deliver: (hints: readonly Row[]) => Promise<void>): Promise<number> {
    this.runs += 1;
    this.present += 1;
    this.most = Math.max(this.most, this.present);
    try {
      await pause(2);
      const taken = this.rows.slice(0, limit);
      if (taken.length > 0) await deliver(taken);
      this.rows.splice(0, taken.length);
      return taken.length;
    } finally {
      this.present -= 1;
    }
  }
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, i) => ({ job: 'examine', id: `case-${i}` }));

describe('startRelay', () => {
  let relay: Relay | undefined;
  afterEach(() => relay?.stop());

  it('makes few runs of a burst of nudges, one at a time, and misses no row', async () => {
    const outbox = new Rows();
    const delivered: string[] = [];
    const queue = {
      add: async (hints: readonly Hint[]) => {
        delivered.push(...hints.flatMap(({ ids }) => ids));
      },
    };
    relay = startRelay({ outbox, queue, everyMs: 60_000, onFault: () => undefined });
    await eventually('the first look', () => outbox.runs === 1 && outbox.present === 0);
    for (const row of rows(500)) {
      outbox.rows.push(row);
      relay.nudge();
    }
    await eventually('every row', () => delivered.length === 500);
    expect(new Set(delivered).size).toBe(500);
    await pause(30);
    expect(outbox.runs).toBeLessThanOrEqual(5);
    expect(outbox.most).toBe(1);
  });

  it('runs once more for a nudge that comes while it runs', async () => {
    const outbox = new Rows();
    relay = startRelay({ outbox, queue: { add: async () => undefined }, everyMs: 60_000, onFault: () => undefined });
    expect(outbox.present).toBe(1);
    relay.nudge();
    relay.nudge();
    await pause(50);
    expect(outbox.runs).toBe(2);
  });

  it('empties an outbox that is longer than a batch, and looks without a nudge', async () => {
    const outbox = new Rows();
    const sizes: number[] = [];
    const queue = {
      add: async (hints: readonly Hint[]) => {
        sizes.push(hints.length);
      },
    };
    relay = startRelay({ outbox, queue, everyMs: 20, onFault: () => undefined, batch: 10 });
    await eventually('the first look', () => outbox.runs === 1);
    outbox.rows.push(...rows(25));
    await eventually('an empty outbox', () => outbox.rows.length === 0);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('goes on after faults with a pause that nudges do not shorten, and delivers at least once', async () => {
    const outbox = new Rows();
    outbox.rows.push(...rows(3));
    const faults: QueueFault[] = [];
    const delivered: Hint[] = [];
    let fails = 3;
    const queue = {
      add: async (hints: readonly Hint[]) => {
        delivered.push(...hints);
        // The worst moment: the hints are taken, and the outbox does not learn of it.
        if (fails-- > 0) throw new Error('the queue is gone');
      },
    };
    const before = performance.now();
    relay = startRelay({ outbox, queue, everyMs: 5, onFault: (fault) => faults.push(fault) });
    await eventually('an empty outbox', () => {
      relay!.nudge();
      return outbox.rows.length === 0;
    });
    // 100, 200 and 400 ms.
    expect(performance.now() - before).toBeGreaterThan(650);
    expect(faults).toHaveLength(3);
    expect(faults[0]).toEqual({ where: 'relay', message: 'the queue is gone' });
    expect(delivered).toHaveLength(12);
  });

  it('stops when its run has ended, and starts no other', async () => {
    const outbox = new Rows();
    relay = startRelay({ outbox, queue: { add: async () => undefined }, everyMs: 1, onFault: () => undefined });
    relay.nudge();
    await relay.stop();
    const { runs } = outbox;
    expect(outbox.present).toBe(0);
    relay.nudge();
    await pause(30);
    expect(outbox.runs).toBe(runs);
  });
});
