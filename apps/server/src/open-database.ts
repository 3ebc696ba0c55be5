import { undoInterruptedRestore } from '#backup';
import type { Config } from '#config';
import { isEmbeddedFault, startEmbedded, type EmbeddedFault } from '#embedded';
import { migrate, NewerDatabaseError, openStore, type Store } from '#store';
import type { Screen } from './screen.ts';
import { StartError } from './start-error.ts';

/** A database that is ready, and how to leave it. */
export interface OpenDatabase {
  readonly url: string;
  readonly store: Store;
  /** Brings a private database back where it ended; null of one that is not ours to look after. */
  readonly revive: (() => Promise<boolean | EmbeddedFault>) | null;
  stop(): Promise<void>;
}

/**
 * openDatabase starts the private PostgreSQL where none is given, brings the tables up to date, and connects. Where
 * `signal` aborts meanwhile, it ends what it has started.
 */
export async function openDatabase(config: Config, screen: Screen, signal: AbortSignal): Promise<OpenDatabase> {
  const { url, revive, stop } = await reach(config, screen);
  try {
    signal.throwIfAborted();
    if (config.migrate) {
      // A restore that was killed half-way has put the tables aside: they come back before anything is migrated.
      const undone = await undoInterruptedRestore(url);
      if (typeof undone !== 'boolean') throw new StartError(undone.why, undone.fix);
      await screen.step('Migrations', async (tell) => {
        const { ran } = await migrate(url);
        tell(ran.length === 0 ? 'up to date' : `${ran.length} applied`);
      });
    }
    signal.throwIfAborted();
    const store = await openStore({ url, applicationName: `assize ${config.roles.join('+')}` });
    return {
      url,
      store,
      revive,
      stop: async () => {
        try {
          await store.close();
        } finally {
          await stop();
        }
      },
    };
  } catch (error) {
    // Why it failed is what counts.
    await stop().catch(() => undefined);
    if (error instanceof NewerDatabaseError) {
      throw new StartError(
        `This database was written by a newer release: ${error.message}.`,
        'update, or restore a backup of this release: npx assize restore FILE',
      );
    }
    throw error;
  }
}

async function reach(config: Config, screen: Screen): Promise<Omit<OpenDatabase, 'store'>> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, revive: null, stop: async () => {} };
  return screen.step('PostgreSQL (private)', async (tell) => {
    const database = await startEmbedded({ dataDir: config.dataDir, onStep: tell });
    if (isEmbeddedFault(database)) throw new StartError(database.why, database.fix);
    tell(`${database.version}, port ${database.port}, ${database.how}`);
    return database;
  });
}
