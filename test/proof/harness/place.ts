import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeToken } from '#config';
import { isEmbeddedFault, startEmbedded, stopEmbedded } from '#embedded';
import type { PrivateKey } from '#statements';
import { migrate, openStore } from '#store';
import { SCOPES } from '#tribunal';
import pg from 'pg';
import { keyOf } from '../../service/town.ts';
import { startServer, type Server, type ServerOptions } from './server.ts';

export interface Bank {
  readonly name: string;
  readonly key: PrivateKey;
  readonly token: string;
}

export interface PlaceOptions {
  /** A server of PostgreSQL on which a database of its own is made; default: the private one of the data folder. */
  readonly databaseUrl?: string;
  /** Settings of every server that is started here, such as REDIS_URL. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A data folder with a database, banks and tokens. */
export interface Place {
  readonly dataDir: string;
  readonly banks: { readonly north: Bank; readonly south: Bank };
  /** Tokens of staff with every scope. */
  readonly staff: { readonly operator: { readonly token: string }; readonly auditor: { readonly token: string } };
  /** As its owner; a private database that is not running is started. */
  readonly databaseUrl: () => Promise<string>;
  /** One statement as the database's owner. */
  readonly sql: <Row = Readonly<Record<string, unknown>>>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** The same on a connection of its own, which stays open (with its locks) until the answer is called. */
  readonly hold: (text: string) => Promise<() => Promise<void>>;
  /** The process id of the private PostgreSQL; null where none runs or the database is another's. */
  readonly postmaster: () => number | null;
  /** Starts a server and waits until it is ready. */
  start(options?: ServerOptions): Promise<Server>;
  /** Ends every server and the database, and removes what they wrote. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** openPlace makes the folder, the database and who may ask; no server runs yet. */
export async function openPlace({ databaseUrl, env = {} }: PlaceOptions = {}): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'assize-proof-'));
  // The user that PostgreSQL runs as where we are root must be able to enter; else the database stands elsewhere, and stays.
  chmodSync(dataDir, 0o755);
  const database = databaseUrl === undefined ? privateDatabase(dataDir) : await databaseOn(databaseUrl);
  const servers: Server[] = [];
  let pool: { readonly url: string; readonly pool: pg.Pool } | null = null;
  const connect = async (): Promise<pg.Pool> => {
    const url = await database.url();
    if (pool?.url !== url) {
      const opened = new pg.Pool({ connectionString: url, max: 4 });
      // A connection that breaks while idle is replaced at the next query.
      opened.on('error', () => undefined);
      await pool?.pool.end();
      pool = { url, pool: opened };
    }
    return pool.pool;
  };
  const close = async (): Promise<void> => {
    for (const server of servers) await server.kill();
    await pool?.pool.end();
    await database.remove();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const access = await admit(await database.url());
    return {
      dataDir,
      ...access,
      databaseUrl: database.url,
      sql: async <Row>(text: string, values: readonly unknown[] = []) =>
        (await (await connect()).query(text, [...values])).rows as Row[],
      hold: async (text) => {
        const client = new pg.Client({ connectionString: await database.url() });
        client.on('error', () => undefined);
        await client.connect();
        await client.query(text);
        return () => client.end();
      },
      postmaster: database.pid,
      start: async (options = {}) => {
        const given = databaseUrl === undefined ? {} : { DATABASE_URL: await database.url() };
        const server = await startServer(dataDir, { ...options, env: { ...given, ...env, ...options.env } });
        servers.push(server);
        await server.restart();
        return server;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Database {
  readonly url: () => Promise<string>;
  readonly pid: () => number | null;
  readonly remove: () => Promise<void>;
}

function privateDatabase(dataDir: string): Database {
  const pid = (): number | null => {
    try {
      const read = Number(readFileSync(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
      // One that was killed may wait to be reaped (proc(5), state Z), and has no command line then.
      return readFileSync(`/proc/${read}/cmdline`, 'utf8').includes('postgres') ? read : null;
    } catch {
      return null;
    }
  };
  let known: { readonly pid: number; readonly url: string } | null = null;
  return {
    pid,
    url: async () => {
      const present = pid();
      if (known !== null && known.pid === present) return known.url;
      const database = await startEmbedded({ dataDir });
      if (isEmbeddedFault(database)) throw new Error(`${database.why}; ${database.fix}`);
      known = { pid: pid()!, url: database.url };
      return known.url;
    },
    remove: async () => void (await stopEmbedded(dataDir)),
  };
}

let databases = 0;

async function databaseOn(server: string): Promise<Database> {
  databases += 1;
  const name = `proof_${process.pid}_${databases}`;
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: async () => url.href,
    pid: () => null,
    remove: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Two banks with a token each, and staff. */
async function admit(url: string): Promise<Pick<Place, 'banks' | 'staff'>> {
  await migrate(url);
  const store = await openStore({ url, connections: 2 });
  const expiresAt = new Date(Date.now() + DAY_MS);
  const issue = async (kind: 'bank' | 'operator' | 'auditor', bank: string | null): Promise<string> => {
    const { id, token, hash } = makeToken();
    const name = bank ?? kind;
    await store.access.createToken({ id, hash, kind, bank, name, scopes: SCOPES, expiresAt }, 'proof');
    return token;
  };
  const add = async (name: string): Promise<Bank> => {
    const key = keyOf(name);
    await store.access.addBank(name, key, 'proof');
    return { name, key, token: await issue('bank', name) };
  };
  try {
    return {
      banks: { north: await add('north'), south: await add('south') },
      staff: {
        operator: { token: await issue('operator', null) },
        auditor: { token: await issue('auditor', null) },
      },
    };
  } finally {
    await store.close();
  }
}
