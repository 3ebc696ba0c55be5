/** Logins that own their database and are no superuser, on a server that never saw the service. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isEmbeddedFault, startEmbedded, type EmbeddedDatabase } from '#embedded';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrate, openStore } from '../src/index.ts';
import { poolOptions } from '../src/pool-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'assize-roles-'));
let server: EmbeddedDatabase;
beforeAll(async () => {
  // The user that PostgreSQL runs as where we are root must be able to enter.
  chmodSync(folder, 0o755);
  const started = await startEmbedded({ dataDir: folder });
  if (isEmbeddedFault(started)) throw new Error(started.why);
  server = started;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Makes a login with these rights and a database of its own. */
async function own(name: string, rights: string): Promise<string> {
  await ask(server.url, `CREATE ROLE ${name} LOGIN ${rights} PASSWORD 'x'`, `CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(server.url);
  Object.assign(url, { username: name, password: 'x', pathname: `/${name}` });
  return url.href;
}

const worksAlone = async (url: string): Promise<boolean> => {
  const store = await openStore({ url, connections: 1 });
  try {
    expect(await store.access.listBanks()).toEqual([]);
    return store.isLeastPrivileged;
  } finally {
    await store.close();
  }
};

describe('an owner of the database', () => {
  it('that may make no roles goes on without one, and the triggers hold', async () => {
    const url = await own('plain', '');
    expect((await migrate(url)).ran).toHaveLength(1);
    expect(await worksAlone(url)).toBe(false);
    await expect(ask(url, 'TRUNCATE assize.facts')).rejects.toThrow('never changed');
    // Once an administrator made the role, the next start gives it its rights and takes it.
    await ask(server.url, 'CREATE ROLE assize_service NOLOGIN', 'GRANT assize_service TO plain');
    await migrate(url);
    expect(await worksAlone(url)).toBe(true);
    await ask(url, 'DROP OWNED BY assize_service').catch(() => undefined);
    await ask(server.url.replace(/\/\w+$/, '/plain'), 'DROP OWNED BY assize_service');
    await ask(server.url, 'DROP ROLE assize_service');
  });

  it('that makes the role may take it', async () => {
    const url = await own('maker', 'CREATEROLE');
    await migrate(url);
    expect(await worksAlone(url)).toBe(true);
  });
});

describe('a connection', () => {
  it('that breaks as it is handed over ends no process', async () => {
    const source = new DataSource({ type: 'postgres', url: server.url, extra: { ...poolOptions, max: 1 } });
    await source.initialize();
    const pool = (source.driver as unknown as { master: pg.Pool }).master;
    const client = await pool.connect();
    // Here nobody else listens: the pool does so while it is idle, TypeORM once it has it.
    client.emit('error', new Error('terminating connection due to administrator command'));
    client.release(true);
    await source.destroy();
  });
});
