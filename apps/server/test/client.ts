/** Speaks HTTP to the stub: through fetch, and byte by byte where fetch would not send such a thing. */
import { connect } from 'node:net';
import { signRequest } from '#http-signatures';
import type { PrivateKey } from '#statements';
import type { ProblemDocument } from '../src/api/problem.ts';
import { KEYS } from './people.ts';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  readonly json: T;
}

type Fields = Readonly<Record<string, string>>;

/** ask sends a request; a body that is no string is written as JSON. */
export async function ask<T = Record<string, unknown>>(
  url: string,
  { method, body, headers = {} }: { method?: string; body?: unknown; headers?: Fields } = {},
): Promise<Answer<T>> {
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method: method ?? (text === null ? 'GET' : 'POST'),
    headers: { ...(text === null ? {} : { 'content-type': 'application/json' }), ...headers },
    body: text,
    redirect: 'manual',
  });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, text: answer, json: parse(answer) as T };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const bearer = (token: string): Fields => ({ authorization: `Bearer ${token}` });

let nonces = 0;

/** signatureFor gives the fields that sign a request as a bank would. */
export function signatureFor(
  url: string,
  {
    method = 'GET',
    body = '',
    key = KEYS.north as PrivateKey,
    created = Math.floor(Date.now() / 1_000),
    nonce = `n-${process.pid}-${(nonces += 1)}`,
  } = {},
): Fields {
  const bytes = body === '' ? undefined : Buffer.from(body);
  return signRequest({ method, url, headers: {}, body: bytes }, key, { created, nonce });
}

/** askRaw writes bytes to the port, and gives all that came back until the other side closed or `waitMs` went by. */
export function askRaw(
  port: number,
  chunks: readonly (string | Buffer | number)[],
  { waitMs = 5_000 }: { readonly waitMs?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    const late = setTimeout(() => socket.destroy(), waitMs);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(late);
      resolve(received);
    });
    const write = async (): Promise<void> => {
      for (const chunk of chunks) {
        if (typeof chunk === 'number') await new Promise((next) => setTimeout(next, chunk));
        else if (!socket.destroyed) socket.write(chunk);
      }
    };
    void write();
  });
}

/** readRaw takes a raw answer apart; each with its problem, where it is one. */
export function readRaw(received: string): {
  readonly status: number;
  readonly head: string;
  readonly problem: ProblemDocument | null;
} {
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const json = body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
  return {
    status: Number(head.split(' ')[1]),
    head: head.toLowerCase(),
    problem: parse(json) as ProblemDocument | null,
  };
}

/** A claim with the form of one; nobody looks at more of it here. */
export const claim = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  transcript: ['a.b.c', 'd.e.f', 7],
  bank: KEYS.north.id,
  receivedAt: '2026-11-22T09:30:00.120Z',
  ...more,
});

export const submission = (reference?: string): Record<string, unknown> => ({
  ...(reference === undefined ? {} : { reference }),
  claims: [claim(), claim()],
});
