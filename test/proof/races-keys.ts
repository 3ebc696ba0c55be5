/** One Idempotency-Key twice at the same instant: one effect, and one answer or a "not yet" beside it. */
import { doubleSpend, keyOf, say } from '../service/town.ts';
import { draw, pause, type Answer, type Client, type Server } from './harness/index.ts';
import type { Naive } from './races-naive.ts';
import type { Track } from './races.ts';

/** A request that would have an effect each time it is done, or one that is the same by its content. */
const WHATS = ['activity', 'submission'] as const;

interface Try {
  readonly path: string;
  readonly body: object;
  /** How many effects it had. */
  readonly effects: () => Promise<number>;
}

export async function raceKeys(
  { trial, place, schema }: Track,
  [first, second]: readonly [Server, Server],
  naive: Naive | null,
  n: number,
): Promise<Record<string, number>> {
  const { random, fail } = trial;
  const { north, south } = place.banks;
  const customers = Array.from({ length: n }, (_, i) => keyOf(`customer ${i}`));
  const clients = [first.client(north), second.client(north)] as const;
  for (let i = 0; i < n; i += 100) {
    const statements = customers.slice(i, i + 100).map(({ id }) => say('registration+jwt', { sub: id }, north.key));
    const { status, text } = await clients[0].post('/v1/registrations', { statements });
    if (status !== 201) throw new Error(`customers could not be registered: ${status} ${text}`);
  }
  const count = async (text: string, values: readonly unknown[]): Promise<number> => {
    const [row] = await place.sql<{ size: number }>(`SELECT count(*)::integer AS size FROM ${text}`, values);
    return row!.size;
  };
  const prepare = (i: number): Try => {
    if (naive !== null || draw(random, WHATS) === 'activity') {
      const party = customers[i]!.id;
      return {
        path: '/v1/activity',
        body: { reports: [{ party, settled: 7 }] },
        effects: () =>
          naive === null
            ? count(`assize.facts WHERE kind = 'activity' AND body->>'party' = $1`, [party])
            : count(`${schema}.effects WHERE name = $1`, [party]),
      };
    }
    const spend = doubleSpend(`key-${i}`, { issuer: north.key, bank: south.key });
    return {
      path: '/v1/conflicts',
      body: { claims: spend.claims },
      effects: () =>
        count(
          `assize.events e JOIN assize.conflicts c USING (conflict_id) WHERE c.serial_json = $1 AND e.kind = 'begun'`,
          [JSON.stringify(spend.serial)],
        ),
    };
  };
  const counts: Record<string, number> = {};
  for (let i = 0; i < n; i += 1) {
    const { path, body, effects } = prepare(i);
    const headers = { 'idempotency-key': `key ${i}` };
    const ask = (client: Client): Promise<Answer> =>
      naive === null ? client.post(path, body, headers) : naive.effect(customers[i]!.id, `key ${i}`);
    const answers = await Promise.all([ask(clients[0]), pause(random() * 4).then(() => ask(clients[1]))]);
    const name = `#${i} (${path})`;
    const seen = judge(answers);
    counts[seen.what] = (counts[seen.what] ?? 0) + 1;
    if (!seen.isGood) fail(`${name}: ${seen.what}: ${answers.map(({ text }) => text.slice(0, 200)).join(' | ')}`);
    const done = await effects();
    if (done !== 1) fail(`${name}: ${done} effects of one key`);
    const winner = answers.find(({ status }) => status < 300);
    if (naive !== null || winner === undefined) continue;
    const again = await ask(clients[i % 2]!);
    if (again.status !== winner.status || again.text !== winner.text)
      fail(`${name}: a third time it was answered ${again.status} ${again.text}`);
    if ((await effects()) !== 1) fail(`${name}: a third request had an effect`);
  }
  return counts;
}

function judge([one, other]: readonly [Answer, Answer] | Answer[]): {
  readonly what: string;
  readonly isGood: boolean;
} {
  const statuses = [one!.status, other!.status].sort((a, b) => a - b);
  const [least, most] = statuses as [number, number];
  if (least >= 200 && most < 300) {
    const isSame = one!.status === other!.status && one!.text === other!.text;
    return { what: isSame ? 'the same answer twice' : 'two different answers', isGood: isSame };
  }
  const isOnce = least >= 200 && least < 300 && most === 409;
  return { what: isOnce ? 'an answer and a 409' : statuses.join(' and '), isGood: isOnce };
}
