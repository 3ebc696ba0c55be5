/** An honest load at an even pace, and what it feels: requests leave on time whether or not the last ones were answered. */
import { doubleSpend } from '../service/town.ts';
import { pause, percentile, type Place, type Random, type Server } from './harness/index.ts';

export interface Felt {
  readonly requests: number;
  /** Answers that an honest client should not get, by status and code. */
  readonly bad: readonly string[];
  readonly p50Ms: number;
  readonly p99Ms: number;
}

let filed = 0;

/** honestLoad asks at `perSecond` for some seconds: one in four files a conflict, the others read. */
export async function honestLoad(
  place: Place,
  server: Server,
  { perSecond, seconds, random }: { perSecond: number; seconds: number; random: Random },
): Promise<Felt> {
  const { north, south } = place.banks;
  const client = server.client(north);
  const known: string[] = [];
  const times: number[] = [];
  const bad: string[] = [];
  const ask = async (isFiling: boolean): Promise<void> => {
    filed += 1;
    const { claims } = isFiling
      ? doubleSpend(`honest-${process.pid}-${filed}`, { issuer: north.key, bank: south.key })
      : { claims: [] };
    const id = known[Math.floor(random() * known.length)];
    const { status, body, ms } = isFiling
      ? await client.post('/v1/conflicts', { claims })
      : await client.get(
          id === undefined ? '/v1/conflicts' : `/v1/conflicts/${id}${random() < 0.5 ? '' : '/verdicts'}`,
        );
    times.push(ms);
    if (status !== 200 && status !== 202) bad.push(`${status} ${JSON.stringify(body['code'] ?? null)}`);
    else if (isFiling) known.push(String(body['id']));
  };
  const size = Math.round(perSecond * seconds);
  const started = performance.now();
  const open: Promise<void>[] = [];
  for (let i = 0; i < size; i += 1) {
    await pause(Math.max(0, started + (i * 1_000) / perSecond - performance.now()));
    open.push(ask(i % 4 === 0));
  }
  await Promise.all(open);
  return { requests: times.length, bad, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}
