import { DataSource } from 'typeorm';
import { GRANT_RIGHTS, TheDocket1790000000001 } from './migrations/1790000000001-the-docket.ts';
import { poolOptions } from './pool-options.ts';
import { ROWS } from './rows/index.ts';

/** Every migration, in order; a class is added and none is ever changed. */
const MIGRATIONS = [TheDocket1790000000001];

/** One advisory lock, so that of several processes that start at once one migrates and the others wait. */
const MIGRATION_LOCK = 0x6d69_6772;

export interface MigrationReport {
  /** The names of the migrations that ran just now. */
  readonly ran: readonly string[];
}

/** The database was written by a newer release: its migrations that this one does not know. */
export class NewerDatabaseError extends Error {
  constructor(readonly unknown: readonly string[]) {
    super(`the database has migrations that this release does not know: ${unknown.join(', ')}`);
  }
}

/** migrate brings a database to the present shape, as its owner; it throws NewerDatabaseError where it is ahead of us. */
export async function migrate(url: string): Promise<MigrationReport> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: 'assize',
    entities: [...ROWS],
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    extra: { ...poolOptions, max: 2, options: '-c timezone=UTC', application_name: 'assize migrate' },
  });
  await source.initialize();
  // The lock belongs to a session of its own: migrations run on another, each in its own transaction.
  const guard = source.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await guard.query('CREATE SCHEMA IF NOT EXISTS assize');
    await refuseNewer(source);
    const ran = await source.runMigrations();
    await source.query(GRANT_RIGHTS);
    return { ran: ran.map(({ name }) => name) };
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await guard.release();
    await source.destroy();
  }
}

async function refuseNewer(source: DataSource): Promise<void> {
  const [there] = await source.query<{ there: string | null }[]>(`SELECT to_regclass('assize.migrations') AS there`);
  if (there!.there === null) return;
  const rows = await source.query<{ name: string }[]>('SELECT name FROM assize.migrations ORDER BY id');
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = rows.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown);
}
