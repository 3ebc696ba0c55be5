import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { WorkerOrder, WorkerPost, WorkerWord } from './worker-thread.ts';

/** The worker role on its own thread. */
export interface WorkerThread {
  /** Milliseconds since the last good sweep. */
  lagMs(): number;
  /** Examinations that wait or run. */
  inHand(): number;
  /** What it counts, as Prometheus reads it. */
  metrics(): Promise<string>;
  /** Takes no more, and finishes what it has within the time for a shutdown. */
  stop(): Promise<void>;
}

/** How long the metrics of a busy thread are waited for before the last ones are told again. */
const PATIENCE_MS = 1_000;
/** What a stop may take beyond its time before the thread is ended. */
const GRACE_MS = 5_000;

/**
 * startWorkerThread starts the worker role and waits until it works; it throws why it does not. Where the thread dies
 * later, the process dies of the same error: whoever started it starts it again, and the sweep finds what was lost.
 */
export async function startWorkerThread(post: WorkerPost): Promise<WorkerThread> {
  const worker = new Worker(new URL('./worker-thread.js', import.meta.url), {
    workerData: post,
    resourceLimits: { maxYoungGenerationSizeMb: 24 },
  });
  const order = (given: WorkerOrder): void => worker.postMessage(given);
  let pulse = { lagMs: 0, inHand: 0, at: performance.now() };
  let metrics = '';
  let asking: Promise<string> | null = null;
  let told: ((text: string) => void) | null = null;
  worker.on('message', (word: WorkerWord) => {
    if (word.tell === 'pulse') pulse = { ...word, at: performance.now() };
    if (word.tell === 'metrics') {
      metrics = word.text;
      told?.(metrics);
    }
  });
  const [first] = (await once(worker, 'message')) as [WorkerWord];
  if (first.tell === 'failed') throw Object.assign(new Error(String(first.failure['message'])), first.failure);
  worker.on('error', (error) => {
    throw error;
  });
  const ask = async (): Promise<string> => {
    order('metrics');
    let timer: NodeJS.Timeout | undefined;
    const text = await new Promise<string>((resolve) => {
      told = resolve;
      timer = setTimeout(() => resolve(metrics), PATIENCE_MS);
    });
    clearTimeout(timer);
    return text;
  };
  return {
    lagMs: () => pulse.lagMs + performance.now() - pulse.at,
    inHand: () => pulse.inHand,
    metrics: () => (asking ??= ask().finally(() => (asking = null))),
    async stop() {
      const gone = once(worker, 'exit');
      order('stop');
      const late = setTimeout(() => void worker.terminate(), post.config.shutdownSeconds * 1_000 + GRACE_MS);
      await gone;
      clearTimeout(late);
    },
  };
}
