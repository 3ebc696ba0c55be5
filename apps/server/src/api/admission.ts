/** The way of a request to its handler: what is refused, and in which order. Cheap checks come first. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCredentials, settleSignature } from './authenticate.ts';
import type { ApiDeps } from './deps.ts';
import { openExchange } from './exchange.ts';
import { guard, isLocalCaller } from './guard.ts';
import { HeldBody, type RequestBody } from './held-body.ts';
import { beginOnce, keepAnswer } from './idempotency.ts';
import { observe, type Meters } from './observe.ts';
import { OPERATIONS } from './operations.ts';
import { Problem } from './problem.ts';
import { addressOf, type RateLimits } from './rate-limit.ts';
import { bodyLimitOf, INLINE_BYTES, readBytes, readJsonBody, tooLarge, type BodyBudget } from './read-body.ts';
import { headersFor } from './response-headers.ts';
import { findRoute } from './route-table.ts';
import { noQuery } from './schemas/requests.ts';
import { nothingAt } from './send-problem.ts';
import { answeredEarly } from './socket-errors.ts';
import { checkBody, readQuery } from './validate.ts';

/** What all requests of a server have in common. */
export interface Gate {
  readonly deps: ApiDeps;
  readonly meters: Meters;
  readonly limits: RateLimits;
  readonly budget: BodyBudget;
  /** POSTs in progress. */
  posts: number;
  isClosing: boolean;
}

/** receive is asked as soon as the header fields are there. */
export async function receive(gate: Gate, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { deps, meters } = gate;
  const found = request.is404 ? undefined : findRoute(request.method, request.routeOptions.url ?? '');
  answeredEarly.delete(request.raw.socket);
  openExchange(request, found?.route ?? null, addressOf(request));
  meters.inFlight.inc();
  if (request.method === 'POST') gate.posts += 1;
  // Fastify tells of answers that were sent, and not of callers that went away before.
  reply.raw.once('close', () => part(gate, request, reply));
  void reply.headers(headersFor(request.id));
  if (gate.isClosing) {
    throw new Problem('shutting_down', 'this process is stopping', { headers: { 'retry-after': '5' } });
  }
  if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
    throw new Problem('bad_request', 'there is no Host field');
  }
  if (found === undefined) throw nothingAt(request);
  if (request.method === 'POST') shed(gate);
  if (found.route.who === 'anyone') return;
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity') {
    throw new Problem('unsupported_media_type', `bodies in the coding "${coding.slice(0, 40)}" are not read`);
  }
  const length = Number(request.headers['content-length'] ?? (request.headers['transfer-encoding'] ? Infinity : 0));
  await identify(gate, request, () => readCredentials(deps, request, length > deps.limits.strangerBodyBytes));
  const limit = bodyLimitOf(deps, request.exchange);
  if (Number.isFinite(length) && length > limit) throw tooLarge(limit);
  if (request.method !== 'POST') await identify(gate, request, () => settleSignature(deps, request));
  if (request.exchange.signers === null) await admit(gate, request);
}

/**
 * parse is asked for the body; nothing of it is read as JSON before a signature over it was found good. A large one is
 * read, and held to its schema, by another thread. It does not throw: Fastify would close the connection, and the client might see a reset in place of the answer.
 */
export async function parse(gate: Gate, request: FastifyRequest, payload: Readable): Promise<RequestBody | undefined> {
  const { deps, budget } = gate;
  const { exchange } = request;
  let bytes: Buffer | null = null;
  try {
    bytes = await readBytes(deps, budget, request, payload, bodyLimitOf(deps, exchange));
    await settleBody(gate, request, bytes);
    const wantsDigest = request.headers['idempotency-key'] !== undefined;
    const found = findRoute(request.method, request.routeOptions.url ?? '');
    if (bytes.length > INLINE_BYTES && found !== undefined && OPERATIONS[found.name].body !== undefined) {
      const { ticket, digest } = await deps.bodyThread.read(found.name, bytes, wantsDigest);
      exchange.bodyDigest = digest;
      exchange.held = new HeldBody(deps.bodyThread, ticket);
      return exchange.held;
    }
    if (wantsDigest) exchange.bodyDigest = createHash('sha256').update(bytes).digest('hex');
    return readJsonBody(bytes);
  } catch (error) {
    exchange.refusal = error;
    return undefined;
  } finally {
    if (bytes !== null) budget.places.giveBack(bytes);
  }
}

