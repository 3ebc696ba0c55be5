import { afterEach, describe, expect, it } from '@jest/globals';
import { BACKENDS, openTestQueue, startBackend } from '../test/backends.ts';
import { eventually, pause } from '../test/eventually.ts';
import { held, isNothingMoreHeld } from '../test/held.ts';
import type { PrivateServer } from '../test/private-server.ts';
import type { QueueFault } from './fault.ts';
import type { HintQueue } from './hint-queue.ts';

const TIMEOUT_MS = 1_000;

describe.each(BACKENDS)('a queue whose %s is gone for a while', (backend) => {
  let server: PrivateServer;
  let queue: HintQueue | undefined;
  afterEach(async () => {
    await queue?.close();
    await server.remove();
  });

  it('tells those who add within bounded time, works on when it is back, and closes with it gone', async () => {
    const before = held();
    const faults: QueueFault[] = [];
    server = await startBackend(backend);
    const open = await openTestQueue(backend, server.url, { timeoutMs: TIMEOUT_MS, silenceMs: 2_000, faults });
    queue = open;
    const begun: string[] = [];
    let release = (): void => undefined;
    const worker = await open.work(
      async ({ ids }) => {
        begun.push(...ids);
        if (ids.includes('slow')) await new Promise<void>((resolve) => (release = resolve));
      },
      { concurrency: 1 },
    );
    await open.add([{ job: 'examine', ids: ['slow'] }]);
    await eventually('a hint runs', () => begun.length === 1);

    await server.kill();
    for (const ask of [() => open.add([{ job: 'examine', ids: ['lost'] }]), () => open.ping(), () => open.counts()]) {
      const asked = performance.now();
      await expect(ask()).rejects.toThrow(/(PostgreSQL|Redis) at 127\.0\.0\.1:\d+ did not (take|answer|count)/);
      expect(performance.now() - asked).toBeLessThan(TIMEOUT_MS + 500);
    }
    // The only place of the only worker is taken by a hint that ends while nobody can be told.
    release();
    await pause(1_500);

    await server.start();
    const back = performance.now();
    const isBack = (): Promise<boolean> =>
      open.add([{ job: 'examine', ids: ['after'] }]).then(
        () => true,
        () => false,
      );
    await eventually('the queue takes hints again', isBack);
    await eventually('the worker works again', () => begun.includes('after'));
    expect(performance.now() - back).toBeLessThan(8_000);
    // What was refused is not kept back and handed out later.
    expect(begun).not.toContain('lost');
    // Each kind of fault is told, and not at every try.
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThan(30);

    await server.kill();
    const closing = performance.now();
    expect(await worker.drain(10_000)).toEqual({ unfinished: 0 });
    await open.close();
    expect(performance.now() - closing).toBeLessThan(4_000);
    await eventually('no socket and no timer is left', () => isNothingMoreHeld(before), 4_000);
  });
});

describe('a queue on PostgreSQL', () => {
  let server: PrivateServer;
  afterEach(() => server.remove());

  it('keeps what it was given before a crash', async () => {
    server = await startBackend('postgres');
    const queue = await openTestQueue('postgres', server.url);
    await queue.add([{ job: 'examine', ids: ['kept'] }]);
    // Hints do not wait for the disk; they are there after three rounds of the log writer, 200 ms each.
    await pause(1_000);
    await server.kill();
    await server.start();
    const begun: string[] = [];
    const start = (): Promise<boolean> =>
      queue
        .work(
          async ({ ids }) => {
            begun.push(...ids);
          },
          { concurrency: 1 },
        )
        .then(
          () => true,
          () => false,
        );
    await eventually('a worker starts', start);
    await eventually('the hint', () => begun.includes('kept'));
    await queue.close();
  });
});
