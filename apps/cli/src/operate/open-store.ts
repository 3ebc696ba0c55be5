/** The service's database, for commands that work on it directly: whoever can reach the database is the operator. */
import { userInfo } from 'node:os';
import { explainFailure, type Config } from '#config';
import { isEmbeddedFault, startEmbedded } from '#embedded';
import { migrate, NewerDatabaseError, openStore, type Store } from '#store';
import { CliError, EXIT } from '../cli-error.ts';
import { readConfigOrThrow } from './read-config-or-throw.ts';

/** The operator on record: who runs the command. */
export function actorName(): string {
  try {
    return `operator ${userInfo().username}`;
  } catch {
    // A container may run under a number that has no name.
    return 'operator';
  }
}

/** migrateDatabase brings the tables up to date, and answers which migrations ran. */
export const migrateDatabase = (): Promise<readonly string[]> =>
  withDatabase(async ({ url }) => (await migrate(url)).ran);

/** withStore opens the database for the time of `work`; the private one is started where it does not run. */
export const withStore = <T>(work: (store: Store) => Promise<T>): Promise<T> =>
  withDatabase(async ({ url, isOurs }) => {
    if (isOurs) await migrate(url);
    const store = await openStore({ url, connections: 2, applicationName: 'assize command' });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  });

async function withDatabase<T>(work: (database: Reached) => Promise<T>): Promise<T> {
  const config = readConfigOrThrow();
  const database = await reach(config);
  try {
    return await work(database);
  } catch (error) {
    throw explain(error, config);
  } finally {
    await database.stop();
  }
}

interface Reached {
  readonly url: string;
  /** Nobody else runs it, so that its tables are brought up to date here. */
  readonly isOurs: boolean;
  stop(): Promise<void>;
}

async function reach({ databaseUrl, dataDir }: Config): Promise<Reached> {
  if (databaseUrl !== null) return { url: databaseUrl, isOurs: false, stop: async () => {} };
  const database = await startEmbedded({ dataDir });
  if (isEmbeddedFault(database)) throw new CliError('no_database', database.why, { hint: database.fix });
  return { url: database.url, isOurs: database.how !== 'adopted', stop: () => database.stop() };
}

const NO_TABLES = new Set(['42P01', '3F000']);

function explain(error: unknown, config: Config): unknown {
  if (error instanceof CliError) return error;
  if (error instanceof NewerDatabaseError) {
    return new CliError('newer_database', `a newer release wrote this database: ${error.message}`, {
      hint: 'update assize, or restore a backup of this release',
      exitCode: EXIT.noService,
    });
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && NO_TABLES.has(code)) {
    return new CliError('no_tables', 'the database has no tables of assize yet', {
      hint: 'assize migrate makes them',
      exitCode: EXIT.noService,
    });
  }
  const { what, fix, isBug } = explainFailure(error, config);
  return isBug ? error : new CliError('no_database', what, { hint: fix, exitCode: EXIT.noService });
}

/** orRefuse passes on, or throws why a change was refused. */
export function orRefuse(outcome: { readonly refused: string } | null, hint: string): void {
  if (outcome !== null) throw new CliError('refused', outcome.refused, { hint });
}
