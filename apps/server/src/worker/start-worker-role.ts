/** The worker role: hints become verdicts, clocks end, the market is kept. */
import { randomUUID } from 'node:crypto';
import type { Config } from '#config';
import { checkClock, startSweep, type HintQueue, type QueueFault, type Sweep } from '#queue';
import type { PrivateKey } from '#statements';
import type { Store } from '#store';
import { finaliseDue, openMarket, type MarketKeeper, type Proceeding } from '#tribunal';
import type { Logger } from 'pino';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LargeWork } from '../large-work.ts';
import { readVersion } from '../read-version.ts';
import { StartError } from '../start-error.ts';
import { startCaseWorker } from './case-worker.ts';
import type { Threads } from './threads.ts';
import { makeUpkeep } from './upkeep.ts';

export interface WorkerRoleOptions {
  readonly config: Config;
  readonly store: Store;
  readonly queue: HintQueue;
  readonly threads: Threads;
  readonly largeWork: LargeWork;
  readonly key: PrivateKey;
  readonly log: Logger;
  readonly metrics: Registry;
}

export interface WorkerRole {
  readonly sweep: Sweep;
  /** Cases in hand. */
  inHand(): number;
  /** Takes no more, and finishes what it has within a time. */
  stop(timeoutMs: number): Promise<void>;
}

/** A worker whose clock is further from the database's than this does not start. */
const TOLERANCE_MS = 2_000;
/** How often clocks are looked at: what a verdict waits at most after its window has ended. */
const CLOSE_EVERY_MS = 1_000;
/** Cases of one transaction: more make the commits fewer and each wait longer. */
const BATCH = 48;

/** startWorkerRole restores the market, takes hints, and sweeps. */
export async function startWorkerRole(options: WorkerRoleOptions): Promise<WorkerRole> {
  const { config, store, queue, threads, largeWork, key, log, metrics } = options;
  await refuseWrongClock(store);
  const { keeper, problem } = await openMarket(store.docket);
  if (problem !== null)
    log.warn({ problem }, 'the market’s snapshot cannot be used; it was learned again from the facts');
  const watch = watchWorker(metrics, keeper);
  const release = readVersion();
  const worker = startCaseWorker({
    bench: { docket: store.docket, keeper, key, makeId: randomUUID, release },
    examiner: async (task) => {
      const stop = watch.examined.startTimer();
      const brief = await threads.examine(task);
      stop();
      return brief;
    },
    crossCheck: config.crossCheck === 'findings' ? 0 : config.crossCheck === 'all' ? Infinity : config.crossCheck,
    batch: BATCH,
    largeWork,
    onProceeding: (proceeding) => {
      watch.proceedings.inc({ proceeding });
      if (proceeding === 'frozen') log.error('two verifiers differ on a case: it is frozen, and an alarm');
    },
    onFault: ({ where, conflict, error }) => {
      watch.faults.inc({ where });
      log.error({ where, conflict, err: error }, 'a case could not be examined');
    },
  });
  const upkeep = makeUpkeep({
    store,
    keeper,
    worker,
    release,
    onOutage: (seconds, clocks) => log.warn({ seconds, clocks }, 'the service was out: running clocks were extended'),
    onFault: ({ where, error }) => {
      watch.faults.inc({ where });
      log.error({ where, err: error }, 'a beat of the sweep failed');
    },
  });
  const onFault = ({ where, message }: QueueFault): void => {
    watch.faults.inc({ where });
    log.warn({ where, message }, 'a beat of the sweep failed');
  };
  const sweep = startSweep({ sweep: upkeep, everyMs: config.sweepEveryMs, onFault, clock: Date.now });
  // A sweep closes what is due too, and tells what cannot be closed; these beats only make it sooner.
  const closing = startSweep({
    sweep: () => finaliseDue(store.docket),
    everyMs: Math.min(CLOSE_EVERY_MS, config.sweepEveryMs),
    onFault,
    clock: Date.now,
  });
  const hints = await queue.work(({ ids }) => worker.advance(ids), { concurrency: config.concurrency });
  return {
    sweep,
    inHand: () => worker.inHand(),
    stop: async (timeoutMs) => {
      await Promise.all([sweep.stop(), closing.stop()]);
      const { unfinished } = await hints.drain(timeoutMs);
      if (unfinished > 0) log.warn({ unfinished }, 'hints were left: another worker, or the next start, takes them up');
    },
  };
}

async function refuseWrongClock(store: Store): Promise<void> {
  const { ok, skewMs } = await checkClock({
    databaseNow: () => store.housekeeping.databaseNow(),
    now: Date.now,
    toleranceMs: TOLERANCE_MS,
  });
  if (ok) return;
  throw new StartError(
    `This machine's clock is ${(skewMs / 1000).toFixed(1)} s away from the database's, at most ${TOLERANCE_MS / 1000} s are allowed.`,
    'set the clock (timedatectl set-ntp true), or start this process with ROLES=api',
  );
}

interface WorkerWatch {
  readonly proceedings: Counter<'proceeding'>;
  readonly faults: Counter<'where'>;
  readonly examined: Histogram;
}

function watchWorker(metrics: Registry, keeper: MarketKeeper): WorkerWatch {
  const registers = [metrics];
  new Gauge({
    name: 'assize_market_facts',
    help: 'Facts that the market has heard',
    registers,
    collect() {
      this.set(keeper.factSeq);
    },
  });
  const proceedings = new Counter({
    name: 'assize_cases_advanced_total',
    help: 'Cases that a worker advanced, by how they went',
    labelNames: ['proceeding'],
    registers,
  });
  for (const proceeding of ['proposed', 'examined', 'reopened', 'frozen', 'stale'] satisfies Proceeding[]) {
    proceedings.inc({ proceeding }, 0);
  }
  return {
    proceedings,
    faults: new Counter({
      name: 'assize_worker_faults_total',
      help: 'What went wrong in a worker, by where',
      labelNames: ['where'],
      registers,
    }),
    examined: new Histogram({
      name: 'assize_examination_seconds',
      help: 'How long an examination took, with its wait for a thread',
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
  };
}
