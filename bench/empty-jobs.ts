/** What a queue costs: jobs that do nothing, from a full queue to the last handler, and from `add` to the handler of an idle worker. */
import { randomUUID } from 'node:crypto';
import { openQueue, type HintQueue, type QueueOptions } from '#queue';

type Address = Pick<QueueOptions, 'postgresUrl' | 'redisUrl'>;

const CONCURRENCY = 64;

/** emptyJobsPerSecond fills the queue first, so that adding and working do not compete; `onWork` is told when work begins. */
export const emptyJobsPerSecond = (address: Address, jobs: number, onWork = (): void => {}): Promise<number> =>
  withQueue(address, async (queue) => {
    await queue.add([{ job: 'examine', ids: Array.from({ length: jobs }, (_, i) => String(i)) }]);
    let done = 0;
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    onWork();
    const start = performance.now();
    const worker = await queue.work(
      async ({ ids }) => {
        done += ids.length;
        if (done === jobs) finish();
      },
      { concurrency: CONCURRENCY },
    );
    await finished;
    const workMs = performance.now() - start;
    await worker.close();
    return (1_000 * jobs) / workMs;
  });

/** emptyJobLatencies adds one job at a time to an idle worker, and gives the milliseconds from `add` to its handler. */
export const emptyJobLatencies = (address: Address, times: number): Promise<number[]> =>
  withQueue(address, async (queue) => {
    let arrived = (): void => undefined;
    await queue.work(
      async () => {
        arrived();
      },
      { concurrency: CONCURRENCY },
    );
    const delays: number[] = [];
    while (delays.length < times) {
      // Time for the worker to fall idle again.
      await new Promise((resolve) => setTimeout(resolve, 10));
      const arrival = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const start = performance.now();
      await queue.add([{ job: 'examine', ids: ['a'] }]);
      await arrival;
      delays.push(performance.now() - start);
    }
    return delays;
  });

/** A queue of its own for each use, with a job an id, left empty. */
async function withQueue<T>(address: Address, use: (queue: HintQueue) => Promise<T>): Promise<T> {
  const prefix = `bench-${randomUUID().slice(0, 8)}`;
  const queue = await openQueue({ ...address, prefix, packSize: 1, timeoutMs: 60_000, onFault });
  try {
    return await use(queue);
  } finally {
    await queue.wipe();
    await queue.close();
  }
}

const onFault: QueueOptions['onFault'] = ({ where, message }) => process.stderr.write(`${where}: ${message}\n`);
