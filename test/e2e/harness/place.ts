/** Where a service keeps its cases and its queue: the four places that it promises to work in, and how each is broken and mended. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { underLock } from '../../../libs/embedded/src/start-lock.ts';
import { startPrivatePostgres } from '../../../libs/queue/test/private-postgres.ts';
import { findRedis, startPrivateRedis } from '../../../libs/queue/test/private-redis.ts';
import { describeEmbedded, stopEmbedded } from '#embedded';

/** Something that can be taken away from the service and given back. */
export interface Outage {
  /** Ends it at once, as a crash would; its clients are cut off. */
  begin(): Promise<void>;
  /** Brings it back at the same address. */
  end(): Promise<void>;
}

export interface Place {
  readonly dataDir: string;
  /** Settings of the service that lead it here, beside its data folder. */
  readonly environment: Readonly<Record<string, string>>;
  /** As the database's owner; there is none before the first start of an embedded one. */
  databaseUrl(): Promise<string>;
  readonly database: Outage;
  /** Null where the queue lives and dies with the database. */
  readonly queue: Outage | null;
  /** Ends what still runs and deletes it all. */
  remove(): Promise<void>;
}

interface PlaceKind {
  readonly title: string;
  /** Null where this machine has what it takes; else what is missing. */
  readonly missing: string | null;
  open(): Promise<Place>;
}

const redis = findRedis();
const system = '/usr/lib/postgresql';
const hasPostgres = existsSync(system) && readdirSync(system).length > 0;

const NO_REDIS = redis === null ? 'redis-server or valkey-server' : null;
const NO_POSTGRES = hasPostgres ? null : 'PostgreSQL in /usr/lib/postgresql';
const and = (...needs: readonly (string | null)[]): string | null =>
  needs.filter((need) => need !== null).join(' and ') || null;

/** Every place, whether or not this machine has what it takes. */
export const PLACES: readonly PlaceKind[] = [
  { title: 'embedded PostgreSQL, queue in it', missing: null, open: () => openPlace('embedded', false) },
  { title: 'embedded PostgreSQL, queue in Redis', missing: NO_REDIS, open: () => openPlace('embedded', true) },
  { title: 'PostgreSQL of the system, queue in it', missing: NO_POSTGRES, open: () => openPlace('system', false) },
  {
    title: 'PostgreSQL of the system, queue in Redis',
    missing: and(NO_POSTGRES, NO_REDIS),
    open: () => openPlace('system', true),
  },
];

async function openPlace(kind: 'embedded' | 'system', withRedis: boolean): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'assize-e2e-'));
  // The user that PostgreSQL runs as where we are root must be able to enter.
  chmodSync(dataDir, 0o755);
  const postgres = kind === 'system' ? await startPrivatePostgres() : null;
  const queue = withRedis ? await startPrivateRedis(redis!) : null;
  const embedded = postgres === null ? watchEmbedded(dataDir) : null;
  return {
    dataDir,
    environment: {
      ...(postgres === null ? {} : { DATABASE_URL: postgres.url }),
      ...(queue === null ? {} : { REDIS_URL: queue.url }),
    },
    databaseUrl: async () => postgres?.url ?? (await embedded!.url()),
    database: postgres === null ? embedded! : { begin: () => postgres.kill(), end: () => postgres.start() },
    queue: queue === null ? null : { begin: () => queue.kill(), end: () => queue.start() },
    remove: async () => {
      await embedded?.remove();
      await postgres?.remove();
      await queue?.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Takes an embedded database away under the service's feet. The service would bring it back at once: the lock that
 * guards its start is held as long as the outage lasts.
 */
function watchEmbedded(dataDir: string): Outage & { url: () => Promise<string>; remove: () => Promise<void> } {
  let release = (): void => undefined;
  const describe = async (): Promise<{ readonly folder: string; readonly pid: number; readonly port: number }> => {
    const found = await describeEmbedded(dataDir);
    if (found === null || !('isRunning' in found) || found.pid === null || found.port === null) {
      throw new Error(`no database runs in ${dataDir}`);
    }
    return { folder: found.folder, pid: found.pid, port: found.port };
  };
  return {
    async url() {
      const { folder, port } = await describe();
      const password = readFileSync(join(folder, 'assize.password'), 'utf8').trim();
      return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/assize`;
    },
    async begin() {
      const { pid } = await describe();
      await new Promise<void>((hold) => {
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        void underLock(
          dataDir,
          () => undefined,
          async () => {
            hold();
            await held;
          },
        );
      });
      process.kill(pid, 'SIGQUIT');
      await until(() => !existsSync(`/proc/${pid}`) || isZombie(pid));
    },
    async end() {
      release();
    },
    async remove() {
      release();
      await stopEmbedded(dataDir);
    },
  };
}

const isZombie = (pid: number): boolean => {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/\(.*\)/, ''));
  } catch {
    return true;
  }
};

/** until waits for what comes true within seconds. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** ask asks the database one question, on a connection of its own that `within` is given to keep locks as long as it runs. */
export async function asOwner<T>(url: string, within: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await within(client);
  } finally {
    await client.end();
  }
}
