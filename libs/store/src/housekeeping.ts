import { jwkOf, type PublicJwk, type StatedKey } from '#statements';
import type { DataSource } from 'typeorm';

/** What keeps the database and its clocks in order beside the cases. */
export interface Housekeeping {
  /** The database's clock, in milliseconds since 1970. */
  databaseNow(): Promise<number>;
  /** The keys that sign this tribunal's verdicts, the newest first; the first one ever asked about becomes its key. */
  tribunalKeys(present: StatedKey): Promise<readonly PublicJwk[]>;
  /** Removes nonces and idempotency keys that have expired; answers how many. */
  forgetExpired(): Promise<number>;
  /** Notes that the service is there; answers how many seconds passed since it last was (0 at the first time). */
  beat(name: string): Promise<number>;
  /** Extends every running clock of the cases, after an outage; answers how many. */
  extendClocks(seconds: number): Promise<number>;
}

/** makeHousekeeping works on PostgreSQL. */
export const makeHousekeeping = (source: DataSource): Housekeeping => ({
  async databaseNow() {
    const [row] = await source.query<{ ms: number }[]>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::double precision AS ms',
    );
    return row!.ms;
  },

  async tribunalKeys(present) {
    await source.query(
      `INSERT INTO assize.tribunal_keys (party, jwk, at) SELECT $1, $2, clock_timestamp()
       WHERE NOT EXISTS (SELECT 1 FROM assize.tribunal_keys) ON CONFLICT DO NOTHING`,
      [present.id, JSON.stringify(jwkOf(present))],
    );
    const rows = await source.query<{ jwk: PublicJwk }[]>('SELECT jwk FROM assize.tribunal_keys ORDER BY at DESC');
    return rows.map(({ jwk }) => jwk);
  },

  async forgetExpired() {
    const [row] = await source.query<{ size: number }[]>(
      `WITH nonces AS (DELETE FROM assize.nonces WHERE expires_at < clock_timestamp() RETURNING 1),
            keys AS (DELETE FROM assize.idempotency_keys
                     WHERE created_at < clock_timestamp() - interval '24 hours' RETURNING 1)
       SELECT (SELECT count(*) FROM nonces)::integer + (SELECT count(*) FROM keys)::integer AS size`,
    );
    return row!.size;
  },

  async beat(name) {
    const [row] = await source.query<{ since: number }[]>(
      `WITH before AS (SELECT at FROM assize.heartbeats WHERE name = $1),
            beaten AS (INSERT INTO assize.heartbeats (name, at) VALUES ($1, clock_timestamp())
                       ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at)
       SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - at) FROM before), 0)::double precision AS since`,
      [name],
    );
    return row!.since;
  },

  extendClocks: (seconds) =>
    source.transaction(async (manager) => {
      const [row] = await manager.query<{ size: number }[]>(
        `WITH extended AS (
           UPDATE assize.conflicts SET deadline = deadline + make_interval(secs => $1), events = events + 1,
             changed_at = clock_timestamp()
           WHERE deadline IS NOT NULL RETURNING conflict_id, events - 1 AS seq, deadline),
              told AS (
           INSERT INTO assize.events (conflict_id, seq, kind, at, actor, why, body)
           SELECT conflict_id, seq, 'clock_extended', clock_timestamp(), 'tribunal', 'the service was out',
             jsonb_build_object('seconds', round($1), 'deadline',
               to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
           FROM extended)
         SELECT count(*)::integer AS size FROM extended`,
        [seconds],
      );
      return row!.size;
    }),
});
