/** Whatever is thrown on the way of a request becomes a problem; what nobody foresaw says nothing of itself. */
import { HttpException } from '@nestjs/common';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problems.ts';

const FASTIFY: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_BAD_URL: ['bad_url', 'the path is not percent-encoded UTF-8'],
  FST_ERR_MAX_PARAM_LENGTH: ['url_too_long', 'a segment of the path is longer than any id'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'the body has to be application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'the body is not as long as Content-Length says'],
};

/** toProblem finds the refusal in what was thrown; `isOutage` tells a world that failed from a bug. */
export function toProblem(thrown: unknown, isOutage: (error: unknown) => boolean): Problem {
  // Nest wraps what Fastify raises.
  const error = thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown;
  if (error instanceof Problem) return error;
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  const known = typeof code === 'string' ? FASTIFY[code] : undefined;
  if (known !== undefined) return new Problem(...known);
  if (typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' && statusCode < 500) {
    return new Problem('bad_request', 'the request cannot be read');
  }
  if (isOutage(error)) {
    const detail = 'the database or the disk does not answer; nothing was lost that was acknowledged';
    return new Problem('unavailable', detail, { headers: { 'retry-after': '5' }, cause: error });
  }
  return new Problem('internal', 'the operator’s log has the reason under this request id', { cause: error });
}
