import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { accountFor } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { findCluster } from './cluster.ts';
import { answering, failure, type EmbeddedFault } from './embedded-fault.ts';
import { findServer } from './postmaster.ts';
import { runProgram, type Account } from './run-program.ts';
import { underLock } from './start-lock.ts';

const STOP_S = 120;

/**
 * stopEmbedded stops the server of a data folder, whoever uses it, and tells whether one ran. Clients are cut off
 * (what they committed is kept).
 */
export function stopEmbedded(dataDir: string): Promise<boolean | EmbeddedFault> {
  return answering(async () => {
    const folder = resolve(dataDir);
    const cluster = existsSync(folder) ? findCluster(folder) : null;
    if (cluster === null) return false;
    const account = accountFor(cluster);
    const binaries = await findBinaries(account, folder, () => {});
    return underLock(
      folder,
      () => {},
      () => stopServer(cluster, binaries, account),
    );
  });
}

/** stopServer stops the server of a database's folder, under the folder's lock; false where none runs. */
export async function stopServer(cluster: string, { pgCtl }: Binaries, account: Account | null): Promise<boolean> {
  // pg_ctl would signal whatever process has the id today.
  if ((await findServer(cluster)) === null) return false;
  const { status, output, code } = await runProgram(
    pgCtl,
    ['stop', '-m', 'fast', '-w', '-t', String(STOP_S), '-D', cluster],
    { account },
  );
  if (status === 0 || (await findServer(cluster)) === null) return true;
  throw failure(
    'failed',
    `${cluster}: its server does not end (${(output.trim() || code) ?? 'no reason given'})`,
    `read ${cluster}/server.log`,
  );
}
