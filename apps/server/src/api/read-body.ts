/** Bodies: read whole within limits, then by the strict JSON reader; large ones on another thread. */
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { placeOf, readJson, type Json, type JsonFault } from '#statements';
import type { ApiDeps } from './deps.ts';
import { Problem } from './problem.ts';

/** Up to this size, handing a body to another thread costs more than reading it. */
const INLINE_BYTES = 65_536;

/**
 * An honest body of the greatest size has fewer: a statement has two hundred bytes at least. Values cost more than
 * bytes, on this thread too, where they arrive from the other one.
 */
const MOST_VALUES = 250_000;

/** All bodies in memory, of all requests. */
export interface BodyBudget {
  held: number;
}

/** bodyLimitOf is what a caller may send; those who are not known may send less. */
export const bodyLimitOf = ({ limits }: ApiDeps, { principal, signers }: FastifyRequest['exchange']): number =>
  principal.by === 'stranger' && signers === null ? limits.strangerBodyBytes : limits.bodyBytes;

export const tooLarge = (limit: number): Problem =>
  new Problem('body_too_large', `the body has more than ${limit} bytes, which is the limit for this caller`);

/** readBytes collects a body; what goes beyond the limit or the budget ends it. */
export function readBytes(
  { limits }: ApiDeps,
  budget: BodyBudget,
  request: FastifyRequest,
  payload: Readable,
  limit: number,
): Promise<Buffer> {
  const { exchange } = request;
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const refuse = (problem: Problem): void => {
      payload.off('data', take).resume();
      chunks.length = 0;
      reject(problem);
    };
    const take = (chunk: Buffer): void => {
      exchange.buffered += chunk.length;
      budget.held += chunk.length;
      if (exchange.buffered > limit) refuse(tooLarge(limit));
      else if (budget.held > limits.bufferedBytes) refuse(overBudget());
      else chunks.push(chunk);
    };
    const leave = (): void => {
      if (!payload.readableEnded) reject(new Problem('bad_request', 'the connection ended within the body'));
    };
    payload.on('data', take);
    payload.once('end', () => resolve(Buffer.concat(chunks)));
    payload.once('error', leave).once('close', leave);
    // It may have ended before anybody listened.
    if (payload.destroyed) leave();
  });
}

const overBudget = (): Problem =>
  new Problem('overloaded', 'too many large bodies at once', { headers: { 'retry-after': '2' } });

/** readBody turns bytes into JSON, or says where they are none. */
export async function readBody({ readJsonOffThread }: ApiDeps, bytes: Buffer): Promise<Json> {
  if (bytes.length === 0) throw new Problem('body_missing', 'the body is empty');
  if (bytes.length > INLINE_BYTES && hasTooManyValues(bytes)) {
    throw new Problem('body_too_large', `the body has more than ${MOST_VALUES} values`);
  }
  const read = bytes.length <= INLINE_BYTES ? readJson(bytes) : await readJsonOffThread(bytes);
  if ('problem' in read) throw new Problem('not_json', describeFault(bytes, read));
  return read.value;
}

/** Every value but the first of a list or object has a comma before it. */
function hasTooManyValues(bytes: Buffer): boolean {
  let commas = 0;
  for (let at = bytes.indexOf(COMMA); at >= 0; at = bytes.indexOf(COMMA, at + 1)) {
    commas += 1;
    if (commas >= MOST_VALUES) return true;
  }
  return false;
}

const COMMA = 0x2c;

function describeFault(bytes: Buffer, { problem, offset }: JsonFault): string {
  // Counting the lines of a large body would cost more than reading it did.
  if (problem === 'not UTF-8' || bytes.length > INLINE_BYTES) return `${problem}, at offset ${offset}`;
  return `${problem}, at ${placeOf(bytes.toString('utf8'), offset)}`;
}
