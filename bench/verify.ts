/** Rows `verify`, `verify-noble`, `verify-mixed`: transcripts of ten hops, every key fresh, beside bare loops. */
import { availableParallelism } from 'node:os';
import { native, portable, type Suite, type Verifier } from '#statements';
import { Piscina } from 'piscina';
import { verifyBare } from './bare-loop.ts';
import { makeTranscripts, type MadeTranscript } from './chain.ts';
import { alternate } from './measure.ts';
import { examineText } from './pipeline.ts';
import { seededRandom } from './random.ts';
import { compare, type Effort, type Row } from './row.ts';

const HOPS = 10;
const WHAT = `${HOPS} hops, every key fresh, parsed, checked and linked`;
const UNIT = 'transcripts/s';

const examineAll = (transcripts: readonly MadeTranscript[], verifier: Verifier): void => {
  for (const { submission } of transcripts) examineText(submission, verifier);
};

export async function benchVerify({ quick }: Effort): Promise<Row[]> {
  const one = await besideBareLoop(quick ? 25 : 101, ['Ed25519']);
  const row = compare({
    id: 'verify',
    what: `Ed25519, ${WHAT}, one core; beside a bare loop of libsodium’s key check and verification`,
    ...one,
    unit: UNIT,
    atLeast: 0.85,
  });
  return [row, await benchAllCores(quick ? 5 : 15)];
}

export async function benchMixed({ quick }: Effort): Promise<Row[]> {
  const mixed = await besideBareLoop(quick ? 25 : 101, ['Ed25519', 'ES256', 'ES256K']);
  const what = `a third each Ed25519, ES256, ES256K, ${WHAT}; beside bare loops of libsodium, OpenSSL and libsecp256k1`;
  return [compare({ id: 'verify-mixed', what, ...mixed, unit: UNIT, atLeast: 0.8 })];
}

export async function benchPortable({ quick }: Effort): Promise<Row[]> {
  const transcripts = makeTranscripts(seededRandom(2), 2, HOPS, ['Ed25519']);
  const [nativeSeconds, portableSeconds] = await alternate(quick ? 11 : 31, [
    () => examineAll(transcripts, native),
    () => examineAll(transcripts, portable),
  ]);
  return [
    compare({
      id: 'verify-noble',
      what: `Ed25519, ${WHAT}; beside the same pipeline with the portable verifier`,
      figure: transcripts.length / nativeSeconds!,
      beside: transcripts.length / portableSeconds!,
      unit: UNIT,
      atLeast: 15,
    }),
  ];
}

/** A round is short, so that what troubles a shared machine falls on both sides of it alike, but has its own garbage. */
const ROUND = 50;
/** The native verifier remembers the keys that it imported last; here a key comes round again only long after. */
const KEPT_APART = 150;

async function besideBareLoop(rounds: number, suites: readonly Suite[]) {
  const transcripts = makeTranscripts(seededRandom(1), KEPT_APART, HOPS, suites);
  const batches = (contender: (batch: MadeTranscript[]) => void) => {
    let from = 0;
    return () => {
      contender(transcripts.slice(from, from + ROUND));
      from = (from + ROUND) % KEPT_APART;
    };
  };
  const [pipeline, bare] = await alternate(rounds, [
    batches((batch) => examineAll(batch, native)),
    batches(verifyBare),
  ]);
  return { figure: ROUND / pipeline!, beside: ROUND / bare! };
}

/** Batches are of whole transcripts: small enough to keep all cores busy to the end, large enough to be cheap to send. */
const BATCH = 16;
/** So many batches that a core which is done early waits for a small part of the round only. */
const BATCHES = 64;

async function benchAllCores(rounds: number): Promise<Row> {
  const cores = availableParallelism();
  const transcripts = makeTranscripts(seededRandom(3), BATCHES * BATCH, HOPS, ['Ed25519']);
  const batches = Array.from({ length: BATCHES }, (_, i) =>
    transcripts.slice(i * BATCH, (i + 1) * BATCH).map(({ submission }) => submission),
  );
  const pool = new Piscina({
    filename: new URL('./pool-worker.js', import.meta.url).href,
    minThreads: cores,
    maxThreads: cores,
    concurrentTasksPerWorker: 2,
  });
  try {
    const [all, one] = await alternate(rounds, [
      async () => void (await Promise.all(batches.map((batch) => pool.run(batch)))),
      () => examineAll(transcripts, native),
    ]);
    return compare({
      id: 'verify-all',
      what: `the same on all ${cores} cores, a pool of workers given batches of ${BATCH}; beside one core`,
      figure: transcripts.length / all!,
      beside: transcripts.length / one!,
      unit: UNIT,
      atLeast: 0.9 * cores,
    });
  } finally {
    await pool.destroy();
  }
}
