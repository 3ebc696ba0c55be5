/** A client that speaks HTTP and nothing else, and holds every answer to the service's own OpenAPI document. */
import { randomUUID } from 'node:crypto';
import { signRequest } from '#http-signatures';
import type { PrivateKey } from '#statements';
import type { Conformance } from './conformance.ts';

/** Nobody, the bearer of a token, or the holder of a key, who signs. */
export type Caller = null | string | PrivateKey;

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  readonly json: T;
}

export interface Question {
  readonly method?: string;
  /** Sent as it is where it is text or bytes, else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Client {
  ask<T = Record<string, unknown>>(who: Caller, path: string, question?: Question): Promise<Answer<T>>;
}

/** makeClient asks `url()`; an answer that is not as the document says fails the test that got it. */
export const makeClient = (url: () => string, conformance: () => Conformance | null): Client => ({
  async ask<T>(who: Caller, path: string, { method, body, headers, signal }: Question = {}): Promise<Answer<T>> {
    const target = `${url()}${path}`;
    const bytes = bytesOf(body);
    const verb = method ?? (bytes === undefined ? 'GET' : 'POST');
    const response = await fetch(target, {
      method: verb,
      headers: {
        ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
        ...(typeof who === 'string' ? { authorization: `Bearer ${who}` } : {}),
        ...(who !== null && typeof who === 'object' ? signed(who, verb, target, bytes) : {}),
        ...headers,
      },
      body: bytes ?? null,
      redirect: 'manual',
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, text, json: read(text) as T };
    const differences = conformance()?.differences({ ...answer, method: verb, path: path.split('?')[0]! }) ?? [];
    if (differences.length > 0) throw new Error(`${verb} ${path} ${response.status}: ${differences.join('; ')}`);
    return answer;
  },
});

const bytesOf = (body: unknown): Buffer | undefined =>
  body === undefined
    ? undefined
    : Buffer.isBuffer(body)
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** signed gives the fields with which a key's holder signs a request; members of `more` replace what is honest. */
export function signed(
  key: PrivateKey,
  method: string,
  url: string,
  body: Buffer | undefined,
  more: { readonly created?: number; readonly nonce?: string } = {},
): Record<string, string> {
  const params = { created: Math.floor(Date.now() / 1_000), nonce: randomUUID(), ...more };
  return signRequest({ method, url, headers: {}, body }, key, params);
}
