import { setTimeout as sleep } from 'node:timers/promises';
import type { ConflictView } from '#tribunal';
import { CliError, EXIT } from '../cli-error.ts';
import { coloursFor } from '../colours.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService, type ServiceAnswer, type ServiceClient } from '../service-client.ts';
import { casePath, toConflict } from './ask-case.ts';
import { stateInWords } from './describe-case.ts';

export interface WatchOptions extends ServiceOptions {
  /** Seconds to watch for; without it as long as it takes. */
  readonly for?: number;
}

/** Between two looks; longer and longer while nothing changes. */
const FIRST_MS = 300;
const MOST_MS = 10_000;
const GROWTH = 1.5;
/** So long a service that is being restarted may be away. */
const PATIENCE_MS = 60_000;

/** watchCase prints each change of a case, until a verdict is proposed, final, or nothing can be decided. */
export async function watchCase(id: string, options: WatchOptions): Promise<void> {
  const client = openService(await findService(options));
  const path = casePath(id);
  const endMs = options.for === undefined ? Infinity : performance.now() + options.for * 1_000;
  let etag: string | null = null;
  let last = '';
  let waitMs = FIRST_MS;
  for (;;) {
    const answer = await lookOn(client, path, etag, endMs);
    if (answer.status !== 304) {
      etag = answer.etag;
      const { exact, shown } = toConflict(client, answer);
      const line = lineOf(shown);
      if (line !== last) {
        process.stdout.write(options.json === true ? `${JSON.stringify(exact)}\n` : `${line}\n`);
        waitMs = FIRST_MS;
      }
      last = line;
      if (isSettled(shown)) return;
    }
    if (performance.now() + waitMs > endMs) {
      throw new CliError('not_settled', `case ${id} is not settled within ${options.for} s`, {
        exitCode: EXIT.notGood,
      });
    }
    await sleep(waitMs);
    waitMs = Math.min(waitMs * GROWTH, MOST_MS);
  }
}

/** A verdict that more evidence came after is followed by another. */
const isSettled = ({ state, examined, revision }: ConflictView): boolean =>
  state === 'final' || state === 'frozen' || (state === 'proposed' && examined === revision);

const lineOf = (view: ConflictView): string => {
  const claims = `${view.claims.length} ${view.claims.length === 1 ? 'claim' : 'claims'}`;
  return `revision ${view.revision}, ${claims}: ${stateInWords(view)}`;
};

/** A service that is away for a moment is waited for. */
async function lookOn(client: ServiceClient, path: string, etag: string | null, endMs: number): Promise<ServiceAnswer> {
  const giveUpMs = Math.min(performance.now() + PATIENCE_MS, endMs);
  for (let waitMs = FIRST_MS; ; waitMs = Math.min(waitMs * 2, MOST_MS)) {
    try {
      return await client.get(path, etag);
    } catch (error) {
      const isAway = error instanceof CliError && AWAY.has(error.code);
      // Before the first answer it was perhaps never there.
      if (!isAway || etag === null || performance.now() + waitMs > giveUpMs) throw error;
      const { dim } = coloursFor(process.stderr);
      if (waitMs === FIRST_MS) process.stderr.write(`${dim(`${error.message}; asking again`)}\n`);
    }
    await sleep(waitMs);
  }
}

const AWAY: ReadonlySet<string> = new Set([
  'unreachable',
  'connection_lost',
  'timeout',
  'unavailable',
  'shutting_down',
]);
