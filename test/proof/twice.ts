/** Proof "twice": a job is delivered at least once, and what it does happens once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { doubleSpend } from '../service/town.ts';
import {
  audit,
  eventually,
  inParallel,
  isSettled,
  openPlace,
  shuffle,
  type Place,
  type Proof,
  type Server,
  type Trial,
} from './harness/index.ts';
import { decideAtOnce } from './twice-at-once.ts';
import { fallSilent } from './twice-silent.ts';

const SETTLE_MS = 90_000;
/** How often each hint is given beside the one that the filing itself left. */
const COPIES = 3;

export const proof: Proof = {
  promise: 'a job that runs twice makes one verdict a round, one set of facts, one signature',
  n: { ci: 300, long: 5_000 },
  broken: 'workers that look at a case without locking it, on tables without keys',
  async run({ n, random, isBroken, say, fail }) {
    const place = await openPlace();
    try {
      const api = await place.start({ roles: 'api' });
      const file = (prefix: string, size: number): Promise<string[]> => fileAll(place, api, prefix, size);
      const figures: Record<string, string> = {};
      const shares = {
        hinted: Math.ceil(0.6 * n),
        atOnce: Math.floor(0.3 * n),
        silent: Math.max(8, Math.floor(0.05 * n)),
      };
      // Before any worker runs, so that nobody else decides these.
      figures['decided by two at the same instant'] = await decideAtOnce(place, await file('at-once', shares.atOnce), {
        key: readFileSync(join(place.dataDir, 'tribunal.json')),
        isBroken,
        fail,
      });
      say(`two at once: ${figures['decided by two at the same instant']}`);
      if (!isBroken) {
        for (const instant of ['examining', 'keeping'] as const) {
          const figure = `taken over from a worker that fell silent while ${instant}`;
          const fileSome = (): Promise<string[]> => file(`silent-${instant}`, shares.silent);
          figures[figure] = await fallSilent(place, fileSome, { instant, fail });
          say(`fallen silent while ${instant}: ${figures[figure]}`);
        }
        figures['hints delivered again and again'] = await hintAgain(place, await file('hinted', shares.hinted), {
          random,
          say,
        });
      }
      const found = await audit(place.sql);
      for (const fault of found.faults) fail(fault);
      if (found.verdicts !== found.cases) fail(`${found.cases} cases of one round have ${found.verdicts} verdicts`);
      figures['audit'] =
        `${found.cases} cases, ${found.verdicts} verdicts, ${found.facts} facts; ${found.faults.length} faults`;
      return { n: found.cases, figures };
    } finally {
      await place.close();
    }
  },
};

/** Files double spends and answers the ids of their cases; no worker needs to run. */
async function fileAll({ banks }: Place, api: Server, prefix: string, size: number): Promise<string[]> {
  const client = api.client(banks.south);
  const ids: string[] = [];
  await inParallel(
    Array.from({ length: size }, (_, i) => i),
    6,
    async (i) => {
      const spend = doubleSpend(`${prefix}-${i}`, { issuer: banks.north.key, bank: banks.south.key });
      const { status, body, text } = await client.post('/v1/conflicts', { claims: spend.claims });
      if (status !== 202) throw new Error(`a submission was answered ${status}: ${text}`);
      ids.push(body['id'] as string);
    },
  );
  return ids;
}

/** Every hint several times, in another order, to two workers that wake at the same moment. */
async function hintAgain(
  place: Place,
  ids: readonly string[],
  { random, say }: Pick<Trial, 'random' | 'say'>,
): Promise<string> {
  for (let copy = 0; copy < COPIES; copy += 1) {
    await place.sql(
      `INSERT INTO assize.outbox (job, conflict_id, at) SELECT 'examine', id, clock_timestamp() FROM unnest($1::uuid[]) AS h (id)`,
      [shuffle(random, ids)],
    );
  }
  const isTold = async (): Promise<true | null> =>
    (await place.sql('SELECT 1 FROM assize.outbox LIMIT 1')).length === 0 ? true : null;
  await eventually('the relay has told every hint', isTold, SETTLE_MS, 100);
  say(`${ids.length} cases are hinted at ${COPIES + 1} times; two workers start`);
  await Promise.all([place.start({ roles: 'worker' }), place.start({ roles: 'worker' })]);
  await eventually('all is examined', async () => ((await isSettled(place.sql)) ? true : null), SETTLE_MS, 100);
  const [{ size }] = (await place.sql<{ size: number }>('SELECT count(*)::integer AS size FROM assize.verdicts')) as [
    { size: number },
  ];
  return `${ids.length} cases, ${ids.length * (COPIES + 1)} hints, 2 workers; ${size} verdicts in all`;
}
