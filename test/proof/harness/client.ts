import { randomUUID } from 'node:crypto';
import { Agent, request as ask } from 'node:http';
import { signRequest } from '#http-signatures';
import type { PrivateKey } from '#statements';

/** By a token, by signing each request (RFC 9421), or as nobody. A bank has both; its token is taken. */
export type Credentials = { readonly token: string } | { readonly key: PrivateKey } | null;

export interface Answer {
  /** 0 where none came: what was asked may have been done or not. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The JSON object in it (a list stands under ''); empty where it is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

export interface Client {
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

const TIMEOUT_MS = 20_000;

/** makeClient sends requests to one service; a body is JSON, or the bytes or text that it is. It retries nothing. */
export function makeClient(url: string, credentials: Credentials): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send: Client['send'] = (method, path, body, headers = {}) => {
    const bytes = body === undefined ? undefined : toBytes(body);
    const target = `${url}${path}`;
    const fields: Record<string, string> = {
      ...(bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(bytes.length) }),
      ...headers,
    };
    if (credentials !== null && 'token' in credentials) fields['authorization'] ??= `Bearer ${credentials.token}`;
    else if (credentials !== null) {
      const message = { method, url: target, headers: fields, ...(bytes === undefined ? {} : { body: bytes }) };
      const created = Math.floor(Date.now() / 1_000);
      Object.assign(fields, signRequest(message, credentials.key, { created, nonce: randomUUID() }));
    }
    return exchange(target, method, fields, bytes, agent);
  };
  return {
    send,
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
  };
}

function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function exchange(
  target: string,
  method: string,
  headers: Record<string, string>,
  body: Uint8Array | undefined,
  agent: Agent,
): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve) => {
    const none = (why: string): void =>
      resolve({ status: 0, headers: {}, text: why, body: {}, ms: performance.now() - started });
    const sent = ask(target, { method, headers, agent, timeout: TIMEOUT_MS }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', (error) => none(error.message));
      answer.on('close', () => none('the answer was cut off'));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const ms = performance.now() - started;
        resolve({ status: answer.statusCode!, headers: answer.headers, text, body: parse(text), ms });
      });
    });
    sent.on('error', (error: NodeJS.ErrnoException) => none(error.code ?? error.message));
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    sent.end(body);
  });
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : { '': value };
  } catch {
    return {};
  }
}
