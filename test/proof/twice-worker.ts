/** A worker of the proof "twice": the service's own worker part behind a queue that calls it silent after a second. */
import { openQueue } from '#queue';
import { isFault, readJson, readPrivateKey } from '#statements';
import { openStore } from '#store';
import { examineCase, openMarket, type Docket } from '#tribunal';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeLargeWork, openLargeWork } from '../../apps/server/src/large-work.ts';
import { startCaseWorker } from '../../apps/server/src/worker/case-worker.ts';

const [url = '', keyFile = '', silenceMs = '', dwells = ''] = process.argv.slice(2);
/** So that a case is in hand for a while, or the transaction open in which it is kept. */
const DWELL_MS = 150;

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const read = readJson(readFileSync(keyFile));
const key = 'value' in read ? readPrivateKey(read.value) : null;
if (key === null || isFault(key) || 'why' in key) throw new Error(`${keyFile} is no private key`);

const store = await openStore({ url, connections: 4 });
const { keeper } = await openMarket(store.docket);
const dwell = async (where: string): Promise<void> => {
  if (where !== dwells) return;
  tell({ dwelling: true });
  await sleep(DWELL_MS);
};
/** Where facts are appended, the lock that orders them is held until the commit. */
const docket: Docket = {
  ...store.docket,
  transaction: (work) =>
    store.docket.transaction((tx) =>
      work({
        ...tx,
        appendFacts: async (facts) => {
          const seq = await tx.appendFacts(facts);
          await dwell('keeping');
          return seq;
        },
      }),
    ),
};
const worker = startCaseWorker({
  bench: { docket, keeper, key, makeId: randomUUID, release: 'proof' },
  examiner: async (task) => {
    const brief = examineCase(task);
    await dwell('examining');
    return brief;
  },
  crossCheck: 0,
  batch: 4,
  largeWork: openLargeWork(makeLargeWork(1)),
  onProceeding: (proceeding) => tell({ proceeding }),
  onFault: ({ error }) => tell({ fault: String(error) }),
});
const queue = await openQueue({
  postgresUrl: url,
  redisUrl: null,
  prefix: 'assize',
  silenceMs: Number(silenceMs),
  onFault: () => undefined,
});
await queue.work(
  async ({ ids }) => {
    tell({ taken: ids });
    // A job that failed has ended as well: the queue gives it once more, to whoever asks.
    await worker.advance(ids).finally(() => tell({ finished: ids }));
  },
  { concurrency: 2 },
);
tell({ ready: true });
