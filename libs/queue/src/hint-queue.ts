import type { QueueFault } from './fault.ts';
import type { Hint } from './hint.ts';

export interface QueueOptions {
  /** Used where `redisUrl` is null; the tables stand in a schema of their own, `bullmq`. */
  readonly postgresUrl: string;
  /** Redis or Valkey, `redis://` or `rediss://`. */
  readonly redisUrl: string | null;
  /** Keeps several tribunals apart on one backend: up to 40 letters, digits, `-` and `_`. */
  readonly prefix: string;
  readonly onFault: (fault: QueueFault) => void;
  /** Whether to make or update BullMQ's tables in PostgreSQL (default true). */
  readonly migrate?: boolean;
  /** The longest that any call waits for the backend, in milliseconds (default 5,000). */
  readonly timeoutMs?: number;
  /** The most ids that one job carries (default 32). */
  readonly packSize?: number;
  /** How long a worker may fall silent before its hints go to another, in milliseconds (default 30,000). */
  readonly silenceMs?: number;
}

export interface HintCounts {
  readonly waiting: number;
  readonly active: number;
  /** Failed, and waiting for another attempt. */
  readonly delayed: number;
  /** Given up; the newest are kept to be looked at. */
  readonly failed: number;
}

export interface FailedHint {
  readonly id: string;
  /** A name of `JOB_NAMES`, unless another version wrote it. */
  readonly job: string;
  readonly ids: readonly string[];
  readonly reason: string;
  readonly attempts: number;
  /** When it was given up, in milliseconds since 1970 by the worker's clock. */
  readonly at: number;
}

export interface HintQueue {
  readonly backend: 'postgres' | 'redis';
  /**
   * Hints of one job are packed together, each id once. Fails within `timeoutMs` where the backend is not there; whether
   * the hints were taken is then not known.
   */
  add(hints: readonly Hint[]): Promise<void>;
  /**
   * Takes hints until drained or closed, and again after the backend was gone for a while. Where `handle` throws the hint
   * is tried three times in all within a few seconds, and then given up.
   */
  work(handle: (hint: Hint) => Promise<void>, options: { readonly concurrency: number }): Promise<HintWorker>;
  counts(): Promise<HintCounts>;
  /** Newest first; at most 500 of the last seven days are kept. */
  failed(limit: number): Promise<readonly FailedHint[]>;
  /** A round trip to the backend. */
  ping(): Promise<void>;
  /** Closes the workers too, without waiting for what they do: drain them first. */
  close(): Promise<void>;
  /** Forgets every hint, waiting, running or failed; the sweep finds again what is due. */
  wipe(): Promise<void>;
}

export interface HintWorker {
  /** Takes no more, waits for what runs, and closes; `unfinished` is how many hints still ran when the time was up. */
  drain(timeoutMs: number): Promise<{ readonly unfinished: number }>;
  /** Closes at once; a hint that runs then is handed out again when the silence has lasted long enough. */
  close(): Promise<void>;
}
