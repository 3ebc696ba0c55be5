/**
 * A process that does nothing but close what is due, as a worker's sweep does, without the check of its clock that a
 * worker begins with. `naive` closes by its own clock instead: what the proof "clocks" must catch.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '#store';
import { finaliseDue, type Docket } from '#tribunal';
import pg from 'pg';

const [url = '', mode = ''] = process.argv.slice(2);
const EVERY_MS = 100;

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const store = await openStore({ url, connections: 2 });
const pool = new pg.Pool({ connectionString: url, max: 1 });

/** The same closing, of what is due by the clock of this process. */
const byOwnClock = (docket: Docket): Docket => ({
  ...docket,
  transaction: (work) =>
    docket.transaction((tx) =>
      work({
        ...tx,
        lockDue: async (limit) => {
          const { rows } = await pool.query<{ id: string }>(
            `SELECT conflict_id AS id FROM assize.conflicts WHERE state = 'proposed' AND deadline <= $1 LIMIT $2`,
            [new Date(), limit],
          );
          const records = await tx.lock(rows.map(({ id }) => id));
          return records.filter(({ state }) => state === 'proposed');
        },
      }),
    ),
});

const docket = mode === 'naive' ? byOwnClock(store.docket) : store.docket;
const page = await store.docket.listCases({ parties: null, state: 'proposed', before: null, limit: 20 });
tell({
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: Date.now(),
  local: new Date().toString(),
  deadlines: Object.fromEntries(page.map(({ record }) => [record.id, record.deadline?.toISOString()])),
});
for (;;) {
  const closed = await finaliseDue(docket);
  if (closed > 0) tell({ closed });
  await sleep(EVERY_MS);
}
