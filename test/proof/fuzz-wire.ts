/** HTTP by hand: any bytes can be sent, on a connection that is kept as long as the service keeps it. */
import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  /** By lower-case name; the last where a field came twice. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

interface AskOptions {
  /** Whether only the header fields of an answer come. */
  readonly isHead?: boolean;
  /** Whether nothing more is sent: the connection's sending half is closed. */
  readonly isLast?: boolean;
  readonly waitMs?: number;
}

export interface Wire {
  /**
   * Sends bytes and gives the answer to them; null where the service closed without one, or none came in time. Numbers
   * among the bytes are pauses in milliseconds.
   */
  ask(parts: readonly (string | Buffer | number)[], options?: AskOptions): Promise<WireAnswer | null>;
  close(): void;
}

const WAIT_MS = 15_000;

/** openWire keeps one connection; it opens another where that one was closed, or where its answer did not come. */
export function openWire(port: number): Wire {
  let socket: Socket | null = null;
  const drop = (): void => {
    socket?.destroy();
    socket = null;
  };
  const open = async (): Promise<Socket> => {
    if (socket !== null && !socket.destroyed && socket.writable && !socket.readableEnded) return socket;
    drop();
    socket = connect(port, '127.0.0.1').setNoDelay(true);
    // What goes wrong with it shows as an answer that does not come.
    socket.on('error', () => undefined);
    await oneOf(socket, ['connect', 'close']);
    return socket;
  };
  return {
    async ask(parts, { isHead = false, isLast = false, waitMs = WAIT_MS } = {}) {
      const to = await open();
      const answer = receive(to, isHead, waitMs);
      void send(to, parts).then(() => isLast && to.end());
      const received = await answer;
      if (received === null || received.headers.get('connection')?.toLowerCase() === 'close') drop();
      return received;
    },
    close: drop,
  };
}

async function send(socket: Socket, parts: readonly (string | Buffer | number)[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part));
    else if (!socket.write(part)) await oneOf(socket, ['drain', 'close']);
  }
}

/** oneOf waits for the first of some events. */
function oneOf(socket: Socket, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) socket.off(event, done);
      resolve();
    };
    for (const event of events) socket.on(event, done);
  });
}

function receive(socket: Socket, isHead: boolean, waitMs: number): Promise<WireAnswer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const finish = (answer: WireAnswer | null): void => {
      clearTimeout(late);
      socket.off('data', take).off('close', end).off('end', end);
      resolve(answer);
    };
    const late = setTimeout(() => finish(null), waitMs);
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      const answer = readAnswer(chunks.length === 1 ? chunk : Buffer.concat(chunks), isHead, false);
      if (answer !== null) finish(answer);
    };
    const end = (): void => finish(readAnswer(Buffer.concat(chunks), isHead, true));
    socket.on('data', take).on('close', end).on('end', end);
    if (socket.destroyed) end();
  });
}

/** readAnswer takes an answer apart (RFC 9112); null where it is not whole yet. */
function readAnswer(bytes: Buffer, isHead: boolean, isEnded: boolean): WireAnswer | null {
  const at = bytes.indexOf('\r\n\r\n');
  if (at < 0) return null;
  const [line = '', ...fields] = bytes.toString('latin1', 0, at).split('\r\n');
  const status = Number(line.split(' ')[1]);
  const rest = bytes.subarray(at + 4);
  if (status === 100) return readAnswer(rest, isHead, isEnded);
  const headers = new Map(
    fields.map((field): [string, string] => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  if (isHead || status === 204 || status === 304) return { status, headers, body: Buffer.alloc(0) };
  const length = headers.get('content-length');
  if (length !== undefined)
    return rest.length < Number(length) ? null : { status, headers, body: rest.subarray(0, Number(length)) };
  if (headers.get('transfer-encoding') === 'chunked') {
    const body = joinChunks(rest);
    return body === null ? null : { status, headers, body };
  }
  return isEnded ? { status, headers, body: rest } : null;
}

function joinChunks(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (bytes.length < line + 2 + size + 2) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

/** requestOf writes a request as it stands, without a look at whether it is one. */
export function requestOf(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body?: Buffer,
): Buffer {
  const fields = {
    host: '127.0.0.1',
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`), body ?? Buffer.alloc(0)]);
}
