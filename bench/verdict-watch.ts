/**
 * When verdicts are kept, as the database shows it: a case of one question leaves one fact, in its verdict's transaction
 * and under the next number, so that the newest facts tell, however many there are.
 */
import { strict as assert } from 'node:assert';
import pg from 'pg';

export interface VerdictWatch {
  /** The cases decided since this was last asked. */
  fresh(): Promise<readonly string[]>;
  /** Waits until so many more cases are decided; those that were before do not count. */
  more(count: number): Promise<void>;
  close(): Promise<void>;
}

const EVERY_MS = 10;
const PATIENCE_MS = 300_000;

/** watchVerdicts begins after the facts that are there. */
export async function watchVerdicts(databaseUrl: string): Promise<VerdictWatch> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ seq: string }>('SELECT coalesce(max(seq), 0) AS seq FROM assize.facts');
  let seen = Number(rows[0]!.seq);
  const fresh = async (): Promise<readonly string[]> => {
    const facts = await client.query<{ seq: string; id: string | null }>({
      name: 'fresh',
      text: 'SELECT seq, conflict_id AS id FROM assize.facts WHERE seq > $1 ORDER BY seq',
      values: [seen],
    });
    seen = Number(facts.rows.at(-1)?.seq ?? seen);
    return facts.rows.flatMap(({ id }) => (id === null ? [] : [id]));
  };
  return {
    fresh,
    more: async (count) => {
      const until = performance.now() + PATIENCE_MS;
      for (let decided = 0; decided < count;) {
        assert(performance.now() < until, `of ${count} verdicts ${decided} came`);
        const size = (await fresh()).length;
        decided += size;
        if (size === 0) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    },
    close: () => client.end(),
  };
}
