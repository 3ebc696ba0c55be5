/** The HTTP interface as an application: what it is made of, and in which order things happen to a request. */
import 'reflect-metadata';
import type { IncomingMessage, Server } from 'node:http';
import type { Readable } from 'node:stream';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parse, prepare, receive, settle, type Gate } from './admission.ts';
import { ApiModule } from './api-module.ts';
import type { ApiDeps } from './deps.ts';
import { makeBodyPlaces } from './body-places.ts';
import { openExchange } from './exchange.ts';
import { nestLog } from './nest-log.ts';
import { makeMeters, observe, type Meters } from './observe.ts';
import { addressOf, makeRateLimits } from './rate-limit.ts';
import { headersFor } from './response-headers.ts';
import { findUndeclared } from './route-table.ts';
import { ProblemFilter, sendProblem } from './send-problem.ts';
import { answerClientError, answerOddRequests } from './socket-errors.ts';

/** How often Node looks for requests that are late. */
const CHECK_TIMEOUTS_MS = 500;
/** A connection on which nothing moves for so long, in either direction, is closed. */
const SILENCE_MS = 120_000;
/** Longer than any id, shorter than a nuisance. */
const MOST_SEGMENT = 200;
const SANE_ID = /^[A-Za-z0-9._~+/=:-]{1,128}$/;

/**
 * createApi builds the interface over what it is given; `listen` starts it and `close` stops it, waiting for requests in
 * progress. It throws where a handler has no row in the table of routes, or a row no handler.
 */
export async function createApi(deps: ApiDeps): Promise<NestFastifyApplication> {
  const meters = makeMeters(deps.metrics);
  const adapter = makeAdapter(deps, meters);
  const instance = adapter.getInstance() as unknown as FastifyInstance<Server>;
  const served: { method: string; path: string }[] = [];
  instance.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push({ method: one, path: url });
  });
  await addHooks(instance, deps, meters);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.over(deps), adapter, {
    bodyParser: false,
    logger: nestLog(deps.log),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(deps));
  await app.init();
  await instance.ready();
  const undeclared = findUndeclared(served);
  if (undeclared.length > 0) {
    await app.close();
    throw new Error(`the table of routes and the handlers differ: ${undeclared.join('; ')}`);
  }
  return app;
}

function makeAdapter(deps: ApiDeps, meters: Meters): FastifyAdapter {
  const { limits, randomUUID } = deps;
  return new FastifyAdapter({
    trustProxy: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.bodyTimeoutMs,
    connectionTimeout: SILENCE_MS,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: CHECK_TIMEOUTS_MS,
      // Node would answer a missing Host by itself, without a problem document.
      requireHostHeader: false,
    },
    return503OnClosing: false,
    routerOptions: { maxParamLength: MOST_SEGMENT },
    requestIdHeader: false,
    genReqId: ({ headers }: IncomingMessage) => {
      const id = headers['x-request-id'];
      return typeof id === 'string' && SANE_ID.test(id) ? id : randomUUID();
    },
    skipMiddie: true,
    clientErrorHandler: (error, socket) => answerClientError(deps, meters, error, socket),
    // Raised by the router before any hook.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      openExchange(request, null, addressOf(request));
      void reply.headers(headersFor(request.id));
      sendProblem(deps, error, request, reply);
      observe(deps.log, meters, request, reply);
    },
  });
}

/** Bodies of the greatest size that are received at once without making garbage of it: more are read one after another anyway. */
const PLACES = 2;

async function addHooks(instance: FastifyInstance<Server>, deps: ApiDeps, meters: Meters): Promise<void> {
  instance.decorateRequest('exchange');
  const limits = await makeRateLimits(instance, deps.limits.requestsPerMinute, meters);
  const budget = { held: 0, places: makeBodyPlaces(PLACES, deps.limits.bodyBytes) };
  const gate: Gate = { deps, meters, limits, budget, posts: 0, isClosing: false };
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
    parse(gate, request, payload),
  );
  instance.addHook('onRequest', (request, reply) => receive(gate, request, reply));
  instance.addHook('preHandler', (request, reply) => prepare(gate, request, reply));
  instance.addHook('onSend', async (request, reply, payload) => {
    await settle(gate, request, reply, payload);
    return payload;
  });
  answerOddRequests(deps, meters, instance.server);
  instance.addHook('preClose', (done) => {
    gate.isClosing = true;
    setTimeout(() => instance.server.closeAllConnections(), deps.limits.drainMs).unref();
    done();
  });
}
