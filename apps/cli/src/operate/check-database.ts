/** What the doctor asks of the database and the queue. It starts nothing and changes nothing. */
import { explainFailure, maskSecrets, type Config } from '#config';
import { describeEmbedded, isEmbeddedFault, startEmbedded, type EmbeddedDescription } from '#embedded';
import { checkClock, openQueue } from '#queue';
import { openStore, type Store } from '#store';
import { good, note, wrong, type Check } from './check.ts';

/** A worker refuses to start beyond this. */
const MOST_SKEW_MS = 2_000;
const WAIT_MS = 5_000;
const MIB = 1_048_576;

export async function checkDatabase(config: Config): Promise<Check[]> {
  if (config.databaseUrl !== null) {
    const seen = good('database', maskSecrets(config.databaseUrl));
    return [seen, ...(await checkTables(config, config.databaseUrl))];
  }
  const described = await describeEmbedded(config.dataDir);
  if (described === null) return [note('database', 'no private one yet; the first start makes it')];
  if (isEmbeddedFault(described)) return [wrong('database', described.why, described.fix)];
  const seen = inWords(described);
  if (!described.isRunning) return [note('database', `${seen}, not running`, 'assize serve starts it')];
  // It runs, so that this only joins those who use it.
  const joined = await startEmbedded({ dataDir: config.dataDir });
  if (isEmbeddedFault(joined)) return [wrong('database', joined.why, joined.fix)];
  try {
    return [
      good('database', `${seen}, running (pid ${described.pid}, port ${described.port})`),
      ...(await checkTables(config, joined.url)),
    ];
  } finally {
    await joined.stop();
  }
}

const inWords = ({ version, sizeBytes, folder }: EmbeddedDescription): string =>
  `private PostgreSQL ${version} in ${folder}, ${Math.ceil(sizeBytes / MIB)} MiB`;

async function checkTables(config: Config, url: string): Promise<Check[]> {
  let store: Store | null = null;
  try {
    store = await openStore({ url, connections: 1, applicationName: 'assize doctor' });
    const clock = await checkClockOf(store);
    const tables = await countBanks(store);
    return [clock, tables, await checkQueue(config, url)];
  } catch (error) {
    const { what, fix } = explainFailure(error, config);
    return [wrong('connection', what, fix ?? 'report this: it is a bug')];
  } finally {
    await store?.close();
  }
}

async function checkClockOf({ housekeeping }: Store): Promise<Check> {
  const { skewMs, ok } = await checkClock({
    databaseNow: () => housekeeping.databaseNow(),
    now: Date.now,
    toleranceMs: MOST_SKEW_MS,
  });
  const seen = `${Math.round(Math.abs(skewMs))} ms ${skewMs < 0 ? 'behind' : 'ahead of'} the database’s`;
  return ok ? good('clock', seen) : wrong('clock', `${seen}: workers refuse to start`, 'let both machines follow NTP');
}

async function countBanks({ access, isLeastPrivileged }: Store): Promise<Check> {
  try {
    const banks = (await access.listBanks()).filter(({ revokedAt }) => revokedAt === null).length;
    const seen = `there; ${banks} ${banks === 1 ? 'bank' : 'banks'}`;
    return isLeastPrivileged
      ? good('tables', `${seen}; works as assize_service`)
      : note('tables', `${seen}; works with its login’s own rights`, 'GRANT assize_service to it (docs/operating.md)');
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code !== '42P01' && code !== '3F000') throw error;
    return wrong('tables', 'the database has none of assize yet', 'assize migrate');
  }
}

async function checkQueue({ redisUrl }: Config, url: string): Promise<Check> {
  const where = redisUrl === null ? 'in PostgreSQL' : maskSecrets(redisUrl);
  try {
    const options = {
      postgresUrl: url,
      redisUrl,
      prefix: 'assize',
      migrate: false,
      timeoutMs: WAIT_MS,
      onFault: () => {},
    };
    const queue = await openQueue(options);
    try {
      await queue.ping();
      const { waiting, active, delayed, failed } = await queue.counts();
      const seen = `${where}: ${waiting} waiting, ${active} active, ${delayed} delayed, ${failed} given up`;
      return failed === 0
        ? good('queue', seen)
        : note('queue', seen, 'the sweep finds their cases again; read the log');
    } finally {
      await queue.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/is not initialized/.test(why))
      return note('queue', `${where}: its tables are not there yet`, 'the first start makes them');
    return wrong(
      'queue',
      `${where}: ${why}`,
      redisUrl === null ? 'mend the database' : 'start Redis, or unset REDIS_URL',
    );
  }
}
