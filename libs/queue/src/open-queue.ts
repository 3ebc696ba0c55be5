import { BullQueue, describeAddress, type Address } from './backend.ts';
import { reasonOf, sparsely } from './fault.ts';
import { JOB_NAMES, parseHint, type JobName } from './hint.ts';
import type { HintQueue, HintWorker, QueueOptions } from './hint-queue.ts';
import { packHints } from './pack-hints.ts';
import { startWorker } from './start-worker.ts';
import { within } from './within.ts';

// No job ids of our own: BullMQ refuses an id while a failed job of that id is kept, and the same hint must go through again.
const HINT_OPTIONS = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: 500, age: 7 * 24 * 3_600 },
  stackTraceLimit: 0,
};

/** openQueue resolves when the backend has answered; a backend that does not is an error that says what to do. */
export async function openQueue(options: QueueOptions): Promise<HintQueue> {
  const { postgresUrl, redisUrl, prefix, timeoutMs = 5_000, packSize = 32, silenceMs = 30_000 } = options;
  if (!/^[\w-]{1,40}$/.test(prefix)) {
    throw new Error(`The queue's prefix ${JSON.stringify(prefix)} is not 1 to 40 letters, digits, - and _`);
  }
  const address: Address = { postgresUrl, redisUrl, timeoutMs, migrate: options.migrate ?? true };
  const place = describeAddress(address);
  const queueName = `${prefix}-hints`;
  const report = sparsely(options.onFault, () => performance.now());
  const bull = new BullQueue<unknown, void, JobName>(queueName, {
    connection: address,
    defaultJobOptions: HINT_OPTIONS,
    // Nobody reads BullMQ's events.
    streams: { events: { maxLen: 500 } },
  });
  let lastFault: unknown;
  bull.on('error', (error) => {
    lastFault = error;
    report('queue', error);
  });
  const workers = new Set<HintWorker>();
  const shut = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.close()));
    await bull.getBackend().close(true);
    await bull.close();
  };

  try {
    await within(timeoutMs, bull.waitUntilReady());
    await within(timeoutMs, bull.getVersion());
    // A wipe that was cut short leaves the queue paused.
    await within(timeoutMs, bull.resume());
  } catch (error) {
    await shut();
    const why = reasonOf(lastFault ?? error);
    const setting = redisUrl === null ? 'DATABASE_URL' : 'REDIS_URL';
    const message = `The queue cannot be opened on ${place}: ${why}. Start it, or set ${setting} to one that answers.`;
    throw new Error(message, { cause: error });
  }

  let closed: Promise<void> | undefined;
  /** What fails says where, and what was wanted. */
  const explain = async <T>(wanted: string, work: () => Promise<T>): Promise<T> => {
    try {
      if (closed !== undefined) throw new Error('the queue is closed');
      return await work();
    } catch (error) {
      const why = reasonOf(error);
      // What the Redis client says of a connection that is not there.
      const said = why.includes('enableOfflineQueue') ? 'not connected' : why;
      throw new Error(`${place} did not ${wanted}: ${said}`, { cause: error });
    }
  };
  const ask = <T>(wanted: string, work: () => Promise<T>): Promise<T> =>
    explain(wanted, () => within(timeoutMs, work()));

  return {
    backend: redisUrl === null ? 'postgres' : 'redis',
    add: async (hints) => {
      const jobs = packHints(hints, packSize).map(({ job, ids }) => ({
        name: job,
        data: { ids },
        opts: { priority: urgency(job) },
      }));
      const [first, ...others] = jobs;
      if (first === undefined) return;
      // In PostgreSQL a batch makes temporary tables, which cost four times as much as the one insert that most calls need.
      const adding = (): Promise<unknown> =>
        others.length === 0 ? bull.add(first.name, first.data, first.opts) : bull.addBulk(jobs);
      await ask(`take ${jobs.length} packed hints`, adding);
    },
    work: async (handle, { concurrency }) => {
      const parts = { queueName, address, concurrency, silenceMs, handle, report };
      const worker = await explain('let a worker start', () => startWorker(parts));
      workers.add(worker);
      return worker;
    },
    counts: async () => {
      const states = ['waiting', 'prioritized', 'active', 'delayed', 'failed'] as const;
      const counted = await ask('count', () => bull.getJobCounts(...states));
      const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counted;
      return { waiting: waiting + prioritized, active, delayed, failed };
    },
    failed: async (limit) => {
      const jobs = limit < 1 ? [] : await ask('list what failed', () => bull.getFailed(0, limit - 1));
      return jobs.map(({ id, name, data, failedReason, attemptsMade, finishedOn }) => ({
        id: id ?? '',
        job: name,
        ids: parseHint(name, data)?.ids ?? [],
        reason: failedReason,
        attempts: attemptsMade,
        at: finishedOn ?? 0,
      }));
    },
    ping: async () => {
      await ask('answer', () => bull.getBackend().getQueueMetaField('version'));
    },
    wipe: () => ask('forget its hints', () => bull.obliterate({ force: true, count: 10_000 })),
    close: () => (closed ??= shut()),
  };
}

/** BullMQ takes 0 first, then 1, 2 and so on. */
const urgency = (job: JobName): number => JOB_NAMES.indexOf(job);
