import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { accountFor, canEnter } from './account.ts';
import type { Account } from './run-program.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { addressOf, checkVersion, clusterOf, findCluster, readPassword } from './cluster.ts';
import { createCluster } from './create-cluster.ts';
import { answering, failure, type EmbeddedFault } from './embedded-fault.ts';
import { clearForeignPid, findServer } from './postmaster.ts';
import { underLock } from './start-lock.ts';
import { startServer, untilReady } from './start-server.ts';
import { stopServer } from './stop-embedded.ts';
import { enterUse, leaveUse } from './users-of-server.ts';

export interface StartOptions {
  /** The service's data folder; the database is `pg` in it. Made where it is missing. */
  readonly dataDir: string;
  /** Told in a few words what takes time. */
  readonly onStep?: (step: string) => void;
}

/** A server that takes clients. */
export interface EmbeddedDatabase {
  /** With the password: keep it out of logs. */
  readonly url: string;
  readonly port: number;
  /** Of the programs, such as `18.4`. */
  readonly version: string;
  /** Whether this start made the database, started its server, or found one running. */
  readonly how: 'created' | 'started' | 'adopted';
  /**
   * Starts the server again where it ended without us (a crash, somebody's `pg_ctl stop`), and tells whether it had; a
   * fault where it cannot, or came back at another address. Not after `stop`.
   */
  readonly revive: () => Promise<boolean | EmbeddedFault>;
  /** Leaves the server, and stops it where no other living process uses it. A second call does nothing. */
  readonly stop: () => Promise<void>;
}

/** startEmbedded gives the database of a data folder, made and started if need be. */
export function startEmbedded({ dataDir, onStep = () => {} }: StartOptions): Promise<EmbeddedDatabase | EmbeddedFault> {
  return answering(() => {
    const folder = openFolder(dataDir);
    const onWait = (): void => onStep('waiting for another process that starts the database');
    return underLock(folder, onWait, () => bringUp(folder, onStep));
  });
}

async function bringUp(dataDir: string, onStep: (step: string) => void): Promise<EmbeddedDatabase> {
  const account = accountFor(clusterOf(dataDir));
  const binaries = await findBinaries(account, dataDir, onStep);
  const found = findCluster(dataDir);
  if (found === null) {
    onStep('making the database');
    await createCluster(dataDir, binaries, account);
  }
  const cluster = found ?? findCluster(dataDir)!;
  checkVersion(cluster, binaries.version);
  await checkReach(cluster, account);
  const password = readPassword(cluster);

  const server = await takeServer(cluster, binaries, account, onStep);
  let use = enterUse(cluster, account, server.how === 'started');
  const url = addressOf(server.port, password);
  const revive = async (): Promise<boolean> => {
    if ((await findServer(cluster)) !== null && existsSync(use)) return false;
    return underLock(
      dataDir,
      () => {},
      async () => {
        const again = await takeServer(cluster, binaries, account, onStep);
        use = enterUse(cluster, account, again.how === 'started');
        if (again.port === server.port) return again.how === 'started';
        throw failure(
          'failed',
          `${cluster}: its server ended, and came back on port ${again.port} since ${server.port} was taken`,
          'start this process again',
        );
      },
    );
  };
  const stop = stopOnce(() =>
    underLock(
      dataDir,
      () => {},
      () => leave(cluster, use, binaries, account),
    ),
  );
  const how = found === null ? 'created' : server.how;
  return { url, port: server.port, version: binaries.version, how, revive: () => answering(revive), stop };
}

/** Adopts the server of a database, or starts it. */
async function takeServer(
  cluster: string,
  binaries: Binaries,
  account: Account | null,
  onStep: (step: string) => void,
): Promise<{ readonly port: number; readonly how: 'started' | 'adopted' }> {
  const running = await untilReady(cluster, onStep);
  if (running !== null) return { port: running.port, how: 'adopted' };
  onStep('starting the database');
  await clearForeignPid(cluster);
  const { port } = await startServer(cluster, binaries, account, onStep);
  return { port, how: 'started' };
}

async function leave(cluster: string, use: string, binaries: Binaries, account: Account | null): Promise<void> {
  if (existsSync(cluster) && !leaveUse(cluster, use)) await stopServer(cluster, binaries, account);
}

function stopOnce(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  return () => (stopped ??= stop());
}

function openFolder(dataDir: string): string {
  const folder = resolve(dataDir);
  // pg_ctl hands these paths to a shell between double quotes.
  if (/["`$\\\n]/.test(folder) && process.platform !== 'win32') {
    throw failure(
      'failed',
      `${folder}: PostgreSQL takes no folder with a quote, $, \` or \\ in its name`,
      'choose another with DATA_DIR',
    );
  }
  const first = mkdirSync(folder, { recursive: true });
  // Whatever the umask: whom PostgreSQL runs as must get through what we made. What is secret in it has its own mode.
  for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made))
    chmodSync(made, 0o755);
  return folder;
}

async function checkReach(cluster: string, account: Account | null): Promise<void> {
  if (account === null || (await canEnter(cluster, account))) return;
  throw failure(
    'no_permission',
    `${cluster}: the account that PostgreSQL runs as (uid ${account.uid}) cannot enter it`,
    `chown -R ${account.uid}:${account.gid} ${cluster}, and let others enter the folders above it (chmod o+x)`,
  );
}
