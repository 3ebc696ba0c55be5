import { closeSync, openSync, readFileSync, readSync, renameSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { failure } from './embedded-fault.ts';
import { explainOutput } from './explain-output.ts';
import { findServer, type Postmaster } from './postmaster.ts';
import { runProgram, type Account } from './run-program.ts';

const POLL_MS = 50;
const START_S = 30;
/** A server replays what it had not written back before it was killed; that can take a while. */
const RECOVERY_MS = 10 * 60_000;
const TELL_AFTER_MS = 3_000;
const TRIES = 50;
const RETRY_MS = 200;
const MOST_LOG = 8 * 1024 * 1024;
/** Gone by itself in a moment: the port was taken since we looked, or processes of a killed server are ending. */
const PASSING =
  /could not bind|could not create any TCP|address already in use|pre-existing shared memory|is still in use/i;

/**
 * startServer starts a server on a folder that has none, on a port of loopback, and waits until it is ready: on the port
 * of its last start where that is free, so that clients of before find it again.
 */
export async function startServer(
  cluster: string,
  { pgCtl }: Binaries,
  account: Account | null,
  onStep: (step: string) => void,
): Promise<Postmaster & { readonly port: number }> {
  const log = join(cluster, 'server.log');
  rotate(log);
  const last = readLastPort(cluster);
  for (let tries = 1; ; tries += 1) {
    const before = sizeOf(log);
    const port = (last === null ? null : await findFreePort(last)) ?? (await findFreePort())!;
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC`;
    const { output, code } = await runProgram(
      pgCtl,
      ['start', '-w', '-t', String(START_S), '-D', cluster, '-l', log, '-o', options],
      { account },
    );
    const ready = await untilReady(cluster, onStep);
    if (ready !== null) return ready;
    const said = readFrom(log, before);
    if (tries === TRIES || !PASSING.test(said))
      throw explainOutput(cluster, said === '' ? `${output}${code ?? ''}` : said);
    await sleep(RETRY_MS);
  }
}

/** untilReady waits until the server that runs on a folder takes clients; null where it ends, or none runs. */
export async function untilReady(
  cluster: string,
  onStep: (step: string) => void,
): Promise<(Postmaster & { readonly port: number }) | null> {
  const startedMs = performance.now();
  for (let isTold = false; ;) {
    const server = await findServer(cluster);
    if (server === null) return null;
    const { pid, port, status } = server;
    if (status === 'ready' && port !== null) return { pid, port, status };
    const passedMs = performance.now() - startedMs;
    if (passedMs > RECOVERY_MS) {
      throw failure(
        'busy',
        `${cluster}: its server (process ${pid}) has been ${status || 'starting'} for ten minutes`,
        `read ${cluster}/server.log`,
      );
    }
    if (!isTold && passedMs > TELL_AFTER_MS) {
      onStep(
        status === 'stopping'
          ? 'waiting for the server to end'
          : 'waiting for the server to recover what it wrote last',
      );
      isTold = true;
    }
    await sleep(POLL_MS);
  }
}

/** What PostgreSQL notes of its last command line ("Server Programming", postmaster.opts); null where it never started. */
function readLastPort(cluster: string): number | null {
  try {
    const [, port] = /"-p" "(\d+)"/.exec(readFileSync(join(cluster, 'postmaster.opts'), 'utf8')) ?? [];
    return port === undefined ? null : Number(port);
  } catch {
    return null;
  }
}

/** Any free port, or `wanted` where it is free; null where that one is taken. */
async function findFreePort(wanted = 0): Promise<number | null> {
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => (wanted === 0 ? reject(error) : resolve(false)));
    server.listen(wanted, '127.0.0.1', () => resolve(true));
  });
  if (!isFree) return null;
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The log of the last run is kept, so that a crash can be read of, and no more than that. */
function rotate(log: string): void {
  if (sizeOf(log) > MOST_LOG) renameSync(log, `${log}.1`);
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function readFrom(path: string, start: number): string {
  const length = Math.min(sizeOf(path) - start, 64 * 1024);
  if (length <= 0) return '';
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, length, start);
  } finally {
    closeSync(file);
  }
  return bytes.toString('utf8');
}
