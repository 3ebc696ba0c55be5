/** Evidence at the moment when a proposed case's window ends: it is in before the end, or kept beside what is final. */
import { openStore } from '#store';
import { finaliseDue } from '#tribunal';
import { doubleSpend, say, type DoubleSpend } from '../service/town.ts';
import { eventually, inParallel, isSettled, pause, type Answer, type Client, type Server } from './harness/index.ts';
import type { Naive } from './races-naive.ts';
import type { Track } from './races.ts';

const AT_ONCE = 10;
const LEAD_MS = 40;
const SPREAD_MS = 30;
const SETTLE_MS = 60_000;

interface Contest {
  readonly id: string;
  readonly spend: DoubleSpend;
}

export async function raceEvidence(
  track: Track,
  [first, second]: readonly [Server, Server],
  naive: Naive | null,
  n: number,
): Promise<Record<string, number>> {
  const { trial, place, schema } = track;
  const counts = { 'evidence first, a new round': 0, 'closed first, kept beside': 0 };
  const contests = naive === null ? await propose(track, first, n) : await naive.propose(n);
  const store = await openStore({ url: await place.databaseUrl(), connections: 2 });
  const stranger = second.client(null);
  const late = new Set<string>();
  let tripMs = 20;
  try {
    for (let i = 0; i < contests.length; i += AT_ONCE) {
      const batch = contests.slice(i, i + AT_ONCE);
      const deadlines = await setDeadlines(track, batch, LEAD_MS + 1.5 * tripMs);
      const until = Math.max(...deadlines.values()) + LEAD_MS;
      const closing = (async () => {
        while (Date.now() < until) {
          await (naive === null ? finaliseDue(store.docket) : naive.finalise());
          await pause(1);
        }
      })();
      await Promise.all(
        batch.map(async (contest) => {
          const deadline = deadlines.get(contest.id)!;
          // Aimed so that it is taken in around the deadline, by how long the last ones took.
          await pause(deadline - Date.now() - tripMs * (0.1 + 1.1 * trial.random()));
          // The database stands on this machine: one clock tells both.
          if (Date.now() > deadline + 1) late.add(contest.id);
          const { status, text, ms } = await (naive === null ? handIn(stranger, contest) : naive.evidence(contest.id));
          tripMs += (ms - tripMs) / 4;
          if (status < 200 || status > 299)
            trial.fail(`case ${contest.id}: evidence was answered ${status}: ${text.slice(0, 200)}`);
        }),
      );
      await closing;
    }
  } finally {
    await store.close();
  }
  if (naive === null) {
    await eventually(
      'late evidence is examined',
      async () => ((await isSettled(place.sql)) ? true : null),
      SETTLE_MS,
      100,
    );
  }
  for (const { id } of contests) {
    const { what, wrong } = await judge(place.sql, schema, id, late.has(id));
    if (wrong !== null) trial.fail(`case ${id}: ${wrong}`);
    if (what !== null) counts[what] += 1;
  }
  if (naive === null && n >= 50 && Object.values(counts).includes(0))
    trial.fail('one of the two never came first: this is no race');
  return counts;
}

/** Real double spends, submitted and proposed. */
async function propose({ place }: Track, server: Server, n: number): Promise<Contest[]> {
  const { north, south } = place.banks;
  const client = server.client(south);
  const contests: Contest[] = [];
  await inParallel(
    Array.from({ length: n }, (_, i) => i),
    6,
    async (i) => {
      const spend = doubleSpend(`closing-${i}`, { issuer: north.key, bank: south.key });
      const { status, body, text } = await client.post('/v1/conflicts', { claims: spend.claims });
      if (status !== 202) throw new Error(`a submission was answered ${status}: ${text}`);
      contests.push({ id: body['id'] as string, spend });
    },
  );
  await eventually('all are proposed', async () => ((await isSettled(place.sql)) ? true : null), SETTLE_MS, 100);
  return contests;
}

async function setDeadlines(
  { trial, place, schema }: Track,
  batch: readonly Contest[],
  leadMs: number,
): Promise<Map<string, number>> {
  const rows = await place.sql<{ id: string; ms: number }>(
    `UPDATE ${schema}.conflicts c SET deadline = clock_timestamp() + make_interval(secs => d.ms / 1000)
     FROM unnest($1::uuid[], $2::double precision[]) AS d (id, ms) WHERE c.conflict_id = d.id
     RETURNING c.conflict_id AS id, (extract(epoch FROM c.deadline) * 1000)::double precision AS ms`,
    [batch.map(({ id }) => id), batch.map(() => leadMs + trial.random() * SPREAD_MS)],
  );
  return new Map(rows.map(({ id, ms }) => [id, ms]));
}

const handIn = (client: Client, { id, spend }: Contest): Promise<Answer> => {
  const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, spend.claimants[0]!);
  return client.post(`/v1/conflicts/${id}/evidence`, { statements: [receipt] });
};

interface Verdict {
  readonly what: 'evidence first, a new round' | 'closed first, kept beside' | null;
  readonly wrong: string | null;
}

async function judge(sql: Track['place']['sql'], schema: string, id: string, isLate: boolean): Promise<Verdict> {
  const events = await sql<{ kind: string }>(
    `SELECT kind FROM ${schema}.events WHERE conflict_id = $1 ORDER BY seq, kind`,
    [id],
  );
  const [row] = await sql<{ state: string; round: number; kept: number }>(
    `SELECT state, round, (SELECT count(*) FROM ${schema}.evidence e WHERE e.conflict_id = c.conflict_id)::integer AS kept
     FROM ${schema}.conflicts c WHERE conflict_id = $1`,
    [id],
  );
  const kinds = events.map(({ kind }) => kind);
  const [came, closed] = [kinds.indexOf('evidence_added'), kinds.indexOf('finalised')];
  const { state, round, kept } = row!;
  if (kept !== 1 || came < 0)
    return { what: null, wrong: `the evidence was taken, and ${kept} are kept: ${kinds.join(' ')}` };
  if (closed >= 0 && closed < came) {
    const isKeptBeside = state === 'final' && round === 0;
    return {
      what: 'closed first, kept beside',
      wrong: isKeptBeside ? null : `it was closed first, and is ${state}, round ${round}`,
    };
  }
  const what = 'evidence first, a new round';
  if (closed >= 0) return { what, wrong: `the evidence was in, and it was closed over it: ${kinds.join(' ')}` };
  if (state !== 'proposed' || round !== 1)
    return { what, wrong: `the evidence was in, and it is ${state}, round ${round}` };
  return { what, wrong: isLate ? 'evidence that was sent after the deadline was taken as if it were in time' : null };
}
