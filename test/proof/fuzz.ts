/** Proof "fuzz": whatever is sent, the service answers by its own rules and goes on. */
import { startNaive } from './fuzz-broken.ts';
import { drawInput, jsonSuite, type FuzzInput } from './fuzz-inputs.ts';
import { judgeAnswer, SHEDDING } from './fuzz-judge.ts';
import { gatherMatter, letExamplesIn } from './fuzz-matter.ts';
import { openWire, type Wire } from './fuzz-wire.ts';
import { doubleSpend } from '../service/town.ts';
import {
  eventually,
  isSettled,
  openPlace,
  pause,
  type Place,
  type Proof,
  type Server,
  type Trial,
} from './harness/index.ts';

const WIRES = 8;
/** After so many inputs other cases are spoilt. */
const AGE = 5_000;
const SETTLE_MS = 60_000;
/** Longer than the service takes to give up on a request that never comes whole. */
const WAIT_MS = 35_000;

export const proof: Proof = {
  promise: 'no input makes a 5xx or a crash; every refusal is a documented problem without its inside',
  n: { ci: 10_000, long: 200_000 },
  broken: 'a service that hands bodies to JSON.parse and shows its stack',
  async run(trial) {
    const place = await openPlace();
    const naive = trial.isBroken ? await startNaive() : null;
    try {
      const server = await place.start();
      await letExamplesIn(place);
      const port = naive?.port ?? Number(new URL(server.url).port);
      const told = makeTally();
      for (let age = 0; age * AGE < trial.n && server.isRunning(); age += 1) {
        const matter = await gatherMatter(place, server, trial.random, age);
        const size = Math.min(AGE, trial.n - age * AGE);
        const suite = age === 0 ? jsonSuite(matter, trial.random).slice(0, Math.ceil(size / 2)) : [];
        await sendAll(
          trial,
          { server, port, first: age * AGE, size, told },
          (i) => suite[i] ?? drawInput(matter, trial.random),
        );
        if (trial.isLong) trial.say(`${age * AGE + size} of ${trial.n}`);
      }
      const seconds = told.ms / 1_000;
      return {
        n: told.sent,
        figures: { ...figuresOf(told, seconds), ...(await checkAfterwards(trial, place, server)) },
      };
    } finally {
      naive?.close();
      await place.close();
    }
  },
};

/** What came back, so far. */
interface Tally {
  readonly names: Map<string, number>;
  sent: number;
  unanswered: number;
  shed: number;
  ms: number;
}

const makeTally = (): Tally => ({ names: new Map(), sent: 0, unanswered: 0, shed: 0, ms: 0 });

interface Batch {
  readonly server: Server;
  readonly port: number;
  /** The number of its first input. */
  readonly first: number;
  readonly size: number;
  readonly told: Tally;
}

/** Sends inputs over a few connections, and judges every answer. */
async function sendAll(
  { say, fail }: Trial,
  { server, port, first, size, told }: Batch,
  inputAt: (i: number) => FuzzInput,
): Promise<void> {
  let next = 0;
  const started = performance.now();
  const send = async (kept: Wire): Promise<void> => {
    while (next < size && server.isRunning()) {
      const i = next;
      next += 1;
      told.sent += 1;
      const { what, bytes, isHead, isRaw } = inputAt(i);
      const wire = isRaw ? openWire(port) : kept;
      const answer = await wire.ask([bytes], { isHead, isLast: isRaw, waitMs: WAIT_MS });
      if (isRaw) wire.close();
      const tell = (fault: string): void =>
        fail(`input ${first + i} (${what}): ${fault}; sent ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}`);
      if (answer === null) {
        told.unanswered += 1;
        // A moment, for a process that ends to be seen to end.
        if (!isRaw && !(await hasEnded(server))) tell('no answer');
        if (!server.isRunning()) say(`unanswered at the end: input ${first + i} (${what})`);
        continue;
      }
      const { name, faults } = judgeAnswer(answer);
      told.names.set(name, (told.names.get(name) ?? 0) + 1);
      if (answer.status === 503 && SHEDDING.some((code) => name.endsWith(code))) told.shed += 1;
      for (const fault of faults) tell(fault);
    }
    kept.close();
  };
  await Promise.all(Array.from({ length: WIRES }, () => send(openWire(port))));
  told.ms += performance.now() - started;
}

function figuresOf({ names, sent, shed, unanswered }: Tally, seconds: number): Record<string, string | number> {
  const listed = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, size]): [string, number] => [`  ${name}`, size]);
  return {
    'requests a second': Math.round(sent / seconds),
    'shed (503)': shed,
    'closed without an answer (bytes that are no request)': unanswered,
    ...Object.fromEntries(listed),
  };
}

async function hasEnded(server: Server): Promise<boolean> {
  for (let i = 0; i < 20 && server.isRunning(); i += 1) await pause(50);
  return !server.isRunning();
}

/** After all that the service lives, has decided what it took, and takes a good submission. */
async function checkAfterwards(
  { fail }: Trial,
  place: Place,
  server: Server,
): Promise<Record<string, string | number>> {
  if (!server.isRunning()) {
    fail(`the service ended (${server.ended()}): ${server.stderr().slice(-4_000)}`);
    return {};
  }
  const north = server.client(place.banks.north);
  const spend = doubleSpend('fuzz-after', { issuer: place.banks.north.key, bank: place.banks.south.key });
  const { status, body } = await north.post('/v1/conflicts', { claims: spend.claims });
  if (status !== 202) fail(`a good submission gets ${status} ${JSON.stringify(body)}`);
  await eventually(
    'all that was taken is examined',
    async () => ((await isSettled(place.sql)) ? true : null),
    SETTLE_MS,
    250,
  ).catch((error: Error) => fail(error.message));
  const verdicts = await north.get(`/v1/conflicts/${String(body['id'])}/verdicts`);
  if ((verdicts.body['items'] as unknown[] | undefined)?.length !== 1)
    fail(`no verdict on a good submission: ${verdicts.text}`);
  const [stuck] = await place.sql<{ size: string }>('SELECT count(*) AS size FROM assize.conflicts WHERE attempts > 0');
  if (Number(stuck!.size) > 0) fail(`${stuck!.size} cases could not be examined at the first attempt`);
  const errors = server
    .stderr()
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line));
  for (const line of errors) fail(`the service logged: ${line.slice(0, 1_500)}`);
  const rows = await place.sql<{ outcome: string | null; size: string }>(
    'SELECT outcome, count(*) AS size FROM assize.conflicts GROUP BY outcome ORDER BY outcome',
  );
  return {
    'cases afterwards': rows.map(({ outcome, size }) => `${outcome ?? 'waiting'} ${size}`).join(', '),
    'errors logged': errors.length,
  };
}
