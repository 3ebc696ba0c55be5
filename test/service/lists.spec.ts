/** Lists over many cases: each page is read from an index in its order. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { makeCaseLister } from '../../libs/store/src/list-cases.ts';
import { openDatabase, type TestDatabase } from '../../libs/store/test/open-database.ts';

const CASES = 100_000;
const PAGE = 51;
let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await openDatabase('lists');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`INSERT INTO assize.policies (digest, id, body, at) VALUES ('d', 'p', '{}', clock_timestamp())`);
  // One case in ten is proposed, one of all is frozen; half of them are the big bank's, every 2,000th is the small one's.
  await client.query(
    `INSERT INTO assize.conflicts (conflict_id, issuer, serial_json, policy_digest, state, created_at, begun_at,
       changed_at, revision, examined, events, claims, questions, bytes, attempts)
     SELECT md5(i::text)::uuid, 'i', to_json(i::text)::text, 'd',
       CASE WHEN i = 70001 THEN 'frozen' WHEN i % 10 = 0 THEN 'proposed' ELSE 'final' END,
       timestamptz '2026-01-01' + make_interval(secs => i / 2), now(), now(), 2, 2, 1, 2, 1, 0, 0
     FROM generate_series(1, ${CASES}) AS i`,
  );
  await client.query(
    `INSERT INTO assize.parties (conflict_id, party, role, at)
     SELECT conflict_id, party, role, created_at FROM assize.conflicts, LATERAL (SELECT (serial_json::json #>> '{}')::integer AS i) AS s,
       LATERAL (VALUES ('big', 'bank', i % 2 = 1), ('big', 'issuer', i % 2 = 1), ('small', 'bank', i % 2000 = 1),
         ('small old', 'bank', i % 2000 = 1001), ('p' || i, 'claimant', true)) AS v (party, role, takes) WHERE takes`,
  );
  await client.query('ANALYZE');
}, 120_000);
afterAll(async () => {
  await client.end();
  await database.stop();
});

const list = makeCaseLister(async <T>(sql: string, values: readonly unknown[] = []) => {
  const { rows } = await client.query(sql, [...values]);
  return rows as T[];
});
/** The plan of the same query. */
async function planOf(asked: Parameters<typeof list>[0]): Promise<string> {
  let plan = '';
  await makeCaseLister(async (sql, values = []) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, TIMING off) ${sql}`, [...values]);
    plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    return [];
  })(asked);
  return plan;
}

const MIDDLE = { createdAt: '2026-01-01T07:00:00Z', id: '80000000-0000-8000-8000-000000000000' };
const ASKED = [
  { parties: null, state: null, before: null },
  { parties: null, state: 'frozen', before: null },
  { parties: null, state: 'proposed', before: MIDDLE },
  { parties: null, state: 'nothing', before: null },
  { parties: ['big'], state: null, before: null },
  { parties: ['big'], state: null, before: MIDDLE },
  { parties: ['big'], state: 'frozen', before: null },
  { parties: ['big'], state: 'final', before: MIDDLE },
  { parties: ['small', 'small old'], state: null, before: null },
  { parties: ['small', 'big'], state: 'final', before: null },
  { parties: ['small'], state: 'frozen', before: null },
  { parties: ['nobody'], state: null, before: null },
] as const;

describe('a list', () => {
  for (const asked of ASKED) {
    it(`reads no table as a whole: ${JSON.stringify(asked)}`, async () => {
      const plan = await planOf({ ...asked, limit: PAGE });
      expect(plan).not.toContain('Seq Scan on conflicts');
      expect(plan).not.toContain('Seq Scan on parties');
    });

    it(`has what it should have: ${JSON.stringify(asked)}`, async () => {
      const { rows } = await client.query<{ id: string }>(
        `SELECT conflict_id AS id FROM assize.conflicts c
         WHERE ($1::text[] IS NULL OR EXISTS (SELECT 1 FROM assize.parties p
                  WHERE p.conflict_id = c.conflict_id AND p.party = ANY($1)))
           AND ($2::text IS NULL OR state = $2)
           AND ($3::timestamptz IS NULL OR (created_at, conflict_id) < ($3, $4::uuid))
         ORDER BY created_at DESC, conflict_id DESC LIMIT ${PAGE}`,
        [asked.parties, asked.state, asked.before?.createdAt ?? null, asked.before?.id ?? null],
      );
      const page = await list({ ...asked, limit: PAGE });
      expect(page.map(({ record }) => record.id)).toEqual(rows.map(({ id }) => id));
    });
  }
});
