import type { Json, JsonFault } from '#statements';
import type { Brief, ExamineTask } from '#tribunal';
import { Piscina } from 'piscina';
import type { ThreadTask } from './examine-worker.ts';

/** The pool of worker threads that this process has. */
export interface Threads {
  examine(task: ExamineTask): Promise<Brief>;
  readJson(bytes: Uint8Array): Promise<{ readonly value: Json } | JsonFault>;
  /** Tasks that wait or run. */
  inHand(): number;
  close(): Promise<void>;
}

/** startThreads makes the pool; threads start when they are first needed and stay. */
export function startThreads(size: number): Threads {
  const pool = new Piscina<ThreadTask, Brief | { readonly value: Json } | JsonFault>({
    filename: new URL('./examine-worker.js', import.meta.url).href,
    minThreads: size,
    maxThreads: size,
    // Many small cases are sent to one thread before it has answered the first: the way there and back costs more.
    concurrentTasksPerWorker: 4,
    maxQueue: 100_000,
  });
  return {
    examine: (task) => pool.run({ do: 'examine', task }) as Promise<Brief>,
    readJson: (bytes) => pool.run({ do: 'read', bytes }) as Promise<{ readonly value: Json } | JsonFault>,
    inHand: () => pool.queueSize + pool.threads.length * pool.utilization,
    close: () => pool.destroy(),
  };
}
