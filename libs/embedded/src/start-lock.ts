/** One process at a time on a data folder, by a lock that the system takes back from whoever dies. */
import { closeSync, openSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from './embedded-fault.ts';

const POLL_MS = 50;
const PATIENCE_MS = 3 * 60_000;
/** O_RDWR, O_NONBLOCK, O_CREAT and O_EXLOCK of macOS (open(2)); node names no O_EXLOCK. */
const LOCKED_OPEN = 0x2 | 0x4 | 0x200 | 0x20;

/** underLock does work that no other process does on this folder at the same time; three minutes are its patience. */
export async function underLock<T>(dataDir: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const release = await acquire(dataDir, onWait);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(dataDir: string, onWait: () => void): Promise<() => Promise<void>> {
  const { dev, ino } = statSync(dataDir, { bigint: true });
  const name = `assize-embedded-${dev}-${ino}`;
  const until = performance.now() + PATIENCE_MS;
  for (let isTold = false; performance.now() < until;) {
    const release = await tryAcquire(dataDir, name);
    if (release !== null) return release;
    if (!isTold) onWait();
    isTold = true;
    await sleep(POLL_MS);
  }
  throw failure(
    'busy',
    `${dataDir}: another process has been starting its database for three minutes`,
    'end that process',
  );
}

/** A name in the kernel where there are such names, else a lock on a file; both end with the process. */
async function tryAcquire(dataDir: string, name: string): Promise<(() => Promise<void>) | null> {
  if (process.platform === 'darwin') return tryLockFile(join(dataDir, 'pg.lock'));
  const server = createServer((socket) => socket.destroy());
  const isHeld = await tryListen(server, process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`);
  return isHeld ? () => new Promise((resolve) => server.close(() => resolve())) : null;
}

function tryListen(server: Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    );
    server.listen(name, () => resolve(true));
  });
}

function tryLockFile(path: string): (() => Promise<void>) | null {
  try {
    const file = openSync(path, LOCKED_OPEN, 0o600);
    return async () => closeSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN' || code === 'EWOULDBLOCK') return null;
    throw error;
  }
}
