import { statfs } from 'node:fs/promises';
import type { Config } from '#config';
import type { HintQueue } from '#queue';
import type { Store } from '#store';
import type { Check } from './api/deps.ts';

/** Less free room than this and the service says that it is not ready: PostgreSQL stops dead on a full disk. */
const LEAST_FREE_BYTES = 256 * 1_048_576;
const PATIENCE_MS = 2_000;
/** Hints that nobody carries on for so long mean that the relay stands still. */
const OLDEST_HINT_S = 30;

export interface ReadinessOptions {
  readonly config: Config;
  readonly store: Store;
  readonly queue: HintQueue;
  /** Null where this process does not sweep. */
  readonly sweep: () => { lagMs(): number } | null;
}

/** makeReadiness gives the checks of /readyz; each answers within two seconds, also where what it asks does not. */
export const makeReadiness =
  ({ config, store, queue, sweep }: ReadinessOptions) =>
  async (): Promise<readonly Check[]> => {
    const checks = [
      check(
        'database',
        async () => `clock ${Math.round((await store.housekeeping.databaseNow()) - Date.now())} ms off`,
      ),
      check('queue', async () => {
        await queue.ping();
        return queue.backend;
      }),
      check('outbox', async () => {
        const age = await store.outbox.age();
        if (age > OLDEST_HINT_S) throw new Error(`the oldest hint has waited ${Math.round(age)} s`);
        return `${age.toFixed(1)} s`;
      }),
      check('disk', async () => {
        const { bavail, bsize } = await statfs(config.dataDir);
        const free = bavail * bsize;
        const shown = `${Math.floor(free / 1_048_576)} MiB free`;
        if (free < LEAST_FREE_BYTES) throw new Error(`${shown} in the data folder`);
        return shown;
      }),
    ];
    const present = sweep();
    if (present !== null) {
      checks.push(
        check('sweep', async () => {
          const lag = present.lagMs();
          if (lag > 6 * config.sweepEveryMs) throw new Error(`the last one was ${Math.round(lag / 1000)} s ago`);
          return `${Math.round(lag)} ms ago`;
        }),
      );
    }
    return Promise.all(checks);
  };

async function check(name: string, ask: () => Promise<string>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return { name, ok: true, detail: await Promise.race([ask(), late]) };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
