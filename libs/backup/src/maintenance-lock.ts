import type { Client } from 'pg';
import { failure } from './backup-fault.ts';

/** Of advisory locks (PostgreSQL, "Explicit Locking"): backups share it, a restore has it alone, since it renames what they read. */
const LOCK = 0x6261_636b;

/** shareLock takes the lock for the transaction. */
export const shareLock = (client: Client): Promise<void> => take(client, 'pg_try_advisory_xact_lock_shared');
/** ownLock takes the lock for the session. */
export const ownLock = (client: Client): Promise<void> => take(client, 'pg_try_advisory_lock');

async function take(client: Client, how: string): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT ${how}($1) AS taken`, [LOCK]);
  if (rows[0]!.taken) return;
  throw failure('in_use', 'a backup or restore of this database is going on', 'wait until it is done');
}
