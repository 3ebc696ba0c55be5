/** The service as a process of its own, on a private database in a temporary folder, with one bank and its token. */
import { strict as assert } from 'node:assert';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isEmbeddedFault, startEmbedded } from '#embedded';
import { isFault, readKey, type Json } from '#statements';
import { openStore, type Store } from '#store';
import { SCOPES } from '#tribunal';
import type { Signer } from './wallet.ts';

type Environment = Readonly<Record<string, string>>;

export interface Service {
  /** Another after each `resume`. */
  readonly url: string;
  /** Of the server's process; another after each `resume`. */
  readonly pid: number;
  readonly databaseUrl: string;
  readonly postmaster: number;
  readonly token: string;
  readonly store: Store;
  /** Ends the server's process; the database goes on. */
  halt(): Promise<void>;
  /** Starts the server again, and gives the milliseconds until it was ready. */
  resume(): Promise<number>;
  stop(): Promise<void>;
}

/** As `npx assize serve` starts it, without the command line in between. */
const MAIN = ['dist/apps/server/src/main.js'];

/**
 * startService starts the built server; `bank` issues and redeems, and the token acts for it. Everything is set as it
 * ships but for the rate limit, which would end a measurement after 6,000 requests.
 */
export async function startService(bank: Signer, environment: Environment = {}): Promise<Service> {
  const dataDir = makeFolder();
  const database = await startEmbedded({ dataDir });
  if (isEmbeddedFault(database)) throw new Error(database.why);
  const begin = async (): Promise<Started> =>
    spawnServer(MAIN, { DATA_DIR: dataDir, PORT: '0', RATE_LIMIT: '10000000', ...environment });
  let running = await begin().catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });
  const store = await openStore({ url: database.url, connections: 4 });
  const token = await letIn(store, bank);
  return {
    get url() {
      return running.url;
    },
    get pid() {
      return running.child.pid!;
    },
    databaseUrl: database.url,
    postmaster: Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
    token,
    store,
    halt: () => endProcess(running.child),
    resume: async () => {
      running = await begin();
      return running.startMs;
    },
    stop: async () => {
      await store.close();
      await endProcess(running.child);
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** makeFolder makes a data folder that the account of PostgreSQL can enter too, or the database would stand elsewhere. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'));
  chmodSync(folder, 0o755);
  return folder;
}

export interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  /** Milliseconds from the spawn of the process to its being ready. */
  readonly startMs: number;
}

/** spawnServer waits until the process says that it is ready; what it logs is read, and only errors are shown. */
export async function spawnServer(args: readonly string[], environment: Environment): Promise<Started> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  // Whatever ends us ends it, and it the database with it.
  const end = (): unknown => child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) {
    said.push(line);
    if (!line.includes('"step":"ready"')) continue;
    const startMs = performance.now() - started;
    const { url } = JSON.parse(line) as { url: string };
    child.stderr!.on('data', showErrors);
    return { child, url, startMs };
  }
  throw new Error(`the server did not start:\n${said.join('\n')}`);
}

const showErrors = (logged: Buffer): void => {
  if (/"level":[56]0/.test(logged.toString('latin1'))) process.stderr.write(logged);
};

/** endProcess asks a process to end, and waits until it has. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function letIn({ access }: Store, bank: Signer): Promise<string> {
  const key = readKey(bank.jwk as unknown as Json, 'key');
  assert(!isFault(key));
  const refused = await access.addBank('bench', key, 'bench');
  assert(refused === null, refused?.refused);
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  const expiresAt = new Date(Date.now() + 86_400_000);
  const entry = {
    id: randomUUID(),
    hash,
    kind: 'bank',
    bank: 'bench',
    name: 'bench',
    scopes: SCOPES,
    expiresAt,
  } as const;
  assert.equal(await access.createToken(entry, 'bench'), null);
  return token;
}
