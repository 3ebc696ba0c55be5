/** Bodies: read whole within limits, then by the strict JSON reader; large ones are handed to another thread as they came. */
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { placeOf, readJson, type Json, type JsonFault } from '#statements';
import type { BodyPlaces } from './body-places.ts';
import type { ApiDeps } from './deps.ts';
import { Problem } from './problem.ts';

/** Up to this size, handing a body to another thread costs more than reading it. */
export const INLINE_BYTES = 65_536;

/** An honest body of the greatest size has fewer: a statement has two hundred bytes at least, and values cost more than bytes. */
const MOST_VALUES = 250_000;

/** Of a body, so much is read before others have their turn. */
const PORTION = 1_048_576;

/** All bodies in memory, of all requests. */
export interface BodyBudget {
  held: number;
  readonly places: BodyPlaces;
}

/** bodyLimitOf is what a caller may send; those who are not known may send less. */
export const bodyLimitOf = ({ limits }: ApiDeps, { principal, signers }: FastifyRequest['exchange']): number =>
  principal.by === 'stranger' && signers === null ? limits.strangerBodyBytes : limits.bodyBytes;

export const tooLarge = (limit: number): Problem =>
  new Problem('body_too_large', `the body has more than ${limit} bytes, which is the limit for this caller`);

/** readBytes collects a body, for whoever gives its place back; what goes beyond the limit or the budget ends it. */
export function readBytes(
  { limits }: ApiDeps,
  budget: BodyBudget,
  request: FastifyRequest,
  payload: Readable,
  limit: number,
): Promise<Buffer> {
  const { exchange } = request;
  const body = makeCollector(budget.places, Number(request.headers['content-length'] ?? 0));
  return new Promise((resolve, reject) => {
    const refuse = (problem: Problem): void => {
      payload.off('data', take).resume();
      body.drop();
      reject(problem);
    };
    const take = (chunk: Buffer): void => {
      exchange.buffered += chunk.length;
      budget.held += chunk.length;
      if (exchange.buffered > limit) refuse(tooLarge(limit));
      else if (budget.held > limits.bufferedBytes) refuse(overBudget());
      else {
        body.add(chunk);
        giveWay(chunk.length);
      }
    };
    // A socket that is full is read many times before anything else is done: others come between.
    let portion = 0;
    const giveWay = (size: number): void => {
      portion += size;
      if (portion < PORTION) return;
      portion = 0;
      payload.pause();
      setImmediate(() => payload.resume());
    };
    const leave = (): void => {
      if (payload.readableEnded) return;
      body.drop();
      reject(new Problem('bad_request', 'the connection ended within the body'));
    };
    payload.on('data', take);
    payload.once('end', () => resolve(body.whole()));
    payload.once('error', leave).once('close', leave);
    // It may have ended before anybody listened.
    if (payload.destroyed) leave();
  });
}

interface Collector {
  add(chunk: Buffer): void;
  whole(): Buffer;
  drop(): void;
}

/**
 * makeCollector gathers a body. A large one of an announced length is copied into its place as it comes: at once at the
 * end would hold up everybody else, and take the memory twice.
 */
function makeCollector(places: BodyPlaces, announced: number): Collector {
  let place = announced > INLINE_BYTES ? places.take(announced) : null;
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      if (place === null) chunks.push(chunk);
      else chunk.copy(place, size);
      size += chunk.length;
    },
    whole: () => (place === null ? Buffer.concat(chunks) : place.subarray(0, size)),
    drop() {
      if (place !== null) places.giveBack(place);
      place = null;
      chunks = [];
    },
  };
}

const overBudget = (): Problem =>
  new Problem('overloaded', 'too many large bodies at once', { headers: { 'retry-after': '2' } });

/** readJsonBody turns bytes into JSON; it throws the problem that says where they are none. */
export function readJsonBody(bytes: Buffer): Json {
  if (bytes.length === 0) throw new Problem('body_missing', 'the body is empty');
  if (bytes.length > INLINE_BYTES && hasTooManyValues(bytes)) {
    throw new Problem('body_too_large', `the body has more than ${MOST_VALUES} values`);
  }
  const read = readJson(bytes);
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
