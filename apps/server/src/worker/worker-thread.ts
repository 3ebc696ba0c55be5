/** The thread of the worker role: whatever a case costs, the thread that serves requests does not wait for it. */
import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '#config';
import { openQueue, type QueueFault } from '#queue';
import { openStore } from '#store';
import { Registry } from 'prom-client';
import { giveWay } from '../give-way.ts';
import { openLargeWork } from '../large-work.ts';
import { openLog } from '../log.ts';
import { makeClosing } from '../make-closing.ts';
import { openTribunalKey } from '../tribunal-key.ts';
import { startWorkerRole } from './start-worker-role.ts';
import { startThreads } from './threads.ts';

/** What the thread is made with. */
export interface WorkerPost {
  readonly config: Config;
  readonly databaseUrl: string;
  /** Shared by all threads of the process. */
  readonly room: Int32Array;
}

/** What it is asked. */
export type WorkerOrder = 'metrics' | 'stop';

/** What it tells; `inHand` counts examinations that wait or run. */
export type WorkerWord =
  | { readonly tell: 'ready' | 'stopped' }
  | { readonly tell: 'failed'; readonly failure: Record<string, unknown> }
  | { readonly tell: 'pulse'; readonly lagMs: number; readonly inHand: number }
  | { readonly tell: 'metrics'; readonly text: string };

const PULSE_MS = 250;

const { config, databaseUrl, room } = workerData as WorkerPost;
const port = parentPort!;
const tell = (word: WorkerWord): void => port.postMessage(word);
const closing = makeClosing();
giveWay(5);

async function start(): Promise<void> {
  const log = openLog(config);
  const metrics = new Registry();
  const { key } = openTribunalKey(config.tribunalKey);
  const store = await openStore({ url: databaseUrl, applicationName: 'assize worker' });
  closing.later(() => store.close());
  const onFault = ({ where, message }: QueueFault): void => log.warn({ where, message }, 'the queue has a fault');
  const queue = await openQueue({ postgresUrl: databaseUrl, redisUrl: config.redisUrl, prefix: 'assize', onFault });
  closing.later(() => queue.close());
  const threads = startThreads(config.threads);
  closing.later(() => threads.close());
  const role = await startWorkerRole({
    config,
    store,
    queue,
    threads,
    largeWork: openLargeWork(room),
    key,
    log,
    metrics,
  });
  closing.later(() => role.stop(config.shutdownSeconds * 1_000));
  const pulse = (): void => tell({ tell: 'pulse', lagMs: role.sweep.lagMs(), inHand: threads.inHand() });
  const beat = setInterval(pulse, PULSE_MS);
  closing.later(async () => clearInterval(beat));
  port.on('message', (order: WorkerOrder) => {
    if (order === 'metrics') void metrics.metrics().then((text) => tell({ tell: 'metrics', text }));
  });
}

const stopped = new Promise<void>((resolve) => {
  port.on('message', (order: WorkerOrder) => {
    if (order === 'stop') resolve();
  });
});

try {
  await start();
  tell({ tell: 'ready' });
  await stopped;
  await closing.closeAll();
  tell({ tell: 'stopped' });
} catch (error) {
  await closing.closeAll().catch(() => undefined);
  tell({ tell: 'failed', failure: plain(error) });
}
port.close();

/** An error's own members are lost when it is posted: those that say what is to be done go along. */
function plain(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  const told = Object.entries(error).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  const { driverError } = error as { readonly driverError?: unknown };
  const inner = driverError instanceof Error && driverError !== error ? plain(driverError) : {};
  return { ...Object.fromEntries(told), ...inner, message, stack };
}
