/**
 * A past: conflicts that were decided long ago, made of a few real ones by the database itself. Every row of theirs is
 * there again under another case and other customers, so that tables, indexes and rows are as large as they would be.
 */
import { strict as assert } from 'node:assert';
import pg from 'pg';
import { keepSnapshotIfDue, openMarket } from '#tribunal';
import { post } from './client.ts';
import { drawSubmissions } from './serve.ts';
import type { Service } from './service.ts';
import { watchVerdicts } from './verdict-watch.ts';
import type { Signer } from './wallet.ts';

/** One transfer each, so that a case has five statements. */
const HOPS = 1;
const TEMPLATES = 16;
const CHUNK = 10_000;

/** What filling writes is lost if the machine fails meanwhile; nothing is set so while something is measured. */
const IN_HASTE = ['full_page_writes = off', "max_wal_size = '4GB'", "checkpoint_timeout = '1h'"];

/** A past as it is stored. */
export interface StoredPast {
  readonly conflicts: number;
  readonly bytes: number;
}

/** fillPast stores so many conflicts, final long ago, of which the bank has a part in all; the service is halted meanwhile. */
export async function fillPast(service: Service, bank: Signer, size: number): Promise<StoredPast> {
  const watch = await watchVerdicts(service.databaseUrl);
  const templates: string[] = [];
  for (const submission of drawSubmissions(bank, 'past', HOPS)(TEMPLATES))
    templates.push(await post(service, submission));
  await watch.more(TEMPLATES);
  await watch.close();
  await service.halt();
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    for (const setting of IN_HASTE) await client.query(`ALTER SYSTEM SET ${setting}`);
    await client.query('SELECT pg_reload_conf()');
    // What is copied agrees already: the foreign keys need not be looked up row by row.
    await client.query('SET synchronous_commit = off; SET session_replication_role = replica');
    await client.query(PREPARE);
    await client.query('INSERT INTO templates SELECT id, n - 1 FROM unnest($1::uuid[]) WITH ORDINALITY AS t (id, n)', [
      templates,
    ]);
    await client.query('INSERT INTO banks VALUES ($1)', [bank.id]);
    await client.query(TEMPLATE_FACTS);
    const copies = await copyTemplates(client);
    for (let from = 0; from < size; from += CHUNK) {
      await client.query(MAKE, [from, Math.min(from + CHUNK, size), size, TEMPLATES]);
      for (const copy of copies) await client.query(copy);
      if (size > CHUNK) process.stderr.write(`\r${Math.min(from + CHUNK, size).toLocaleString('en')} past conflicts`);
    }
    if (size > CHUNK) process.stderr.write('\n');
    for (const setting of IN_HASTE) await client.query(`ALTER SYSTEM RESET ${setting.split(' ', 1)[0]}`);
    await client.query('SELECT pg_reload_conf()');
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
    const { rows } = await client.query<{ conflicts: string; bytes: string }>(
      'SELECT (SELECT count(*) FROM assize.conflicts) AS conflicts, pg_database_size(current_database()) AS bytes',
    );
    assert.equal(Number(rows[0]!.conflicts), size + TEMPLATES);
    return { conflicts: size, bytes: Number(rows[0]!.bytes) };
  } finally {
    await client.end();
  }
}

/** learnPast leaves a snapshot as the service would, without the reputations, which are copied like everything else. */
export async function learnPast({ store }: Service): Promise<void> {
  const docket = { ...store.docket, keepReputations: async () => {} };
  const { keeper, problem } = await openMarket(docket);
  assert.equal(problem, null);
  await keepSnapshotIfDue(docket, keeper, 1);
}

const PREPARE = `
CREATE TEMP TABLE templates (of uuid, k integer);
CREATE TEMP TABLE banks (party text);
CREATE TEMP TABLE made (n bigint, id uuid, of uuid, at timestamptz);
CREATE FUNCTION pg_temp.other(party text, n bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$
  SELECT rtrim(translate(encode(sha256(convert_to(party || n, 'UTF8')), 'base64'), '+/', '-_'), '=') $$;
CREATE TEMP TABLE template_facts (of uuid, kind text, format text, parties text[], last bigint, at double precision)`;

