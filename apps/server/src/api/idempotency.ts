/** Idempotency-Key: the same request again gets the same answer again, for 24 hours. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps } from './deps.ts';
import { Problem } from './problem.ts';

const KEY = /^[\x20-\x7e]{1,255}$/;
/** Of an answer, what belongs to it and not to the connection or the moment. */
const KEPT = ['content-type', 'location', 'etag', 'link', 'retry-after', 'allow'] as const;

/** beginOnce takes the request's key, or answers what its first use was answered; true where it did so. */
export async function beginOnce(
  { idempotency }: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST') return false;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new Problem('bad_idempotency_key', 'Idempotency-Key has to be 1 to 255 printable ASCII characters');
  }
  const { exchange } = request;
  const begun = await idempotency.begin(exchange.principal.key, key, hashOf(request));
  switch (begun.state) {
    case 'fresh':
      exchange.idempotencyKey = key;
      return false;
    case 'replay':
      void reply
        .code(begun.status)
        .headers({ ...begun.headers, 'idempotency-replayed': 'true' })
        .send(begun.body);
      return true;
    case 'in_flight':
      throw new Problem('idempotency_in_flight', 'the first request with this Idempotency-Key is not answered yet', {
        headers: { 'retry-after': '1' },
      });
    case 'mismatch':
      throw new Problem('idempotency_mismatch', 'this Idempotency-Key came with another body or to another address');
    default:
      return begun satisfies never;
  }
}

const hashOf = ({ method, url, exchange }: FastifyRequest): string =>
  createHash('sha256').update(`${method} ${url}\n${exchange.bodyDigest}`).digest('hex');

/**
 * keepAnswer keeps what the key's request is answered, before the client sees it. What may go better another time is
 * not kept: the key is free again.
 */
export async function keepAnswer(
  { idempotency, log }: ApiDeps,
  { exchange, id }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const { idempotencyKey: key, principal } = exchange;
  if (key === null) return;
  exchange.idempotencyKey = null;
  const status = reply.statusCode;
  const isFinal = status < 500 && status !== 429 && exchange.code !== 'busy' && typeof payload === 'string';
  try {
    if (!isFinal) return await idempotency.abandon(principal.key, key);
    const headers = Object.fromEntries(
      KEPT.flatMap((name) => {
        const value = reply.getHeader(name);
        return value === undefined ? [] : [[name, String(value)]];
      }),
    );
    await idempotency.finish(principal.key, key, { status, headers, body: payload });
  } catch (error) {
    // What was done is done and is answered so; until the key lapses, the same request again is told to wait.
    log.error({ requestId: id, err: error }, 'the answer could not be kept for its Idempotency-Key');
  }
}
