/** Databases of one private server, and a small schema that has whatever a backup could stumble over. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isEmbeddedFault, startEmbedded } from '#embedded';

/** A server, and a folder for files. */
export interface TestServer {
  readonly folder: string;
  /** Makes an empty database and gives its URL. */
  readonly database: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export async function openServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'assize-backup-'));
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: folder });
  if (isEmbeddedFault(server)) throw new Error(`${server.why}; ${server.fix}`);
  let made = 0;
  return {
    folder,
    async database() {
      made += 1;
      await query(server.url, `CREATE DATABASE town_${made}`);
      return server.url.replace(/assize$/, `town_${made}`);
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** query asks a database one thing, or several without parameters. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'town' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** By name the child comes before the parent; two tables refer to each other; one refers to itself. */
const FIRST = `
  CREATE TABLE assize.zones (
    zone uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    raw bytea NOT NULL,
    body jsonb NOT NULL,
    words text[] NOT NULL,
    weight double precision NOT NULL,
    share numeric NOT NULL,
    label text,
    long_label text GENERATED ALWAYS AS (coalesce(label, '') || '!') STORED);
  CREATE TABLE assize.acts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    zone uuid NOT NULL REFERENCES assize.zones,
    follows bigint REFERENCES assize.acts,
    what text NOT NULL);
  CREATE TABLE assize.hens (hen integer PRIMARY KEY, egg integer NOT NULL);
  CREATE TABLE assize.eggs (egg integer PRIMARY KEY, hen integer NOT NULL CONSTRAINT laid REFERENCES assize.hens);
  ALTER TABLE assize.hens ADD CONSTRAINT hatched FOREIGN KEY (egg) REFERENCES assize.eggs DEFERRABLE;
  CREATE TABLE assize."Odd ""name""" (a text, "B c" integer);
  CREATE TABLE assize.parted (k integer NOT NULL, v text) PARTITION BY RANGE (k);
  CREATE TABLE assize.parted_low PARTITION OF assize.parted FOR VALUES FROM (0) TO (10);
  CREATE TABLE assize.parted_high PARTITION OF assize.parted FOR VALUES FROM (10) TO (20);
  CREATE TABLE assize.empty_one (a integer PRIMARY KEY);
  CREATE SEQUENCE assize.tickets START 1000;
  CREATE FUNCTION assize.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is refused', TG_OP USING ERRCODE = 'restrict_violation'; END $$;
  CREATE TRIGGER zones_stay BEFORE UPDATE OR DELETE ON assize.zones FOR EACH ROW EXECUTE FUNCTION assize.refuse();
  CREATE TRIGGER zones_whole BEFORE TRUNCATE ON assize.zones FOR EACH STATEMENT EXECUTE FUNCTION assize.refuse();
  GRANT SELECT ON assize.zones TO pg_monitor`;
const SECOND = `ALTER TABLE assize.zones ADD COLUMN mark integer NOT NULL DEFAULT 7`;

const MIGRATIONS = [
  { name: 'First1', text: FIRST },
  { name: 'Second2', text: SECOND },
];

/** release makes the migrating function of a release that knows the first `count` migrations. */
export const release =
  (count: number) =>
  async (url: string, only: readonly string[] | null = null): Promise<void> => {
    const migrations = MIGRATIONS.slice(0, count).filter(({ name }) => only === null || only.includes(name));
    await query(
      url,
      `CREATE SCHEMA IF NOT EXISTS assize;
       CREATE TABLE IF NOT EXISTS assize.migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name text NOT NULL)`,
    );
    const ran = new Set((await query(url, 'SELECT name FROM assize.migrations')).map(({ name }) => name));
    for (const { name, text } of migrations.filter((migration) => !ran.has(migration.name))) {
      await query(url, `${text}; INSERT INTO assize.migrations (timestamp, name) VALUES (1, '${name}')`);
    }
  };

/** Rows with what text can hold: newlines, tabs, backslashes, the sign of NULL, quotes, another script. */
const ROWS = String.raw`
  INSERT INTO assize.zones (zone, at, raw, body, words, weight, share, label) VALUES
    ('00000000-0000-4000-8000-000000000001', '2026-11-22 09:30:00.123456+01', '\x00ff0a5c09', '{"a": [1, null, "\\u00e9\\n"]}',
      ARRAY['a,b', '"', E'\n', NULL], 'NaN', 12345678901234567890.000000001, E'line\none\ttab\\N \\. é 猫'),
    ('00000000-0000-4000-8000-000000000002', '-infinity', '\x', '[]', '{}', 0.1::float8 + 0.2::float8, 'NaN', NULL),
    ('00000000-0000-4000-8000-000000000003', '0044-03-15 12:00:00 BC', '\x5c2e0a', '"\\."', '{{1,2},{3,4}}', '-Infinity', -0.10, '\N');
  INSERT INTO assize.acts (zone, follows, what)
    SELECT ('00000000-0000-4000-8000-00000000000' || 1 + n % 3)::uuid, nullif(n - 1, 0), 'act ' || n || repeat('x', n % 50)
    FROM generate_series(1, 500) AS n;
  BEGIN; SET CONSTRAINTS ALL DEFERRED;
  INSERT INTO assize.hens VALUES (1, 2), (3, 4); INSERT INTO assize.eggs VALUES (4, 1), (2, 3); COMMIT;
  INSERT INTO assize."Odd ""name""" VALUES ('', 1), (NULL, NULL), ('', 1);
  INSERT INTO assize.parted SELECT n, 'v' || n FROM generate_series(0, 19) AS n;
  SELECT nextval('assize.tickets'), nextval('assize.tickets')`;

/** How many rows a founded town has, by table. */
export const TOWN = {
  zones: 3,
  acts: 500,
  eggs: 2,
  hens: 2,
  'Odd "name"': 3,
  parted: 20,
  empty_one: 0,
} as const;

/** found makes the tables of a release in a database, with rows in them. */
export async function found(url: string, count = 1): Promise<void> {
  await release(count)(url);
  await query(url, ROWS);
}

/** The names of the schemas that are the service's or its restores'. */
export async function schemas(url: string): Promise<unknown[]> {
  const rows = await query(url, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'assize%' ORDER BY 1`);
  return rows.map(({ nspname }) => nspname);
}