/** A fact's text with places for the case and its customers, whom every past case has others of. */
const TEMPLATE_FACTS = `
INSERT INTO template_facts
SELECT f.conflict_id, f.kind,
  (SELECT replace(replace(replace(replace(f.body::text, '%', '%%'), f.conflict_id::text, '%1$s'),
     p[1], '%2$s'), p[2], '%3$s')),
  p, (SELECT max(seq) FROM assize.facts), (SELECT max(at) FROM assize.facts)
FROM assize.facts f JOIN templates t ON t.of = f.conflict_id,
  LATERAL (SELECT array_agg(DISTINCT party) AS p FROM assize.parties
           WHERE conflict_id = f.conflict_id AND role = 'claimant') AS claimants`;

/**
 * From the oldest to the newest, a year in all, every one a minute and more before now. Their ids rise too, or each row
 * would look for its place in an index that is larger than memory's share; those of new cases fall between them.
 */
const MAKE = `
WITH emptied AS (DELETE FROM made)
INSERT INTO made SELECT n, (lpad(to_hex(n * 4294967296 / $3::bigint), 8, '0') || substr(md5('past ' || n), 9))::uuid, of, now() - interval '1 year' * (1.0001 - n::double precision / $3)
FROM generate_series($1::bigint, $2::bigint - 1) AS n JOIN templates ON k = n % $4`;

const PARTY = 'CASE WHEN t.party IN (SELECT b.party FROM banks b) THEN t.party ELSE pg_temp.other(t.party, n) END';
const CLOSED = "m.at + interval '3 days'";

/** What is other in a copy than in its template, by table and column. */
const CHANGED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conflicts: {
    state: "'final'",
    created_at: 'm.at',
    begun_at: 'm.at',
    changed_at: CLOSED,
    deadline: 'NULL',
    events: 't.events + 1',
  },
  statements: {},
  claims: {},
  parties: { party: PARTY },
  events: {},
  examinations: {},
  verdicts: { fact_seq: 'n' },
};

/** copyTemplates gives the statements that copy a chunk, for the columns that the tables have. */
async function copyTemplates(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT table_name AS name, array_agg(column_name::text ORDER BY ordinal_position) AS columns
     FROM information_schema.columns WHERE table_schema = 'assize' AND table_name = ANY($1) GROUP BY table_name`,
    [Object.keys(CHANGED)],
  );
  assert.equal(rows.length, Object.keys(CHANGED).length);
  const copies = rows.map(({ name, columns }) => {
    const values = columns.map((column) => {
      const moved = column === 'conflict_id' ? 'id' : column === 'at' ? 'm.at' : `t.${column}`;
      return CHANGED[name]![column] ?? moved;
    });
    return `INSERT INTO assize.${name} (${columns.join(', ')})
      SELECT ${values.join(', ')} FROM made m JOIN assize.${name} t ON t.conflict_id = of`;
  });
  return [...copies, ...OTHER_COPIES];
}

const OTHER_COPIES = [
  `INSERT INTO assize.events (conflict_id, seq, kind, at, actor, why, body)
   SELECT id, t.events, 'final', ${CLOSED}, 'tribunal', 'its clock ended', '{}'
   FROM made m JOIN assize.conflicts t ON t.conflict_id = of`,
  `INSERT INTO assize.facts (seq, at, kind, conflict_id, body)
   SELECT last + 1 + n, t.at + 1e-6 * (1 + n), kind, id,
     format(format, id, pg_temp.other(parties[1], n), pg_temp.other(parties[2], n))::jsonb
   FROM made JOIN template_facts t USING (of) ORDER BY n`,
  `INSERT INTO assize.reputations (party, fact_seq, conflicts, record, at)
   SELECT party, 0, conflicts, jsonb_set(record, '{party}', to_jsonb(party)), m.at
   FROM made m, LATERAL (SELECT DISTINCT pg_temp.other(p.party, n) AS party, r.conflicts, r.record
     FROM assize.parties p JOIN assize.reputations r USING (party)
     WHERE p.conflict_id = of AND p.party NOT IN (SELECT b.party FROM banks b)) AS theirs`,
];
