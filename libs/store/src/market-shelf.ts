import type { Docket } from '#tribunal';
import type { DataSource } from 'typeorm';
import { toStoredFact } from './record.ts';
import type { FactRow } from './rows/index.ts';

type Shelf = Pick<Docket, 'readReputation' | 'keepReputations' | 'readFacts' | 'readSnapshot' | 'keepSnapshot'>;
type Query = <T>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

/** A snapshot is kept in parts of this size, since a row holds a gigabyte at most and is read as a whole. */
const PART_BYTES = 8 * 1_048_576;

/** makeMarketShelf keeps what is learned: the stream of facts, and what can be computed from it again. */
export const makeMarketShelf = (source: DataSource, query: Query): Shelf => ({
  async readReputation(party) {
    const [row] = await query<{ record: object; conflicts: number; seq: string; at: Date }>(
      'SELECT record, conflicts, fact_seq AS seq, at FROM assize.reputations WHERE party = $1',
      [party],
    );
    if (row === undefined) return null;
    const { record, conflicts, seq, at } = row;
    return { ...record, restsOn: { conflicts, facts: Number(seq), at: at.toISOString() } };
  },

  async keepReputations(factSeq, reputations) {
    if (reputations.length === 0) return;
    // Several workers may say the same; who has heard more wins, and of those that heard as much the later: it may have
    // another model. Rows stand by party, so that no two wait for each other.
    await query(
      `INSERT INTO assize.reputations AS r (party, fact_seq, conflicts, record, at)
       SELECT party, $1, conflicts, record, clock_timestamp()
       FROM jsonb_to_recordset($2) AS n (party text, conflicts integer, record jsonb) ORDER BY party
       ON CONFLICT (party) DO UPDATE SET fact_seq = EXCLUDED.fact_seq, conflicts = EXCLUDED.conflicts,
         record = EXCLUDED.record, at = EXCLUDED.at
       WHERE r.fact_seq < EXCLUDED.fact_seq OR (r.fact_seq = EXCLUDED.fact_seq AND r.record <> EXCLUDED.record)`,
      [factSeq, JSON.stringify(reputations)],
    );
  },

  async readFacts(after, limit) {
    const rows = await query<FactRow>(
      'SELECT seq, at, kind, body FROM assize.facts WHERE seq > $1 ORDER BY seq LIMIT $2',
      [after, limit],
    );
    return rows.map(toStoredFact);
  },

  async readSnapshot() {
    const rows = await query<{ seq: string; parts: number; bytes: Buffer }>(
      `SELECT fact_seq AS seq, parts, bytes FROM assize.market_snapshots
       WHERE fact_seq = (SELECT max(fact_seq) FROM assize.market_snapshots) ORDER BY part`,
    );
    if (rows.length === 0 || rows.length !== rows[0]!.parts) return null;
    return { factSeq: Number(rows[0]!.seq), bytes: Buffer.concat(rows.map(({ bytes }) => bytes)) };
  },

  async keepSnapshot(factSeq, bytes) {
    const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
    await source.transaction(async (manager) => {
      // One of just these facts may be of another model: whoever learned them anew is right.
      await manager.query('DELETE FROM assize.market_snapshots WHERE fact_seq <= $1', [factSeq]);
      for (let part = 0; part < parts; part += 1) {
        await manager.query(
          `INSERT INTO assize.market_snapshots (fact_seq, part, parts, bytes, at)
           VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT DO NOTHING`,
          [factSeq, part, parts, Buffer.from(bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES))],
        );
      }
    });
  },
});