/** prepare is asked last: it holds body and query to their schemas, and takes the Idempotency-Key. */
export async function prepare(gate: Gate, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> {
  const { deps } = gate;
  const found = findRoute(request.method, request.routeOptions.url ?? '');
  if (found === undefined) throw nothingAt(request);
  if (request.exchange.refusal !== null) throw request.exchange.refusal;
  await settleBody(gate, request);
  const { body, query } = OPERATIONS[found.name];
  if (body !== undefined) {
    if (request.body === undefined) throw new Problem('body_missing', 'this call takes a JSON object');
    const sent = request.body as RequestBody;
    if (!(sent instanceof HeldBody)) checkBody(body, sent);
  }
  if (found.route.path.startsWith('/v1/')) request.query = readQuery(query ?? noQuery, request.query);
  if (await beginOnce(deps, request, reply)) return reply;
}

/** settle is asked with what is about to be sent. */
export async function settle(
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  if (request.exchange.headers !== null) void reply.headers(request.exchange.headers);
  if (gate.isClosing) void reply.header('connection', 'close');
  await keepAnswer(gate.deps, request, reply, payload);
  request.exchange.isSettled = true;
  if (request.exchange.isGone) close(gate, request, reply);
}

/** part is asked when the connection is done with the request; work for a caller that left goes on, and counts. */
function part(gate: Gate, request: FastifyRequest, reply: FastifyReply): void {
  request.exchange.isGone = true;
  if (!request.raw.complete) answeredEarly.add(request.raw.socket);
  if (request.exchange.isSettled) close(gate, request, reply);
}

function close(gate: Gate, request: FastifyRequest, reply: FastifyReply): void {
  request.exchange.held?.drop();
  gate.budget.held -= request.exchange.buffered;
  gate.meters.inFlight.dec();
  if (request.method === 'POST') gate.posts -= 1;
  observe(gate.deps.log, gate.meters, request, reply);
}

/** A large POST in progress costs memory, a small one time: past the limit both are told to come back. */
function shed({ deps, meters, posts }: Gate): void {
  const { inFlight, limit } = deps.load();
  if (posts <= limit && inFlight <= limit) return;
  meters.shed.inc({ reason: posts > limit ? 'requests' : 'work' });
  throw new Problem('overloaded', 'more is in progress than this service takes on', {
    headers: { 'retry-after': '1' },
  });
}

/** Attempts to be somebody that fail are counted, and are too many sooner or later. */
async function identify({ meters, limits }: Gate, request: FastifyRequest, find: () => Promise<void>): Promise<void> {
  try {
    await find();
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    meters.authFailures.inc({ code: error.code });
    throw (await limits.takeFailure(request)) ?? error;
  }
}

/** admit is asked once it is known who asks. */
async function admit({ meters, limits }: Gate, request: FastifyRequest): Promise<void> {
  const { principal, route } = request.exchange;
  const isLocal = isLocalCaller(request.raw.socket.remoteAddress, request.headers);
  // Whoever watches over the service from the same machine is not counted among the strangers there.
  const excess = route?.isOpenToLoopback === true && isLocal ? null : await limits.take(request);
  if (excess !== null) throw excess;
  const refusal = guard(route!, principal, isLocal);
  if (refusal === null) return;
  if (refusal.status === 401) meters.authFailures.inc({ code: refusal.code });
  throw refusal;
}

async function settleBody(gate: Gate, request: FastifyRequest, bytes?: Uint8Array): Promise<void> {
  if (request.exchange.signers === null) return;
  await identify(gate, request, () => settleSignature(gate.deps, request, bytes));
  await admit(gate, request);
}
