import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BACKENDS, openTestQueue, optionsFor, startBackend } from '../test/backends.ts';
import { eventually } from '../test/eventually.ts';
import { held, isNothingMoreHeld } from '../test/held.ts';
import { findFreePort, type PrivateServer } from '../test/private-server.ts';
import { BullQueue } from './backend.ts';
import type { QueueFault } from './fault.ts';
import type { Hint } from './hint.ts';
import type { HintQueue } from './hint-queue.ts';
import { openQueue } from './open-queue.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `case-${i}`);
const seen = (hints: readonly Hint[]): string[] => hints.flatMap((hint) => hint.ids).sort();

describe.each(BACKENDS)('a queue on %s', (backend) => {
  let server: PrivateServer;
  const opened: HintQueue[] = [];
  const open = async (more: Parameters<typeof openTestQueue>[2] = {}): Promise<HintQueue> => {
    const queue = await openTestQueue(backend, server.url, more);
    opened.push(queue);
    return queue;
  };
  beforeAll(async () => {
    server = await startBackend(backend);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });
  afterAll(() => server.remove());

  it('hands every id to the handler, packed by job, the urgent job first', async () => {
    const queue = await open({ packSize: 4 });
    expect(queue.backend).toBe(backend);
    await queue.add([
      { job: 'examine', ids: ids(9) },
      { job: 'examine', ids: ['case-3', 'case-9'] },
    ]);
    await queue.add([{ job: 'finalise', ids: ['due'] }]);
    expect(await queue.counts()).toEqual({ waiting: 4, active: 0, delayed: 0, failed: 0 });
    const hints: Hint[] = [];
    await queue.work(
      async (hint) => {
        hints.push(hint);
      },
      { concurrency: 1 },
    );
    await eventually('all hints', () => hints.length === 4);
    expect(hints.map(({ job, ids: { length } }) => `${job} ${length}`)).toEqual([
      'finalise 1',
      'examine 4',
      'examine 4',
      'examine 2',
    ]);
    expect(seen(hints)).toEqual([...ids(10), 'due']);
    await eventually('an empty queue', async () => (await queue.counts()).active === 0);
  });

  it('wakes an idle worker at once', async () => {
    const queue = await open();
    const delays: number[] = [];
    let added = 0;
    await queue.work(
      async () => {
        delays.push(Date.now() - added);
      },
      { concurrency: 2 },
    );
    await eventually('idleness', () => new Promise((resolve) => setTimeout(() => resolve(true), 300)));
    added = Date.now();
    await queue.add([{ job: 'examine', ids: ['a'] }]);
    await eventually('the hint', () => delays.length === 1);
    expect(delays[0]).toBeLessThan(1_000);
  });

  it('keeps two queues of one backend apart', async () => {
    const [one, other] = [await open(), await open()];
    await one.add([{ job: 'examine', ids: ['a'] }]);
    expect((await one.counts()).waiting).toBe(1);
    expect((await other.counts()).waiting).toBe(0);
    await one.ping();
  });

  it('tries a hint three times, keeps what it gave up to be seen, and takes the same hint again', async () => {
    const faults: QueueFault[] = [];
    const queue = await open({ faults });
    let attempts = 0;
    const worker = await queue.work(
      async () => {
        attempts += 1;
        throw new Error('the\0row is\nlocked');
      },
      { concurrency: 1 },
    );
    await queue.add([{ job: 'examine', ids: ['a', 'b'] }]);
    await eventually('the hint is given up', async () => (await queue.counts()).failed === 1);
    expect(attempts).toBe(3);
    const [failed, ...others] = await queue.failed(10);
    expect(others).toEqual([]);
    expect(failed).toMatchObject({ job: 'examine', ids: ['a', 'b'], reason: 'the row is locked', attempts: 3 });
    expect(Math.abs(Date.now() - failed!.at)).toBeLessThan(10_000);
    expect(faults.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/examine .* failed: the row is locked/),
    );
    await worker.close();

    const again: Hint[] = [];
    await queue.work(
      async (hint) => {
        again.push(hint);
      },
      { concurrency: 1 },
    );
    await queue.add([{ job: 'examine', ids: ['a', 'b'] }]);
    await eventually('the same hint again', () => again.length === 1);
  });

  it('gives up a hint whose worker was killed twice, and takes the same hint again', async () => {
    const faults: QueueFault[] = [];
    const queue = await open({ silenceMs: 400, faults });
    await queue.add([{ job: 'finalise', ids: ['a'] }]);
    for (const round of [1, 2]) {
      let starts = 0;
      // A worker that is closed while it works leaves behind what a killed one does.
      const worker = await queue.work(
        () => {
          starts += 1;
          return new Promise(() => undefined);
        },
        { concurrency: 1 },
      );
      await eventually(`start ${round}`, () => starts === 1);
      await worker.close();
    }
    const done: Hint[] = [];
    await queue.work(
      async (hint) => {
        done.push(hint);
      },
      { concurrency: 1 },
    );
    await eventually('the hint is given up', async () => (await queue.counts()).failed === 1);
    expect(done).toEqual([]);
    expect((await queue.failed(1))[0]?.reason).toMatch(/stalled/);
    expect(faults.some(({ message }) => message.includes('fell silent'))).toBe(true);
    await queue.add([{ job: 'finalise', ids: ['a'] }]);
    await eventually('the same hint again', () => done.length === 1);
  });

  it('drains: takes no more, finishes what runs, and says what did not finish in time', async () => {
    const queue = await open({ packSize: 1 });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const started: string[] = [];
    const handle = async (hint: Hint): Promise<void> => {
      started.push(...hint.ids);
      await gate;
    };
    const worker = await queue.work(handle, { concurrency: 2 });
    await queue.add([{ job: 'examine', ids: ids(5) }]);
    await eventually('two hints run', () => started.length === 2);
    const draining = worker.drain(5_000);
    setTimeout(release, 200);
    expect(await draining).toEqual({ unfinished: 0 });
    expect(started).toHaveLength(2);
    expect(await queue.counts()).toMatchObject({ waiting: 3, active: 0 });

    const stuck = await queue.work(() => new Promise(() => undefined), { concurrency: 3 });
    await eventually('three hints run', async () => (await queue.counts()).active === 3);
    const before = Date.now();
    expect(await stuck.drain(300)).toEqual({ unfinished: 3 });
    expect(Date.now() - before).toBeLessThan(2_500);
  });

  it('forgets everything when wiped, and its worker takes what comes after', async () => {
    const queue = await open();
    const hints: Hint[] = [];
    const fails = await queue.work(() => Promise.reject(new Error('no')), { concurrency: 1 });
    await queue.add([{ job: 'examine', ids: ['a'] }]);
    await eventually('a hint waits for its next attempt', async () => (await queue.counts()).delayed === 1);
    await fails.close();
    await queue.add([{ job: 'examine', ids: ['b'] }]);
    await queue.wipe();
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    await queue.work(
      async (hint) => {
        hints.push(hint);
      },
      { concurrency: 1 },
    );
    await queue.wipe();
    await queue.add([{ job: 'examine', ids: ['c'] }]);
    await eventually('the hint after the wipe', () => hints.length === 1);
    expect(seen(hints)).toEqual(['c']);
  });

  it('takes up again what a wipe that was cut short left paused', async () => {
    const options = optionsFor(backend, server.url);
    const first = await openQueue(options);
    const connection = { ...options, timeoutMs: 5_000, migrate: false };
    const bull = new BullQueue(`${options.prefix}-hints`, { connection });
    await bull.pause();
    await bull.close();
    await first.close();
    const queue = await openQueue(options);
    opened.push(queue);
    const hints: Hint[] = [];
    await queue.work(
      async (hint) => {
        hints.push(hint);
      },
      { concurrency: 1 },
    );
    await queue.add([{ job: 'examine', ids: ['a'] }]);
    await eventually('the hint', () => hints.length === 1);
  });

  it('leaves no socket and no timer behind, and says that it is closed', async () => {
    await eventually('nothing of other tests is open', () => !held().some((kind) => kind.startsWith('TCP')));
    const before = held();
    const queue = await open();
    await queue.work(() => Promise.resolve(), { concurrency: 4 });
    await queue.add([{ job: 'examine', ids: ['a'] }]);
    expect(held().some((kind) => kind.startsWith('TCP'))).toBe(true);
    await queue.close();
    await queue.close();
    await eventually('nothing more is open', () => isNothingMoreHeld(before));
    await expect(queue.add([{ job: 'examine', ids: ['a'] }])).rejects.toThrow('the queue is closed');
  });

  it('says where it looked and what to do when the backend is not there', async () => {
    const port = await findFreePort();
    const options = optionsFor(backend, `${backend}://user:secret@127.0.0.1:${port}`);
    const opening = openQueue({ ...options, timeoutMs: 1_000 });
    const words = `The queue cannot be opened on (PostgreSQL|Redis) at 127.0.0.1:${port}: .*ECONNREFUSED.*_URL`;
    await expect(opening).rejects.toThrow(new RegExp(words));
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});

describe('openQueue', () => {
  it('takes no prefix that a backend would misread', async () => {
    const options = optionsFor('postgres', 'postgres://127.0.0.1:1/none');
    await expect(openQueue({ ...options, prefix: 'a:b' })).rejects.toThrow('not 1 to 40 letters');
  });
});
