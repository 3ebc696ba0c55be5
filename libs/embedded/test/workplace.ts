/** Data folders for tests, and processes that start a database in them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import {
  isEmbeddedFault,
  startEmbedded,
  stopEmbedded,
  type EmbeddedDatabase,
  type EmbeddedFault,
} from '../src/index.ts';

const CHILD = fileURLToPath(new URL('start-child.mjs', import.meta.url));

/** openDataDir makes an empty data folder that others may enter, or only its owner. */
export function openDataDir(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'assize-embedded-'));
  chmodSync(folder, mode);
  return folder;
}

/** dropDataDir stops what runs in a data folder and removes it, with what it links to. */
export async function dropDataDir(folder: string): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await stopEmbedded(folder);
  try {
    rmSync(realpathSync(join(folder, 'pg')), { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(folder, { recursive: true, force: true });
}

/** start gives the database of a folder; a fault fails the test. */
export async function start(dataDir: string): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir });
  if (isEmbeddedFault(database)) throw new Error(`${database.why}; ${database.fix}`);
  return database;
}

/** query asks a server one thing as a client of its own. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is killed says so to its clients.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const children: ChildProcess[] = [];

interface Started {
  readonly child: ChildProcess;
  readonly said: (EmbeddedDatabase & { readonly pid: number }) | EmbeddedFault;
}

/** startApart starts a database by a process of its own (of the built program), and gives what that said. */
export async function startApart(
  dataDir: string,
  mode: 'hold' | 'stop',
  options: { readonly uid?: number; readonly gid?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Started> {
  const child = spawn(process.execPath, [CHILD, dataDir, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...options,
    env: { ...process.env, ...options.env },
  });
  children.push(child);
  const said = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', resolve);
    child.on('exit', (code) => reject(new Error(`the process ended with ${code} and said nothing`)));
  });
  if (mode === 'stop' && child.exitCode === null) await new Promise((resolve) => child.on('exit', resolve));
  return { child, said: JSON.parse(said) as Started['said'] };
}
