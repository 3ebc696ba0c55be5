/**
 * # Queue: hints that work may be due
 *
 * The database is the truth; a job is a hint with ids. BullMQ carries the hints, on the tribunal's own PostgreSQL or on
 * Redis or Valkey. This is the only importer of `bullmq` and `ioredis`.
 *
 * What it keeps true:
 * - A hint may come twice, late, out of order or never, and no outcome changes: handlers act on rows they have locked.
 * - A business write and its hint commit together: the hint is an outbox row, and the relay carries it on afterwards.
 * - Work whose hint was lost or given up is found again by the sweep, with the whole queue wiped.
 * - Where the backend is gone, callers hear of it within a bounded time, and workers go on by themselves when it is back.
 *
 * ```ts
 * const queue = await openQueue({ postgresUrl, redisUrl: null, prefix: 'assize', onFault });
 * const worker = await queue.work(async ({ job, ids }) => handlers[job](ids), { concurrency: 4 });
 * const relay = startRelay({ outbox, queue, everyMs: 1_000, onFault });   // relay.nudge() after each commit
 * const sweep = startSweep({ sweep: findDue, everyMs: 5_000, onFault, clock: Date.now });
 * ```
 */
export { checkClock, type ClockCheck } from './check-clock.ts';
export type { QueueFault } from './fault.ts';
export { JOB_NAMES, type Hint, type JobName } from './hint.ts';
export type { FailedHint, HintCounts, HintQueue, HintWorker, QueueOptions } from './hint-queue.ts';
export { openQueue } from './open-queue.ts';
export { startRelay, type Outbox, type Relay, type RelayOptions } from './relay.ts';
export { startSweep, type Sweep, type SweepOptions } from './sweep.ts';
