import { UnrecoverableError } from 'bullmq';
import { BullWorker, type Address } from './backend.ts';
import { reasonOf } from './fault.ts';
import { parseHint, type Hint } from './hint.ts';
import type { HintWorker } from './hint-queue.ts';
import { IDLE_SECONDS } from './patient.ts';
import { settles, within } from './within.ts';

export interface WorkerParts {
  readonly queueName: string;
  readonly address: Address;
  readonly concurrency: number;
  readonly silenceMs: number;
  readonly handle: (hint: Hint) => Promise<void>;
  readonly report: (where: string, error: unknown) => void;
}

const PATIENCE_MS = 1_000;

/** startWorker resolves when the worker has reached the backend and takes hints. */
export async function startWorker(parts: WorkerParts): Promise<HintWorker> {
  const { queueName, address, concurrency, silenceMs, handle, report } = parts;
  let running = 0;
  const work = async ({ name, data }: { name: string; data: unknown }): Promise<void> => {
    const hint = parseHint(name, data);
    if (hint === null) throw new UnrecoverableError('not a hint that this version knows');
    running += 1;
    try {
      await handle(hint);
    } catch (error) {
      throw new Error(reasonOf(error), { cause: error });
    } finally {
      running -= 1;
    }
  };
  const worker = new BullWorker(queueName, work, {
    connection: address,
    concurrency,
    autorun: false,
    lockDuration: silenceMs,
    stalledInterval: silenceMs,
    maxStalledCount: 1,
    drainDelay: IDLE_SECONDS,
    runRetryDelay: 250,
  });
  worker.on('error', (error) => report('worker', error));
  worker.on('failed', (job, error) => {
    const what = job === undefined ? 'A hint' : `${job.name} (hint ${job.id}, attempt ${job.attemptsMade})`;
    report('worker', `${what} failed: ${reasonOf(error)}`);
  });
  worker.on('stalled', (id) => report('worker', `The worker of hint ${id} fell silent; the hint goes to another`));
  try {
    await within(address.timeoutMs, worker.waitUntilReady());
  } catch (error) {
    await worker.close(true);
    throw error;
  }

  let isOver = false;
  const ran = worker
    .run()
    .catch((error: unknown) => report('worker', error))
    .finally(() => {
      isOver = true;
    });
  const hurry = new AbortController();
  const drain = async (timeoutMs: number): Promise<{ unfinished: number }> => {
    const until = performance.now() + timeoutMs;
    await worker.pause(true);
    const woken = worker
      .getBackend()
      .disconnectBlocking(true)
      .catch((error: unknown) => report('worker', error));
    // BullMQ's loop ends when it has written down what became of the last hint; with the backend gone it never does.
    let leftMs = timeoutMs;
    while (leftMs > 0 && !hurry.signal.aborted) {
      await settles(Math.min(leftMs, PATIENCE_MS), Promise.all([woken, ran]), hurry.signal);
      leftMs = isOver || running === 0 ? 0 : until - performance.now();
    }
    const unfinished = running;
    await worker.close(true);
    return { unfinished };
  };
  let drained: Promise<{ unfinished: number }> | undefined;
  return {
    drain: (timeoutMs) => (drained ??= drain(timeoutMs)),
    close: async () => {
      hurry.abort();
      await (drained ??= drain(0));
    },
  };
}
