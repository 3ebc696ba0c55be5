/** What is counted and logged of requests: never credentials, bodies, or the values of a query. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ProblemCode } from './problems.ts';

/** What the label `route` says of requests that no route has. */
export const UNMATCHED = 'unmatched';

/** From a static answer to a submission of the greatest size. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface Meters {
  readonly inFlight: Gauge;
  readonly seconds: Histogram<'method' | 'route' | 'status'>;
  /** By what there was too much of: requests, work, bodies. */
  readonly shed: Counter<'reason'>;
  readonly authFailures: Counter<'code'>;
  readonly rateLimited: Counter<'who'>;
  readonly socketErrors: Counter<'code'>;
}

export function makeMeters(registry: Registry): Meters {
  const registers = [registry];
  return {
    inFlight: new Gauge({ name: 'assize_http_requests_in_flight', help: 'Requests in progress', registers }),
    seconds: new Histogram({
      name: 'assize_http_request_seconds',
      help: 'Time from a request’s header fields to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    shed: new Counter({
      name: 'assize_http_shed_total',
      help: 'Requests refused because there was too much to do',
      labelNames: ['reason'],
      registers,
    }),
    authFailures: new Counter({
      name: 'assize_http_auth_failures_total',
      help: 'Credentials that did not count, by problem code',
      labelNames: ['code'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'assize_http_rate_limited_total',
      help: 'Requests over the rate limit',
      labelNames: ['who'],
      registers,
    }),
    socketErrors: new Counter({
      name: 'assize_http_socket_errors_total',
      help: 'What was refused before it was a request, by problem code',
      labelNames: ['code'],
      registers,
    }),
  };
}

/** Probes ask every few seconds, and say nothing while all is well. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/** observe counts and logs a request that is over; one line each. */
export function observe(log: Logger, meters: Meters, request: FastifyRequest, reply: FastifyReply): void {
  const { exchange, id } = request;
  const route = exchange.route?.path ?? UNMATCHED;
  const status = reply.statusCode;
  const ms = performance.now() - exchange.startedAt;
  meters.seconds.observe({ method: methodLabel(request.method), route, status }, ms / 1_000);
  const line = {
    requestId: id,
    method: request.method,
    route,
    status,
    ms: Math.round(ms * 100) / 100,
    principal: describe(request),
    ...(exchange.code === null ? {} : { code: exchange.code }),
    ...(reply.raw.writableFinished ? {} : { isAborted: true }),
  };
  if (PROBES.has(route) && status < 400) log.debug(line, 'request');
  else log.info(line, 'request');
}

/** observeSocket counts and logs what never became a request. */
export function observeSocket(log: Logger, meters: Meters, requestId: string, code: ProblemCode, status: number): void {
  meters.socketErrors.inc({ code });
  log.info({ requestId, method: null, route: UNMATCHED, status, code }, 'request');
}

function describe({ exchange: { principal } }: FastifyRequest): { readonly kind: string; readonly name: string } {
  const [kind, name] = split(principal.key);
  return { kind: principal.standing?.kind ?? (kind === 'ip' ? 'stranger' : kind), name };
}

const split = (key: string): [string, string] => {
  const at = key.indexOf(':');
  return [key.slice(0, at), key.slice(at + 1)];
};

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A caller chooses the method, and must not choose how many series there are. */
const methodLabel = (method: string): string => (METHODS.has(method) ? method : 'other');
