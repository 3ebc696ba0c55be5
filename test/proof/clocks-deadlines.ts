/** Deadlines that are set short as the database's owner, and what became of them. */
import { eventually, percentile, type Place } from './harness/index.ts';
import type { FiledCase } from './clocks-filing.ts';

/** setDeadlines ends each case's window between `from` and `to` milliseconds from now; answers when, by the database's clock. */
export async function setDeadlines(
  place: Place,
  cases: readonly FiledCase[],
  { from, to, random }: { readonly from: number; readonly to: number; readonly random: () => number },
): Promise<Map<string, number>> {
  const rows = await place.sql<{ id: string; ms: number }>(
    `UPDATE assize.conflicts c SET deadline = clock_timestamp() + make_interval(secs => d.ms / 1000)
     FROM unnest($1::uuid[], $2::double precision[]) AS d (id, ms) WHERE c.conflict_id = d.id AND c.state = 'proposed'
     RETURNING c.conflict_id AS id, (extract(epoch FROM c.deadline) * 1000)::double precision AS ms`,
    [cases.map(({ id }) => id), cases.map(() => from + random() * (to - from))],
  );
  return new Map(rows.map(({ id, ms }) => [id, ms]));
}

/** untilClosed waits until all of them are final, and tells how long after its deadline each was; negative is early. */
export async function untilClosed(
  place: Place,
  deadlines: ReadonlyMap<string, number>,
  timeoutMs: number,
): Promise<Map<string, number>> {
  const ids = [...deadlines.keys()];
  const closed = await eventually(
    'all deadlines are closed',
    async () => {
      const rows = await place.sql<{ id: string; ms: number }>(
        `SELECT conflict_id AS id, (extract(epoch FROM at) * 1000)::double precision AS ms FROM assize.events
         WHERE kind = 'finalised' AND conflict_id = ANY($1::uuid[])`,
        [ids],
      );
      return rows.length >= ids.length ? rows : null;
    },
    timeoutMs,
    200,
  );
  return new Map(closed.map(({ id, ms }) => [id, ms - deadlines.get(id)!]));
}

/** describeDelays puts milliseconds into words. */
export const describeDelays = (delays: readonly number[]): string =>
  `delay p50 ${Math.round(percentile(delays, 0.5))} ms, p99 ${Math.round(percentile(delays, 0.99))} ms, max ${Math.round(percentile(delays, 1))} ms`;
