import type { DataSource } from 'typeorm';

/** How a request with an idempotency key stands. */
export type IdempotencyState =
  | { readonly state: 'fresh' }
  | {
      readonly state: 'replay';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly state: 'in_flight' }
  | { readonly state: 'mismatch' };

/** Remembers answers for 24 hours by who asked and their key. */
export interface Idempotency {
  begin(principal: string, key: string, requestHash: string): Promise<IdempotencyState>;
  finish(
    principal: string,
    key: string,
    answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<void>;
  /** Forgets a request that failed on our side, so that it can be tried again. */
  abandon(principal: string, key: string): Promise<void>;
}

/**
 * A request in flight that has been silent so long died with its process. What it did is found again by its content,
 * so that doing it once more changes nothing.
 */
const IN_FLIGHT_SECONDS = 60;

/** makeIdempotency keeps answers in PostgreSQL. */
export const makeIdempotency = (source: DataSource): Idempotency => ({
  async begin(principal, key, requestHash) {
    const taken = await source.query<unknown[]>(
      `INSERT INTO assize.idempotency_keys AS i (principal, key, request_hash, created_at)
       VALUES ($1, $2, $3, clock_timestamp())
       ON CONFLICT (principal, key) DO UPDATE SET request_hash = EXCLUDED.request_hash, status = NULL, headers = NULL,
         body = NULL, created_at = EXCLUDED.created_at
       WHERE i.created_at < clock_timestamp() - interval '24 hours'
          OR (i.status IS NULL AND i.request_hash = EXCLUDED.request_hash
              AND i.created_at < clock_timestamp() - make_interval(secs => $4))
       RETURNING 1`,
      [principal, key, requestHash, IN_FLIGHT_SECONDS],
    );
    if (taken.length > 0) return { state: 'fresh' };
    const [row] = await source.query<
      { hash: string; status: number | null; headers: Record<string, string> | null; body: string | null }[]
    >(
      'SELECT request_hash AS hash, status, headers, body FROM assize.idempotency_keys WHERE principal = $1 AND key = $2',
      [principal, key],
    );
    if (row === undefined) return { state: 'in_flight' };
    if (row.hash !== requestHash) return { state: 'mismatch' };
    if (row.status === null) return { state: 'in_flight' };
    return { state: 'replay', status: row.status, headers: row.headers ?? {}, body: row.body ?? '' };
  },

  async finish(principal, key, { status, headers, body }) {
    await source.query(
      'UPDATE assize.idempotency_keys SET status = $3, headers = $4, body = $5 WHERE principal = $1 AND key = $2',
      [principal, key, status, JSON.stringify(headers), body],
    );
  },

  async abandon(principal, key) {
    await source.query('DELETE FROM assize.idempotency_keys WHERE principal = $1 AND key = $2 AND status IS NULL', [
      principal,
      key,
    ]);
  },
});
