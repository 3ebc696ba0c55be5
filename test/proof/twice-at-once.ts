/** Two workers' parts decide the same case on two connections at the same instant. */
import { isFault, readJson, readPrivateKey, type PrivateKey } from '#statements';
import { openStore } from '#store';
import { examineCase, examineFile, openMarket, propose, type Bench, type Docket } from '#tribunal';
import { randomUUID } from 'node:crypto';
import { pause, type Place, type Trial } from './harness/index.ts';

export interface AtOnceOptions {
  /** The tribunal's private key, as its file has it. */
  readonly key: Uint8Array;
  readonly isBroken: boolean;
  readonly fail: Trial['fail'];
}

/** decideAtOnce has each case examined by both, and then kept by both at once: one keeps it, the other finds it done. */
export async function decideAtOnce(
  place: Place,
  ids: readonly string[],
  { key, isBroken, fail }: AtOnceOptions,
): Promise<string> {
  if (isBroken) await dropKeys(place);
  const url = await place.databaseUrl();
  const stores = [await openStore({ url, connections: 2 }), await openStore({ url, connections: 2 })];
  const counts = new Map<string, number>();
  try {
    const benches: Bench[] = [];
    for (const { docket } of stores)
      benches.push(await makeBench(isBroken ? withoutLocks(docket) : docket, readKey(key)));
    for (const id of ids) {
      const examined = await Promise.all(
        benches.map(async ({ docket }) => {
          const [file] = await docket.readCases([id]);
          return examineFile(docket, async (task) => examineCase(task), file!, 0);
        }),
      );
      const went = await Promise.allSettled(benches.map((bench, i) => propose(bench, [examined[i]!])));
      const words = went.map((one): string =>
        one.status === 'fulfilled' ? one.value.get(id)! : `failed: ${(one.reason as Error).message}`,
      );
      const seen = words.sort().join(' and ');
      counts.set(seen, (counts.get(seen) ?? 0) + 1);
      if (seen !== 'proposed and stale') fail(`case ${id}: two workers at once: ${seen}`);
    }
  } finally {
    for (const store of stores) await store.close();
  }
  return [...counts].map(([seen, size]) => `${seen} ${size}`).join(', ');
}

async function makeBench(docket: Docket, key: PrivateKey): Promise<Bench> {
  const { keeper } = await openMarket(docket);
  return { docket, keeper, key, makeId: randomUUID, release: 'proof' };
}

function readKey(bytes: Uint8Array): PrivateKey {
  const read = readJson(bytes);
  const key = 'value' in read ? readPrivateKey(read.value) : null;
  if (key === null || isFault(key) || 'why' in key) throw new Error('the tribunal’s key cannot be read');
  return key;
}

/** What the proof must catch: cases that are looked at and not locked … */
const withoutLocks = (docket: Docket): Docket => ({
  ...docket,
  transaction: (work) =>
    docket.transaction((tx) =>
      work({
        ...tx,
        lock: async (ids) => {
          const files = await docket.readCases(ids);
          // Both have looked before either writes.
          await pause(20);
          return files.map(({ record }) => record);
        },
      }),
    ),
});

/** … on tables that would take a second verdict of a round. */
async function dropKeys(place: Place): Promise<void> {
  for (const table of ['verdicts', 'events', 'examinations']) {
    await place.sql(`ALTER TABLE assize.${table} DROP CONSTRAINT ${table}_pkey`);
  }
}
