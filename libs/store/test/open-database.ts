/** A database of its own for a test file, on a private server in a temporary folder; TEST_DATABASE_URL names another server. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isEmbeddedFault, startEmbedded } from '#embedded';
import pg from 'pg';
import { migrate, openStore, type Store } from '../src/index.ts';

export interface TestDatabase {
  /** As its owner. */
  readonly url: string;
  readonly store: Store;
  /** One query as its owner. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** openDatabase makes a database, migrated and empty. */
export async function openDatabase(name: string): Promise<TestDatabase> {
  const server = await findServer();
  const database = `${name}_${process.pid}`;
  await once(server.url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await once(server.url, `CREATE DATABASE ${database}`);
  const url = withDatabase(server.url, database);
  await migrate(url);
  const store = await openStore({ url, connections: 8 });
  return {
    url,
    store,
    query: (sql, values = []) => once(url, sql, values),
    stop: async () => {
      await store.close();
      await once(server.url, `DROP DATABASE ${database} WITH (FORCE)`);
      await server.stop();
    },
  };
}

async function findServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => {} };
  const dataDir = mkdtempSync(join(tmpdir(), 'assize-store-'));
  // The user that PostgreSQL runs as where we are root must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = await startEmbedded({ dataDir });
  if (isEmbeddedFault(server)) throw new Error(`${server.why}; ${server.fix}`);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function once(url: string, sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
