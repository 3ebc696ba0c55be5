import { jwkOf, type PublicJwk, type StatedKey } from '#statements';
import type { DataSource, EntityManager } from 'typeorm';
import { GRACE_SECONDS, HEART, OUTAGE_SECONDS } from './outage.ts';

/** What keeps the database and its clocks in order beside the cases. */
export interface Housekeeping {
  /** The database's clock, in milliseconds since 1970. */
  databaseNow(): Promise<number>;
  /** The keys that sign this tribunal's verdicts, the newest first; the first one ever asked about becomes its key. */
  tribunalKeys(present: StatedKey): Promise<readonly PublicJwk[]>;
  /** Removes nonces and idempotency keys that have expired; answers how many. */
  forgetExpired(): Promise<number>;
  /**
   * Notes that the service is there. Where it was not for long, every running clock of the cases is extended by that and
   * a day, in the same transaction: once, however many workers start together, and never in part.
   */
  beat(): Promise<Beat>;
}

export interface Beat {
  /** Seconds since the beat before; 0 at the first one. */
  readonly silence: number;
  /** How many clocks were extended; null where it was no outage. */
  readonly extended: number | null;
}

/** One advisory lock, so that of several processes that start with keys of their own one has the tribunal's. */
const KEY_LOCK = 0x6b65_7973;

/** makeHousekeeping works on PostgreSQL. */
export const makeHousekeeping = (source: DataSource): Housekeeping => ({
  async databaseNow() {
    const [row] = await source.query<{ ms: number }[]>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::double precision AS ms',
    );
    return row!.ms;
  },

  async tribunalKeys(present) {
    await source.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [KEY_LOCK]);
      await manager.query(
        `INSERT INTO assize.tribunal_keys (party, jwk, at) SELECT $1, $2, clock_timestamp()
         WHERE NOT EXISTS (SELECT 1 FROM assize.tribunal_keys)`,
        [present.id, JSON.stringify(jwkOf(present))],
      );
    });
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

  beat: () =>
    source.transaction(async (manager) => {
      // Extending many clocks takes its time, and must not be given up half-way at every beat.
      await manager.query('SET LOCAL statement_timeout = 0');
      await manager.query(
        'INSERT INTO assize.heartbeats (name, at) VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING',
        [HEART],
      );
      const [row] = await manager.query<{ silence: number }[]>(
        `SELECT greatest(0, extract(epoch FROM clock_timestamp() - at))::double precision AS silence
         FROM assize.heartbeats WHERE name = $1 FOR UPDATE`,
        [HEART],
      );
      const { silence } = row!;
      const extended = silence > OUTAGE_SECONDS ? await extendClocks(manager, silence + GRACE_SECONDS) : null;
      await manager.query('UPDATE assize.heartbeats SET at = clock_timestamp() WHERE name = $1', [HEART]);
      return { silence, extended };
    }),
});

async function extendClocks(manager: EntityManager, seconds: number): Promise<number> {
  // In the order in which everybody locks cases.
  const running = await manager.query<{ id: string }[]>(
    'SELECT conflict_id AS id FROM assize.conflicts WHERE deadline IS NOT NULL ORDER BY conflict_id FOR UPDATE',
  );
  const [row] = await manager.query<{ size: number }[]>(
    `WITH extended AS (
       UPDATE assize.conflicts SET deadline = deadline + make_interval(secs => $1), events = events + 1,
         changed_at = clock_timestamp()
       WHERE deadline IS NOT NULL AND conflict_id = ANY($2::uuid[])
       RETURNING conflict_id, events - 1 AS seq, deadline),
          told AS (
       INSERT INTO assize.events (conflict_id, seq, kind, at, actor, why, body)
       SELECT conflict_id, seq, 'clock_extended', clock_timestamp(), 'tribunal', 'the service was out',
         jsonb_build_object('seconds', round($1), 'deadline',
           to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
       FROM extended)
     SELECT count(*)::integer AS size FROM extended`,
    [seconds, running.map(({ id }) => id)],
  );
  return row!.size;
}
