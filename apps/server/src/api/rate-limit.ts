/** How often a principal may ask: per minute and process, by its own name, strangers by their address. */
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import type { Meters } from './observe.ts';

const WINDOW_MS = 60_000;
/** How many principals are remembered; strangers cannot push banks out, they have a list of their own. */
const MOST_KEYS = 20_000;

export interface RateLimits {
  /** Counts a request of its principal; the refusal, where there were too many. */
  take(request: FastifyRequest): Promise<Problem | null>;
  /** Counts a failed attempt to be somebody against the address that it came from. */
  takeFailure(request: FastifyRequest): Promise<Problem | null>;
}

/** addressOf is what strangers are counted by: an IPv4 address, or the /64 network of an IPv6 one. */
export const addressOf = (request: FastifyRequest): string => normalizeIP(request.ip, 64);

export async function makeRateLimits(
  instance: FastifyInstance,
  requestsPerMinute: number,
  meters: Meters,
): Promise<RateLimits> {
  await instance.register(rateLimit, { global: false });
  const window = { max: requestsPerMinute, timeWindow: WINDOW_MS, cache: MOST_KEYS };
  const known = instance.createRateLimit({ ...window, keyGenerator: ({ exchange }) => exchange.principal.key });
  const strangers = instance.createRateLimit({ ...window, keyGenerator: addressOf });
  const take = async (request: FastifyRequest, isKnown: boolean): Promise<Problem | null> => {
    const count = await (isKnown ? known : strangers)(request);
    if (count.isAllowed) return null;
    request.exchange.headers = {
      'ratelimit-limit': String(count.max),
      'ratelimit-remaining': String(count.remaining),
      'ratelimit-reset': String(count.ttlInSeconds),
    };
    if (!count.isExceeded) return null;
    meters.rateLimited.inc({ who: isKnown ? 'principal' : 'stranger' });
    return new Problem('rate_limited', `more than ${count.max} requests in a minute`, {
      headers: { 'retry-after': String(Math.max(1, count.ttlInSeconds)) },
    });
  };
  return {
    take: (request) => take(request, request.exchange.principal.by !== 'stranger'),
    takeFailure: (request) => take(request, false),
  };
}
