/**
 * # Store: the docket in PostgreSQL
 *
 * The only importer of TypeORM. Migrations are written by hand and run under an advisory lock; what the tribunal says and
 * hears is inserted and never changed, which grants and triggers enforce (`INSERT_ONLY`); every act on a case locks its
 * row first. All rows of one note have the same first key, so that they live together, also on Citus.
 *
 * ```ts
 * await migrate(url);
 * const store = await openStore({ url });
 * await store.docket.transaction(async (tx) => tx.lock([id]));
 * await store.close();
 * ```
 */
export type { Access, BankEntry, NewToken, Refused, TokenEntry } from './access.ts';
export type { Housekeeping } from './housekeeping.ts';
export type { Idempotency, IdempotencyState } from './idempotency.ts';
export { migrate, NewerDatabaseError, type MigrationReport } from './migrate.ts';
export { INSERT_ONLY } from './migrations/1790000000001-the-docket.ts';
export { openStore, type Store, type StoreOptions } from './open-store.ts';
export type { Outbox, OutboxHint } from './outbox.ts';
