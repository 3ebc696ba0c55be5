import type { Docket } from '#tribunal';
import { DataSource } from 'typeorm';
import { makeAccess, type Access } from './access.ts';
import { makeDocket } from './docket.ts';
import { makeHousekeeping, type Housekeeping } from './housekeeping.ts';
import { makeIdempotency, type Idempotency } from './idempotency.ts';
import { makeOutbox, type Outbox } from './outbox.ts';
import { poolOptions } from './pool-options.ts';
import { ROWS } from './rows/index.ts';

export interface Store {
  readonly docket: Docket;
  readonly access: Access;
  readonly idempotency: Idempotency;
  readonly outbox: Outbox;
  readonly housekeeping: Housekeeping;
  /** Whether the service works with the rights of `assize_service` alone, or with its owner's (triggers still hold). */
  readonly isLeastPrivileged: boolean;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly url: string;
  /** Connections at most. */
  readonly connections?: number;
  /** Milliseconds on a clock that nobody sets: only differences count. */
  readonly now?: () => number;
  readonly applicationName?: string;
}

/**
 * openStore connects to a migrated database and takes the role `assize_service`, which may insert into the docket's
 * tables and change none of them. Where the login may not take that role, its own rights are used.
 */
export async function openStore({ url, connections, now, applicationName }: StoreOptions): Promise<Store> {
  const connect = async (options: string): Promise<DataSource> => {
    const source = new DataSource({
      type: 'postgres',
      url,
      schema: 'assize',
      entities: [...ROWS],
      extra: {
        ...poolOptions,
        max: connections ?? 16,
        // A process that hangs within a transaction loses it before those who wait for its locks give up.
        options: `-c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=20000 ${options}`,
        application_name: applicationName ?? 'assize',
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
      },
      // What fails is reported where it fails; a connection that breaks while idle is replaced.
      poolErrorHandler: () => {},
    });
    return source.initialize();
  };
  const { source, isLeastPrivileged } = await connect('-c role=assize_service').then(
    (opened) => ({ source: opened, isLeastPrivileged: true }),
    async (error: { code?: string }) => {
      // 42501: the login is no member of the role; 22023: there is no such role.
      if (error.code !== '42501' && error.code !== '22023') throw error;
      return { source: await connect(''), isLeastPrivileged: false };
    },
  );
  const clock = now ?? (() => performance.now());
  return {
    docket: makeDocket(source, clock),
    access: makeAccess(source, clock),
    idempotency: makeIdempotency(source),
    outbox: makeOutbox(source),
    housekeeping: makeHousekeeping(source),
    isLeastPrivileged,
    close: () => source.destroy(),
  };
}
