/** What the proof "races" must catch: the obvious code, which looks first and writes then, at READ COMMITTED. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { doubleSpend, keyOf, type DoubleSpend } from '../service/town.ts';
import type { Answer, Place } from './harness/index.ts';

export interface Naive {
  submit(serial: string, bank: string): Promise<Answer>;
  propose(n: number): Promise<{ readonly id: string; readonly spend: DoubleSpend }[]>;
  evidence(id: string): Promise<Answer>;
  finalise(): Promise<void>;
  effect(name: string, key: string): Promise<Answer>;
  close(): Promise<void>;
}

const DONE: Answer = { status: 202, headers: {}, text: '', body: {}, ms: 0 };

/** openNaive makes tables like the service's, without any key or trigger. */
export async function openNaive(place: Place): Promise<Naive> {
  const pool = new pg.Pool({ connectionString: await place.databaseUrl(), max: 24 });
  await pool.query('CREATE SCHEMA naive');
  for (const table of ['conflicts', 'claims', 'events', 'evidence']) {
    await pool.query(`CREATE TABLE naive.${table} AS TABLE assize.${table} WITH NO DATA`);
  }
  await pool.query('CREATE TABLE naive.effects (name text, key text)');
  const inTransaction = async (
    work: (query: (text: string, values: unknown[]) => Promise<Row[]>) => Promise<void>,
  ): Promise<Answer> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await work(async (text, values) => (await client.query<Row>(text, values)).rows);
      await client.query('COMMIT');
      return DONE;
    } finally {
      client.release();
    }
  };
  const tell = (id: string, kind: string): [string, unknown[]] => [
    `INSERT INTO naive.events (conflict_id, seq, kind, at)
     SELECT $1, count(*), $2, clock_timestamp() FROM naive.events WHERE conflict_id = $1`,
    [id, kind],
  ];
  return {
    submit: (serial, bank) =>
      inTransaction(async (query) => {
        const [there] = await query('SELECT conflict_id AS id FROM naive.conflicts WHERE serial_json = $1', [
          JSON.stringify(serial),
        ]);
        const id = there?.id ?? randomUUID();
        if (there === undefined) {
          await query('INSERT INTO naive.conflicts (conflict_id, serial_json) VALUES ($1, $2)', [
            id,
            JSON.stringify(serial),
          ]);
        }
        const claims = await query('SELECT claim_id AS id FROM naive.claims WHERE conflict_id = $1', [id]);
        await query('INSERT INTO naive.claims (conflict_id, claim_id) VALUES ($1, $2)', [id, `${serial} ${bank}`]);
        if (claims.length !== 1) return;
        await query(...tell(id, 'begun'));
        await query('UPDATE naive.conflicts SET begun_at = clock_timestamp() WHERE conflict_id = $1', [id]);
      }),
    propose: async (n) => {
      const spend = doubleSpend('naive', { issuer: keyOf('north'), bank: keyOf('south') });
      const ids = Array.from({ length: n }, () => randomUUID() as string);
      await pool.query(
        `INSERT INTO naive.conflicts (conflict_id, state, round) SELECT id, 'proposed', 0 FROM unnest($1::uuid[]) AS c (id)`,
        [ids],
      );
      return ids.map((id) => ({ id, spend }));
    },
    evidence: (id) =>
      inTransaction(async (query) => {
        const [row] = await query('SELECT state AS id FROM naive.conflicts WHERE conflict_id = $1', [id]);
        await query(`INSERT INTO naive.evidence (conflict_id, text_hash) VALUES ($1, 'a receipt')`, [id]);
        await query(...tell(id, 'evidence_added'));
        // Long enough that a closing looks meanwhile, however busy the machine is.
        await query('SELECT pg_sleep(0.05)', []);
        if (row!.id === 'proposed') await query('UPDATE naive.conflicts SET round = 1 WHERE conflict_id = $1', [id]);
      }),
    finalise: async () => {
      await inTransaction(async (query) => {
        const due = await query(
          `SELECT conflict_id AS id FROM naive.conflicts WHERE state = 'proposed' AND round = 0 AND deadline <= clock_timestamp()`,
          [],
        );
        for (const { id } of due) {
          await query(...tell(id, 'finalised'));
          await query(`UPDATE naive.conflicts SET state = 'final' WHERE conflict_id = $1`, [id]);
        }
      });
    },
    effect: (name, key) =>
      inTransaction(async (query) => {
        const used = await query('SELECT key AS id FROM naive.effects WHERE key = $1', [key]);
        if (used.length > 0) return;
        // What the key stands for takes its time.
        await query('SELECT pg_sleep(0.01)', []);
        await query('INSERT INTO naive.effects (name, key) VALUES ($1, $2)', [name, key]);
      }),
    close: () => pool.end(),
  };
}

interface Row {
  readonly id: string;
}
