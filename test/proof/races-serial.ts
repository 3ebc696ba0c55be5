/** Two banks hand in the same serial at the same instant: one conflict, begun once, with both claims in it. */
import { doubleSpend, type DoubleSpend } from '../service/town.ts';
import { draw, pause, type Answer, type Client, type Server } from './harness/index.ts';
import type { Naive } from './races-naive.ts';
import type { Track } from './races.ts';

/** How each bank hands its claims in, and the pairs of answers that the interface promises (spec "conflicts", HTTP). */
const WAYS = {
  /** A submission of one claim each: the first waits, the second begins the conflict. */
  'a claim each': { answers: '202 202', claims: 2 },
  /** The whole double spend each: the first begins the conflict, the second joins it; what each bank says is its own. */
  'both claims each': { answers: '200 202', claims: 4 },
  'a registration each': { answers: '201 201', claims: 2 },
} as const;
type Way = keyof typeof WAYS;

export async function raceSubmissions(
  { trial, place, schema }: Track,
  [first, second]: readonly [Server, Server],
  naive: Naive | null,
  n: number,
): Promise<Record<string, number>> {
  const { random, fail } = trial;
  const { north, south } = place.banks;
  const clients = [first.client(south), second.client(north)] as const;
  const counts: Record<string, number> = {};
  for (let i = 0; i < n; i += 1) {
    const way = draw(random, Object.keys(WAYS) as Way[]);
    const spend = doubleSpend(`race-${i}`, { issuer: north.key, bank: south.key });
    const [one, other] = clients.map((client, side) => handIn(client, spend, way, side));
    const delay = Math.max(0, random() * 6 - 3);
    const answers =
      naive === null
        ? await Promise.all([one!(), pause(delay).then(other)])
        : await Promise.all([naive.submit(spend.serial, 'south'), naive.submit(spend.serial, 'north')]);
    const name = `#${i} (${way})`;
    const seen = answers
      .map(({ status }) => status)
      .sort((a, b) => a - b)
      .join(' ');
    if (naive === null && WAYS[way].answers !== seen) {
      fail(`${name}: answered ${seen}: ${answers.map(({ text }) => text.slice(0, 200)).join(' | ')}`);
    }
    const key = `${way}: ${seen}`;
    counts[key] = (counts[key] ?? 0) + 1;
    const wrong = await judge(place.sql, schema, spend.serial, naive === null ? WAYS[way].claims : 2);
    if (wrong !== null) fail(`${name}: ${wrong}`);
    const begins = answers.filter(({ body }) => body['conflict'] !== null).length;
    if (naive === null && way === 'a registration each' && begins !== 1)
      fail(`${name}: ${begins} answers say that it began`);
  }
  return counts;
}

const handIn =
  (client: Client, { claims }: DoubleSpend, way: Way, side: number) =>
  (): Promise<Answer> => {
    if (way === 'a registration each') return client.post('/v1/claims', claims[side]);
    return client.post('/v1/conflicts', { claims: way === 'both claims each' ? claims : [claims[side]] });
  };

/** What is wrong with the rows of one serial; null where nothing is. */
async function judge(
  sql: Track['place']['sql'],
  schema: string,
  serial: string,
  wanted: number,
): Promise<string | null> {
  const rows = await sql<{ claims: number; begins: number; begun: boolean }>(
    `SELECT begun_at IS NOT NULL AS begun,
       (SELECT count(*) FROM ${schema}.claims k WHERE k.conflict_id = c.conflict_id)::integer AS claims,
       (SELECT count(*) FROM ${schema}.events e WHERE e.conflict_id = c.conflict_id AND e.kind = 'begun')::integer AS begins
     FROM ${schema}.conflicts c WHERE serial_json = $1`,
    [JSON.stringify(serial)],
  );
  if (rows.length !== 1) return `${rows.length} conflicts on one serial`;
  const { claims, begins, begun } = rows[0]!;
  return claims === wanted && begins === 1 && begun ? null : `${claims} claims, begun ${begins} times`;
}
