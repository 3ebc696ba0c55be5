import type { JobName } from './hint.ts';
import { reasonOf, type QueueFault } from './fault.ts';
import type { HintQueue } from './hint-queue.ts';

/** The rows written beside the facts they speak of, in one transaction. */
export interface Outbox {
  /** Locks up to `limit` rows, delivers them, deletes them and commits; gives how many. What `deliver` throws leaves them where they are: at least once. */
  take(
    limit: number,
    deliver: (hints: readonly { readonly job: JobName; readonly id: string }[]) => Promise<void>,
  ): Promise<number>;
}

export interface RelayOptions {
  readonly outbox: Outbox;
  readonly queue: Pick<HintQueue, 'add'>;
  /** How often to look where nobody nudges, in milliseconds. */
  readonly everyMs: number;
  readonly onFault: (fault: QueueFault) => void;
  /** Rows a run takes at a time (default 500). */
  readonly batch?: number;
}

export interface Relay {
  /** Call after each commit that wrote to the outbox: cheap, never throws. */
  nudge(): void;
  /** Lets the present run end, and starts no other. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * startRelay carries hints from the outbox to the queue: one run at a time, and one more after it however often it was
 * nudged meanwhile. After a fault it waits, longer each time up to 5 s, and goes on.
 */
export function startRelay({ outbox, queue, everyMs, onFault, batch = 500 }: RelayOptions): Relay {
  let faults = 0;
  let isNudged = false;
  let isStopped = false;
  let present: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const carry = async (): Promise<void> => {
    let taken = batch;
    while (taken >= batch && !isStopped) {
      taken = await outbox.take(batch, (hints) => queue.add(hints.map(({ job, id }) => ({ job, ids: [id] }))));
    }
  };
  const run = async (): Promise<void> => {
    isNudged = false;
    try {
      await carry();
      faults = 0;
    } catch (error) {
      faults += 1;
      onFault({ where: 'relay', message: reasonOf(error) });
    }
    present = undefined;
    if (isStopped) return;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (faults - 1), LONGEST_PAUSE_MS);
    if (faults > 0) timer = setTimeout(start, pause);
    else if (isNudged) start();
    else timer = setTimeout(start, everyMs);
  };
  const start = (): void => {
    clearTimeout(timer);
    present = run();
  };

  start();
  return {
    nudge: () => {
      isNudged = true;
      // Where the last run failed, its pause is waited out.
      if (present === undefined && faults === 0 && !isStopped) start();
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await present;
    },
  };
}
