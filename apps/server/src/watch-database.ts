/** Looking after the private database: nobody else starts it again where it ends by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedFault } from '#embedded';
import type { Logger } from 'pino';

const EVERY_MS = 500;

/** watchDatabase looks twice a second, and brings the database back; answers the function that ends the watch. */
export function watchDatabase(revive: () => Promise<boolean | EmbeddedFault>, log: Logger): () => Promise<void> {
  const over = new AbortController();
  let told = '';
  const look = async (): Promise<void> => {
    const done = await revive();
    if (typeof done === 'boolean') {
      if (done) log.error('the private database had ended by itself, and runs again');
      told = '';
      return;
    }
    const { why, fix } = done;
    if (why !== told) log.error({ why, fix }, 'the private database cannot be brought back');
    told = why;
  };
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      if (!over.signal.aborted)
        await look().catch((error: unknown) => log.error({ err: error }, 'the watch of the private database failed'));
    }
  };
  const watching = watch();
  return async () => {
    over.abort();
    await watching;
  };
}
