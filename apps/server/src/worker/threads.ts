import type { Brief, ExamineTask } from '#tribunal';
import { Piscina } from 'piscina';

/** The threads that examine. */
export interface Threads {
  examine(task: ExamineTask): Promise<Brief>;
  /** Tasks that wait or run. */
  inHand(): number;
  close(): Promise<void>;
}

/** startThreads makes the pool; threads start at once and stay. */
export function startThreads(size: number): Threads {
  const pool = new Piscina<ExamineTask, Brief>({
    filename: new URL('./examine-worker.js', import.meta.url).href,
    minThreads: size,
    maxThreads: size,
    // Many small cases are sent to one thread before it has answered the first: the way there and back costs more.
    concurrentTasksPerWorker: 4,
    maxQueue: 100_000,
    resourceLimits: { maxYoungGenerationSizeMb: 24 },
  });
  return {
    examine: (task) => pool.run(task),
    inHand: () => pool.queueSize + pool.threads.length * pool.utilization,
    close: () => pool.destroy(),
  };
}
