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
