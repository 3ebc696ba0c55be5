import type { Config } from '#config';
import { isEmbeddedFault, startEmbedded, type EmbeddedFault } from '#embedded';
import { migrate, NewerDatabaseError, openStore, type Store } from '#store';
import type { Screen } from './screen.ts';
import { StartError } from './tribunal-key.ts';

/** A database that is ready, and how to leave it. */
export interface OpenDatabase {
  readonly url: string;
  readonly store: Store;
  /** Brings a private database back where it ended; null of one that is not ours to look after. */
  readonly revive: (() => Promise<boolean | EmbeddedFault>) | null;
  stop(): Promise<void>;
}

/** openDatabase starts the private PostgreSQL where none is given, brings the tables up to date, and connects. */
export async function openDatabase(config: Config, screen: Screen): Promise<OpenDatabase> {
  const { url, revive, stop } = await reach(config, screen);
  try {
    if (config.migrate) {
      await screen.step('Migrations', async (tell) => {
        const { ran } = await migrate(url);
        tell(ran.length === 0 ? 'up to date' : `${ran.length} applied`);
      });
    }
    const store = await openStore({ url, applicationName: `assize ${config.roles.join('+')}` });
    return {
      url,
      store,
      revive,
      stop: async () => {
        await store.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
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
