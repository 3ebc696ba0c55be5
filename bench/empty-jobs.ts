/** What a queue costs: jobs that do nothing, from a full queue to the last handler, and from `add` to the handler of an idle worker. */
import { randomUUID } from 'node:crypto';
import { openQueue, type HintQueue, type QueueOptions } from '#queue';
import { median } from './measure.ts';

export interface EmptyJobs {
  /** Hints of one id each, handed to the queue in one call. */
  readonly addedPerSecond: number;
  /** Jobs of one id each that a worker got through. */
  readonly jobsPerSecond: number;
  /** Ids a second where a job carries `packSize` of them. */
  readonly packedPerSecond: number;
  /** From the call of `add` to the call of the handler. */
  readonly latencyMs: number;
}

export interface EmptyJobsEffort {
  readonly jobs: number;
  readonly packSize: number;
  readonly concurrency: number;
  readonly latencies: number;
  /** The longest that each of the two throughputs may take; what was done by then counts. */
  readonly limitMs: number;
}

const EFFORT: EmptyJobsEffort = { jobs: 5_000, packSize: 32, concurrency: 64, latencies: 200, limitMs: 20_000 };

/** measureEmptyJobs needs a backend that runs; it uses queues of its own there and leaves them empty. */
export async function measureEmptyJobs(
  address: Pick<QueueOptions, 'postgresUrl' | 'redisUrl'>,
  effort: Partial<EmptyJobsEffort> = {},
): Promise<EmptyJobs> {
  const { jobs, packSize, concurrency, latencies, limitMs } = { ...EFFORT, ...effort };
  const withQueue = async <T>(size: number, use: (queue: HintQueue) => Promise<T>): Promise<T> => {
    const prefix = `bench-${randomUUID().slice(0, 8)}`;
    const queue = await openQueue({ ...address, prefix, packSize: size, timeoutMs: 60_000, onFault });
    try {
      return await use(queue);
    } finally {
      await queue.wipe();
      await queue.close();
    }
  };
  const single = await withQueue(1, (queue) => throughput(queue, jobs, concurrency, limitMs));
  const packed = await withQueue(packSize, (queue) => throughput(queue, jobs * packSize, concurrency, limitMs));
  const latencyMs = await withQueue(1, (queue) => latency(queue, latencies, concurrency, limitMs));
  return { ...single, packedPerSecond: packed.jobsPerSecond, latencyMs };
}

const onFault: QueueOptions['onFault'] = ({ where, message }) => process.stderr.write(`${where}: ${message}\n`);

/** throughput fills the queue first, so that adding and working do not compete. */
async function throughput(
  queue: HintQueue,
  ids: number,
  concurrency: number,
  limitMs: number,
): Promise<Pick<EmptyJobs, 'addedPerSecond' | 'jobsPerSecond'>> {
  const hint = { job: 'examine', ids: Array.from({ length: ids }, (_, i) => String(i)) } as const;
  const addMs = await timed(() => queue.add([hint]));
  let done = 0;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const timer = setTimeout(finish, limitMs);
  const start = performance.now();
  const worker = await queue.work(
    async (packed) => {
      done += packed.ids.length;
      if (done === ids) finish();
    },
    { concurrency },
  );
  await finished;
  const workMs = performance.now() - start;
  const counted = done;
  clearTimeout(timer);
  await worker.close();
  return { addedPerSecond: (1_000 * ids) / addMs, jobsPerSecond: (1_000 * counted) / workMs };
}

/** latency adds one hint at a time to an idle worker; the median in milliseconds. */
async function latency(queue: HintQueue, times: number, concurrency: number, limitMs: number): Promise<number> {
  let arrived = (): void => undefined;
  await queue.work(
    async () => {
      arrived();
    },
    { concurrency },
  );
  const until = performance.now() + limitMs;
  const delays: number[] = [];
  while (delays.length < times && performance.now() < until) {
    // Time for the worker to fall idle again.
    await new Promise((resolve) => setTimeout(resolve, 10));
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    delays.push(
      await timed(async () => {
        await queue.add([{ job: 'examine', ids: ['a'] }]);
        await arrival;
      }),
    );
  }
  return median(delays);
}

async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
