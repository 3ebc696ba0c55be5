import type { Config } from '#config';
import { MAX_SUBMISSION_BYTES } from '#custody';
import type { ApiLimits } from './api/deps.ts';

/** limitsOf gives what one process takes from outside at most. */
export const limitsOf = ({ requestsPerMinute, shutdownSeconds }: Config): ApiLimits => ({
  bodyBytes: MAX_SUBMISSION_BYTES,
  strangerBodyBytes: 256 * 1_024,
  bufferedBytes: 4 * MAX_SUBMISSION_BYTES,
  requestsPerMinute,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  drainMs: shutdownSeconds * 1_000,
});

/** Tasks that may wait for each thread: more than a burst of hints brings, since the worker's examinations wait there too. */
const TASKS_PER_THREAD = 512;

/** loadOf tells how full the threads are in the measure of requests in progress, past whose limit both are shed. */
export const loadOf = (
  inHand: number,
  { maxInFlight, threads }: Pick<Config, 'maxInFlight' | 'threads'>,
): { readonly inFlight: number; readonly limit: number } => ({
  inFlight: Math.floor((inHand * maxInFlight) / (TASKS_PER_THREAD * threads)),
  limit: maxInFlight,
});
