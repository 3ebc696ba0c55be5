import type { DataSource } from 'typeorm';

/** A hint that a transaction left behind for the workers. */
export interface OutboxHint {
  readonly job: 'examine';
  readonly id: string;
}

/** Hints that were committed and are not yet told. */
export interface Outbox {
  /**
   * Takes up to `limit` hints, has them delivered, and removes them once that is done: at least once, since a crash in
   * between delivers them again. Several relays share the work. Answers how many were delivered.
   */
  take(limit: number, deliver: (hints: readonly OutboxHint[]) => Promise<void>): Promise<number>;
  /** Seconds that the oldest hint has waited; 0 where none waits. */
  age(): Promise<number>;
}

/** makeOutbox reads hints from PostgreSQL. */
export const makeOutbox = (source: DataSource): Outbox => ({
  take: (limit, deliver) =>
    source.transaction(async (manager) => {
      const rows = await manager.query<{ id: string; job: 'examine'; conflict: string }[]>(
        'SELECT id, job, conflict_id AS conflict FROM assize.outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED',
        [limit],
      );
      if (rows.length === 0) return 0;
      await deliver(rows.map(({ job, conflict }) => ({ job, id: conflict })));
      await manager.query('DELETE FROM assize.outbox WHERE id = ANY($1::bigint[])', [rows.map(({ id }) => id)]);
      return rows.length;
    }),

  async age() {
    const [row] = await source.query<{ age: number }[]>(
      'SELECT coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0)::double precision AS age FROM assize.outbox',
    );
    return row!.age;
  },
});
