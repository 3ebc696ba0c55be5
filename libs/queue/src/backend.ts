import {
  createPostgresBackend,
  createRedisBackend,
  withBackend,
  type BackendFactory,
  type IQueueBackend,
  type PostgresPoolConfig,
  type QueueBaseOptions,
  type RedisOptions,
} from 'bullmq';
import type { QueueOptions } from './hint-queue.ts';
import { patient } from './patient.ts';

/** Where the hints are kept, in the place of BullMQ's connection options. */
export interface Address extends Pick<QueueOptions, 'postgresUrl' | 'redisUrl'> {
  readonly timeoutMs: number;
  /** Whether to bring BullMQ's tables up to date. */
  readonly migrate: boolean;
}

const createBackend: BackendFactory<IQueueBackend, Address> = (name, options, parts) => {
  const address = options.connection;
  const forWorker = parts?.withBlockingConnection === true;
  const backend =
    address.redisUrl === null
      ? createPostgresBackend(name, withConnection(options, postgresOptions(address, forWorker)), parts)
      : createRedisBackend(name, withConnection(options, redisOptions(address.redisUrl, address, forWorker)), parts);
  return forWorker ? patient(backend) : backend;
};

/** BullMQ's classes bound to whichever backend an address names, so that one process can hold both. */
export const { Queue: BullQueue, Worker: BullWorker } = withBackend(createBackend);

const withConnection = <C>(options: QueueBaseOptions<Address>, connection: C): QueueBaseOptions<C> => ({
  ...options,
  connection,
});

const postgresOptions = (
  { postgresUrl, timeoutMs, migrate }: Address,
  forWorker: boolean,
): PostgresPoolConfig & { schema: string; migrate: boolean } => ({
  connectionString: postgresUrl,
  schema: SCHEMA,
  migrate: migrate && !forWorker,
  max: forWorker ? 8 : 3,
  connectionTimeoutMillis: timeoutMs,
  query_timeout: forWorker ? 3 * timeoutMs : timeoutMs,
  keepAlive: true,
  application_name: 'assize-queue',
  // A hint may be lost, so no job waits for the disk. An outbox row's deletion, which does wait, comes later in the same log and takes the hint along.
  options: '-c synchronous_commit=off',
});

const SCHEMA = 'bullmq';

const redisOptions = (url: string, { timeoutMs }: Address, forWorker: boolean): RedisOptions => ({
  url,
  connectTimeout: timeoutMs,
  // How long a process stays alive for a socket that is closed already.
  disconnectTimeout: 200,
  retryStrategy: (times: number) => Math.min(100 * times, 1_000),
  // A worker waits for Redis however long it takes; whoever adds wants to know that it is gone, and leaves nothing behind in a buffer.
  ...(forWorker
    ? { maxRetriesPerRequest: null }
    : { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: timeoutMs }),
});

/** describeAddress names the backend for an error message, without the password. */
export function describeAddress({ postgresUrl, redisUrl }: Pick<Address, 'postgresUrl' | 'redisUrl'>): string {
  const [kind, url] = redisUrl === null ? ['PostgreSQL', postgresUrl] : ['Redis', redisUrl];
  const host = URL.canParse(url) ? new URL(url).host : '';
  return host === '' ? kind : `${kind} at ${host}`;
}
