/** Asking a service: requests that say who asks, wait where they are told to, and turn problem documents into errors. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { signRequest } from '#http-signatures';
import type { Json } from '#statements';
import { CliError, EXIT } from './cli-error.ts';
import type { ServiceAddress } from './service-address.ts';
import { problemToError, unreachable } from './service-error.ts';
import { nowS } from './times.ts';

/** A good answer: 2xx, or 304 where an `etag` was sent. */
export interface ServiceAnswer {
  readonly status: number;
  readonly etag: string | null;
  /** Null where there is no body. */
  readonly body: Json;
  /** The body as it came. */
  readonly text: string;
}

export interface ServiceClient {
  readonly address: ServiceAddress;
  get(path: string, etag?: string | null): Promise<ServiceAnswer>;
  /** Sent again where the service says so, always under one idempotency key. */
  post(path: string, body: string): Promise<ServiceAnswer>;
}

/** How often a request is sent before we give up, and how long we wait between, at most. */
const MOST_TRIES = 6;
const MOST_LOST = 3;
const MOST_WAIT_MS = 60_000;
const FIRST_WAIT_MS = 500;

/** openService makes a client of the service at an address; nothing is sent yet. */
export const openService = (address: ServiceAddress): ServiceClient => ({
  address,
  get: (path, etag = null) => ask(address, 'GET', path, etag === null ? {} : { 'if-none-match': etag }),
  post: (path, body) =>
    ask(
      address,
      'POST',
      path,
      { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      Buffer.from(body),
    ),
});

type Fields = Readonly<Record<string, string>>;

async function ask(
  address: ServiceAddress,
  method: string,
  path: string,
  headers: Fields,
  body?: Buffer,
): Promise<ServiceAnswer> {
  for (let tries = 1; ; tries += 1) {
    let waitMs: number | null;
    try {
      const { response, text } = await send(address, method, path, headers, body);
      if (response.ok || response.status === 304) return toAnswer(address, response, text);
      waitMs = waitBefore(response, tries);
      if (waitMs === null || tries === MOST_TRIES) throw problemToError(address, response, text);
    } catch (error) {
      // Whatever came of it: a request that is sent again is done once, under its idempotency key.
      const isLost = error instanceof CliError && error.code === 'connection_lost' && tries < MOST_LOST;
      if (!isLost) throw error;
      waitMs = spreadOf(tries);
    }
    await sleep(waitMs);
  }
}

async function send(
  address: ServiceAddress,
  method: string,
  path: string,
  headers: Fields,
  body: Buffer | undefined,
): Promise<{ readonly response: Response; readonly text: string }> {
  const url = new URL(`${address.url}${path}`).href;
  const sent = { accept: 'application/json, application/problem+json', 'user-agent': 'assize', ...headers };
  try {
    const response = await fetch(url, {
      method,
      headers: { ...sent, ...sayWho(address, method, url, sent, body) },
      body: body === undefined ? null : Uint8Array.from(body),
      // A signature covers this address, and a token is for this service: neither follows to another.
      redirect: 'manual',
      signal: AbortSignal.timeout(address.timeoutMs),
    });
    return { response, text: await response.text() };
  } catch (error) {
    throw unreachable(address, error);
  }
}

/** A nonce is good for one request, so each that is sent is signed by itself. */
function sayWho(
  { credentials }: ServiceAddress,
  method: string,
  url: string,
  headers: Fields,
  body: Buffer | undefined,
): Fields {
  if (credentials === null) return {};
  if ('token' in credentials) return { authorization: `Bearer ${credentials.token}` };
  return signRequest({ method, url, headers, body }, credentials.key, { created: nowS(), nonce: randomUUID() });
}

/** How long the service asks us to wait; null where asking again would not help. */
function waitBefore({ status, headers }: Response, tries: number): number | null {
  const retryAfter = headers.get('retry-after');
  const isBusy = status === 429 || status === 503 || (status === 409 && retryAfter !== null);
  if (!isBusy) return null;
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const date = retryAfter === null ? Number.NaN : Date.parse(retryAfter);
  const asked = Number.isNaN(seconds) ? date - Date.now() : seconds * 1_000;
  const waitMs = Number.isNaN(asked) ? spreadOf(tries) : Math.max(asked, 0) + Math.min(spreadOf(tries), 1_000);
  return waitMs > MOST_WAIT_MS ? null : waitMs;
}

/** Clients that were all told the same should not all come back at once. */
const spreadOf = (tries: number): number => FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + Math.random() / 2);

function toAnswer(address: ServiceAddress, { status, headers }: Response, text: string): ServiceAnswer {
  const etag = headers.get('etag');
  if (text === '') return { status, etag, body: null, text };
  try {
    return { status, etag, body: JSON.parse(text) as Json, text };
  } catch {
    const type = headers.get('content-type') ?? 'no content type';
    throw new CliError('not_a_service', `${address.url} answers, but not as a tribunal does (${type})`, {
      hint: `is ${address.from} right?`,
      exitCode: EXIT.noService,
    });
  }
}
