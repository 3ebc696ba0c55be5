import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { canEnter } from './account.ts';
import { STATE_FOLDER, type Binaries } from './binaries.ts';
import { clusterOf, DATABASE, PASSWORD_FILE, ROLE } from './cluster.ts';
import { dropDraft, nameFolder, openDraft, syncFolder } from './drafts.ts';
import { explainOutput } from './explain-output.ts';
import { runProgram, type Account } from './run-program.ts';

const SETTINGS = ['max_connections=200', 'shared_buffers=128MB'];
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * createCluster makes the database of a data folder, whole or not at all. Where `account` cannot enter the data folder
 * (a checkout under /root), the files go to /var/lib/assize and `pg` is a link to them.
 */
export async function createCluster(dataDir: string, binaries: Binaries, account: Account | null): Promise<void> {
  const path = clusterOf(dataDir);
  const isReachable = account === null || (await canEnter(dataDir, account));
  if (!isReachable) mkdirSync(STATE_FOLDER, { recursive: true, mode: 0o755 });
  const home = isReachable ? path : join(STATE_FOLDER, `pg-data-${randomBytes(6).toString('hex')}`);
  const draft = await openDraft(home);
  try {
    own(draft, account);
    const cluster = join(draft, 'pg');
    await fill(cluster, join(draft, 'password'), binaries, account);
    // Where somebody was faster, theirs is as good.
    if (nameFolder(cluster, home) && !isReachable) link(home, path);
  } finally {
    // The password that initdb read is in it.
    await dropDraft(draft);
  }
}

async function fill(cluster: string, passwordFile: string, binaries: Binaries, account: Account | null): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  writeSecret(passwordFile, password, account);
  const access = ['-U', ROLE, '--pwfile', passwordFile, '--auth=scram-sha-256'];
  const settings = SETTINGS.flatMap((setting) => ['--set', setting]);
  const made = await runProgram(
    binaries.initdb,
    ['-D', cluster, ...access, ...LOCALE, ...settings, '--no-instructions'],
    { account },
  );
  if (made.status !== 0) throw explainOutput(cluster, `initdb: ${made.output}${made.code ?? ''}`);
  // A single-user server needs no port and no client.
  const named = await runProgram(binaries.postgres, ['--single', '-D', cluster, 'postgres'], {
    account,
    input: `CREATE DATABASE ${DATABASE}\n`,
  });
  if (named.status !== 0 || /\b(ERROR|FATAL|PANIC): /.test(named.output)) {
    throw explainOutput(cluster, `postgres --single: ${named.output}${named.code ?? ''}`);
  }
  writeSecret(join(cluster, PASSWORD_FILE), password, account);
  syncFolder(cluster);
}

function writeSecret(path: string, secret: string, account: Account | null): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  own(path, account);
}

const own = (path: string, account: Account | null): void => {
  if (account !== null) chownSync(path, account.uid, account.gid);
};

function link(home: string, path: string): void {
  try {
    if (existsSync(path)) rmdirSync(path);
    symlinkSync(home, path);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  syncFolder(dirname(path));
}
