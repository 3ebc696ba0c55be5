/** A service that answers what it is told to, and the command line run against it. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BIN } from './run-assize.ts';

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly fields: IncomingMessage['headersDistinct'];
  readonly body: Buffer;
}

/** What is answered: a document, a problem (`code`), or anything a test wants to do with the response. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | ((response: ServerResponse) => void);

export interface StubService {
  readonly url: string;
  /** Everything that was asked so far. */
  readonly asked: Asked[];
  /** What the next requests get, each once; the last one stays. Without any it is 404. */
  answer(...replies: readonly Reply[]): void;
  close(): Promise<void>;
}

export const problem = (
  status: number,
  code: string,
  detail: string,
  more: object = {},
  headers: Record<string, string> = {},
): Reply => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: { type: `/docs/problems#${code}`, title: 'A title', status, code, detail, requestId: 'r-1', ...more },
});

export async function openStub(): Promise<StubService> {
  const asked: Asked[] = [];
  let replies: Reply[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '', headers, headersDistinct: fields } = request;
      asked.push({ method, path, headers, fields, body: Buffer.concat(parts) });
      const reply = replies.length > 1 ? replies.shift()! : (replies[0] ?? problem(404, 'not_found', 'nothing here'));
      if (typeof reply === 'function') {
        reply(response);
        return;
      }
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer(...next) {
      replies = [...next];
      asked.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Run {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

/** assize runs the built command and lets this process go on meanwhile, so that its stub can answer. */
export function assize(
  folder: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Run> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env: { PATH, ...environment } });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ out, err, status }));
  });
}
