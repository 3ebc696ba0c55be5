import { randomUUID } from 'node:crypto';
import { openQueue, type HintQueue, type QueueFault, type QueueOptions } from '../src/index.ts';
import { startPrivatePostgres } from './private-postgres.ts';
import { findRedis, startPrivateRedis } from './private-redis.ts';
import type { PrivateServer } from './private-server.ts';

const redis = findRedis();
if (redis === null) {
  const why = 'There is no redis-server or valkey-server here: the queue is tested on PostgreSQL alone.';
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(`${why} Install one (apt-get install redis-server).`);
  process.stderr.write(`${why}\n`);
}

/** The backends that can be tested on this machine. */
export const BACKENDS: readonly HintQueue['backend'][] = redis === null ? ['postgres'] : ['postgres', 'redis'];

export const startBackend = (backend: HintQueue['backend']): Promise<PrivateServer> =>
  backend === 'postgres' ? startPrivatePostgres() : startPrivateRedis(redis!);

/** optionsFor names a queue that nobody else uses; `faults` collects what it meets. */
export const optionsFor = (backend: HintQueue['backend'], url: string, faults: QueueFault[] = []): QueueOptions => ({
  postgresUrl: backend === 'postgres' ? url : 'postgres://nowhere.invalid/none',
  redisUrl: backend === 'redis' ? url : null,
  prefix: `t${randomUUID().slice(0, 8)}`,
  onFault: (fault) => faults.push(fault),
});

export const openTestQueue = (
  backend: HintQueue['backend'],
  url: string,
  more: Partial<QueueOptions> & { readonly faults?: QueueFault[] } = {},
): Promise<HintQueue> => {
  const { faults, ...options } = more;
  return openQueue({ ...optionsFor(backend, url, faults), ...options });
};
