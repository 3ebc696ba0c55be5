import { open, type FileHandle } from 'node:fs/promises';
import type { Client } from 'pg';
import type { TableProgress } from './back-up.ts';
import { answering, failure, type BackupFault } from './backup-fault.ts';
import { nameIn, readCatalogue, SCHEMA, type Catalogue } from './catalogue.ts';
import { dropFresh, findRows, lookAtOld, makeFresh, swap, undoInterrupted } from './fresh-schema.ts';
import { loadTables } from './load-tables.ts';
import { ownLock } from './maintenance-lock.ts';
import type { BackupHead, Manifest } from './manifest.ts';
import { openSession } from './session.ts';
import { verifyArchive } from './verify-archive.ts';

export interface RestoreOptions {
  readonly url: string;
  readonly file: string;
  /** Names the schema that keeps what was there before. */
  readonly at: Date;
  /** Put it in the place of tables that have rows; these are kept under another schema. */
  readonly replace?: boolean;
  /**
   * Runs migrations on the database: those of `only`, whose tables the backup was made from, or all (null). Where it
   * cannot run some only, a backup of an earlier release is refused.
   */
  readonly prepare: (url: string, only: readonly string[] | null) => Promise<unknown>;
  readonly onTable?: (progress: TableProgress) => void;
  /** Told in a few words what takes time. */
  readonly onStep?: (step: string) => void;
}

export interface RestoreReport extends BackupHead {
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  /** The schema that keeps the tables that were there before; null where there were none with rows. */
  readonly kept: string | null;
}

/** restore puts a backup into a database, as a whole or not at all. Nobody may be working in the database. */
export function restore(options: RestoreOptions): Promise<RestoreReport | BackupFault> {
  return answering(async () => {
    const file = await open(options.file, 'r');
    try {
      options.onStep?.('checking the file');
      const backup = await verifyArchive(file, options.file);
      const { client, close } = await openSession(options.url, 'assize restore');
      try {
        const kept = await putIn(client, backup, file, options);
        const tables = backup.tables.map(({ table, rows }) => ({ table, rows }));
        const { service, takenAt, postgres, migrations } = backup;
        return { service, takenAt, postgres, migrations, tables, kept };
      } finally {
        await close();
      }
    } finally {
      await file.close();
    }
  });
}

async function putIn(
  client: Client,
  backup: BackupHead & Manifest,
  file: FileHandle,
  { url, file: path, at, replace = false, prepare, onTable = () => {}, onStep = () => {} }: RestoreOptions,
): Promise<string | null> {
  await ownLock(client);
  await refuseCompany(client);
  await undoInterrupted(client);
  const old = await lookAtOld(client);
  if (old === 'filled' && !replace) {
    throw failure(
      'not_empty',
      'the database has rows of assize, and a restore would take their place',
      'name another database, or say --replace to have them kept under another name',
    );
  }
  const stamp = at.toISOString().replaceAll(/[-:.]/g, '').toLowerCase();
  onStep('making empty tables');
  const fresh = await makeFresh(client, old, stamp, async () => {
    await prepare(url, backup.migrations);
  });
  let kept: string | null;
  try {
    const catalogue = (await readCatalogue(client, fresh))!;
    compareMigrations(backup, catalogue);
    compareTables(backup, catalogue);
    kept = await inOneTransaction(client, async () => {
      const swapped = await swap(client, fresh, old, stamp);
      await takeTables(client, catalogue);
      await loadTables(client, backup, catalogue, { file, path, onTable });
      return swapped;
    });
  } catch (error) {
    await dropFresh(client, fresh).catch(() => {});
    throw error;
  }
  // What the release that made the backup did not have yet.
  await prepare(url, null);
  await client.query(`ANALYZE ${backup.tables.map(({ table }) => nameIn(SCHEMA, table)).join(', ')}`);
  return kept;
}

/** Others would write into tables that are about to be put away. */
async function refuseCompany(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; count: string }>(
    `SELECT coalesce(nullif(application_name, ''), 'without a name') AS name, count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
       AND (usename = session_user OR application_name LIKE 'assize%')
     GROUP BY 1 ORDER BY 1`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name, count }) => (count === '1' ? name : `${name} (${count})`)).join(', ');
  throw failure(
    'in_use',
    `others are connected to the database: ${names}`,
    'stop the service, and whatever else uses it',
  );
}

function compareMigrations({ service, migrations }: BackupHead, catalogue: Catalogue): void {
  const known = new Set(catalogue.migrations);
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw failure(
      'newer_backup',
      `the backup was made by assize ${service}, whose tables have migrations that this one does not know: ${unknown.join(', ')}`,
      `restore it with assize ${service} or newer`,
    );
  }
  if (catalogue.migrations.length === migrations.length) return;
  throw failure(
    'older_backup',
    `the backup was made by assize ${service}, and this one cannot make empty tables as that had them`,
    `restore it with assize ${service}, then start this one, which brings the tables up to date`,
  );
}

function compareTables({ tables, sequences }: Manifest, catalogue: Catalogue): void {
  const shapeOf = ({ table, columns }: { table: string; columns: readonly string[] }): string =>
    `${table} (${columns.join(', ')})`;
  const wanted = [...tables.map(shapeOf), ...sequences.map(({ sequence }) => sequence)];
  const found = [...catalogue.tables.map(shapeOf), ...catalogue.sequences];
  const odd = [
    ...wanted.filter((shape) => !found.includes(shape)),
    ...found.filter((shape) => !wanted.includes(shape)),
  ];
  if (odd.length === 0) return;
  throw failure(
    'other_tables',
    `the tables of this release differ from the backup's, though the migrations have the same names: ${odd.join('; ')}`,
    'restore it with the release that made it',
  );
}

/** Whoever comes now waits until the rows are in. */
async function takeTables(client: Client, catalogue: Catalogue): Promise<void> {
  const names = catalogue.tables.map(({ table }) => nameIn(SCHEMA, table));
  await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS EXCLUSIVE MODE`);
  const table = await findRows(client, catalogue);
  if (table !== null) throw failure('in_use', `somebody else put rows into ${table} meanwhile`, 'stop the service');
}

async function inOneTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
