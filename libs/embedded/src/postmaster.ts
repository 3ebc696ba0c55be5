/** What `postmaster.pid` says of the server of a database (PostgreSQL, "Server Programming", pidfile.h). */
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { failure } from './embedded-fault.ts';
import { isAlive, isTaken } from './is-alive.ts';

export interface Postmaster {
  readonly pid: number;
  /** Null while it has not said. */
  readonly port: number | null;
  /** Of the words starting, ready, stopping, standby; empty while it has not said. */
  readonly status: string;
}

const PROBE_MS = 1_000;
/** The first message of a client that asks for TLS (PostgreSQL, "Message Formats", SSLRequest). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** readPostmaster reads the file; null where there is none. */
function readPostmaster(cluster: string): Postmaster | null {
  let text: string;
  try {
    text = readFileSync(pidFile(cluster), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid < 1 || !(lines[3] === undefined || (Number.isInteger(port) && port < 65_536))) {
    throw failure(
      'unreadable',
      `${pidFile(cluster)}: does not say which process and port the database has`,
      'remove the file if no PostgreSQL runs in that folder, and start again',
    );
  }
  return { pid, port: port > 0 ? port : null, status: lines[7] ?? '' };
}

const pidFile = (cluster: string): string => join(cluster, 'postmaster.pid');

/** findServer tells of the server that runs on a database's folder; null where none does. */
export async function findServer(cluster: string): Promise<Postmaster | null> {
  const server = readPostmaster(cluster);
  if (server === null || !isAlive(server.pid)) return null;
  return (await isServerOf(server, cluster)) ? server : null;
}

/**
 * clearForeignPid removes a `postmaster.pid` whose process is another program today, or only waits to be reaped: after a
 * restart of the machine or container ids come again, and PostgreSQL refuses to start while the id is taken. Whether
 * memory of an old server is still in use it finds out by other means than this file (since version 12).
 */
export async function clearForeignPid(cluster: string): Promise<void> {
  const left = readPostmaster(cluster);
  if (left === null || !isTaken(left.pid) || commandOf(left.pid) === null) return;
  if (!(await isServerOf(left, cluster))) rmSync(pidFile(cluster), { force: true });
}

async function isServerOf({ pid, port }: Postmaster, cluster: string): Promise<boolean> {
  const command = commandOf(pid);
  if (command === null) return port !== null && (await answersAsPostgres(port));
  const folder = command[command.indexOf('-D') + 1];
  return basename(command[0] ?? '').startsWith('postgres') && folder !== undefined && realPath(folder) === cluster;
}

const realPath = (path: string): string | null => {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
};

/** A process's command line, where the system shows it (proc(5)): a postmaster keeps the one it was started with. */
function commandOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return null;
  }
}

function answersAsPostgres(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: PROBE_MS });
    const answer = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.on('connect', () => socket.write(SSL_REQUEST));
    socket.on('data', (data) => answer(data.length === 1 && (data[0] === 0x53 || data[0] === 0x4e)));
    socket.on('error', () => answer(false));
    socket.on('end', () => answer(false));
    socket.on('timeout', () => answer(false));
  });
}
