/** Rows `serve` and `latency`: from HTTP in to a verdict that is kept, beside what the queue alone costs on the same database. */
import { drive, post } from './client.ts';
import { cpuTimes, spent, type CpuTimes } from './cpu-time.ts';
import { emptyJobLatencies, emptyJobsPerSecond } from './empty-jobs.ts';
import { median, quantile } from './measure.ts';
import { seededRandom } from './random.ts';
import { compare, digits, report, type Effort, type Row } from './row.ts';
import { startService, type Service } from './service.ts';
import { forkedSubmissions } from './submissions.ts';
import { watchVerdicts, type VerdictWatch } from './verdict-watch.ts';
import { makeSigner, type Signer } from './wallet.ts';

const HOPS = 10;
const CLIENTS = 32;
const SERVE = `conflicts/s, two claims × ${HOPS} hops, HTTP in to verdict proposed, durable, embedded PostgreSQL, beside BullMQ’s empty jobs/s there`;
const LATENCY = 'submit → proposed at a tenth of capacity';

/** How much: bursts in turn with empty jobs, so that a noisy neighbour troubles them alike. */
const QUICK = { warmUp: 200, rounds: 3, burst: 150, jobs: 1_000, paced: 100, latencies: 100 };
const LONG = { warmUp: 800, rounds: 9, burst: 400, jobs: 3_000, paced: 600, latencies: 300 };

export async function benchServe({ quick }: Effort): Promise<Row[]> {
  const effort = quick ? QUICK : LONG;
  const bank = makeSigner(seededRandom(9), 'Ed25519');
  const take = drawSubmissions(bank, 'serve');
  const service = await startService(bank);
  const watch = await watchVerdicts(service.databaseUrl);
  try {
    await burst(service, watch, take(effort.warmUp));
    const { conflicts, jobs, conflictCpu, jobCpu } = await throughput(service, watch, take, effort);
    const paced = take(effort.paced);
    const { proposed, answered, empty } = await besideEmptyJobs(
      service,
      watch,
      paced,
      conflicts / 10,
      effort.latencies,
    );
    const p50 = `${LATENCY}, p50 (the answer 202 came after ${digits(median(answered))}), beside an empty job’s p50`;
    const p99 = `${LATENCY}, p99 of ${effort.paced}, beside an empty job’s p50`;
    const figure = { beside: empty, unit: 'ms' };
    const rows = [
      compare({
        id: 'serve',
        what: SERVE,
        figure: conflicts,
        beside: jobs,
        unit: 'conflicts/s, jobs/s',
        atLeast: 0.25,
      }),
    ];
    if (conflictCpu !== null && jobCpu !== null) rows.push(cpuRow(conflictCpu, jobCpu));
    rows.push(
      compare({ id: 'latency', what: p50, figure: median(proposed), ...figure, atMost: 5 }),
      compare({ id: 'latency-p99', what: p99, figure: quantile(proposed, 0.99), ...figure, atMost: 20 }),
    );
    if (!quick) rows.push(await benchCrossCheck(bank, service, watch, take));
    return rows;
  } finally {
    await watch.close();
    await service.stop();
  }
}

/** What a neighbour’s load hardly changes: the reason for the row `serve`, in milliseconds of CPU. */
function cpuRow(conflict: CpuTimes, job: CpuTimes): Row {
  const { server, database, client } = conflict;
  const parts = `server ${digits(server)}, PostgreSQL ${digits(database)}; the client that shares the cores took ${digits(client)}`;
  const beside = `empty job: worker ${digits(job.client)}, PostgreSQL ${digits(job.database)}`;
  return report({
    id: 'serve-cpu',
    what: `CPU a conflict (${parts}), beside CPU an ${beside}`,
    figure: server + database,
    beside: job.client + job.database,
    unit: 'ms of CPU',
  });
}

/** drawSubmissions gives a source of conflicts, of which none comes twice; another `name` gives others. */
export function drawSubmissions(bank: Signer, name: string, hops = HOPS): (count: number) => string[] {
  const random = seededRandom(10);
  let taken = 0;
  return (count) => forkedSubmissions(random, bank, count, hops, `${name}-${(taken += 1)}`);
}

/** burst hands in all of them at once, and gives how many a second came to a verdict. */
export async function burst(service: Service, watch: VerdictWatch, submissions: readonly string[]): Promise<number> {
  const started = performance.now();
  await Promise.all([drive(service, submissions, CLIENTS), watch.more(submissions.length)]);
  return (1_000 * submissions.length) / (performance.now() - started);
}

async function throughput(
  service: Service,
  watch: VerdictWatch,
  take: (count: number) => string[],
  effort: typeof LONG,
): Promise<{
  readonly conflicts: number;
  readonly jobs: number;
  readonly conflictCpu: CpuTimes | null;
  readonly jobCpu: CpuTimes | null;
}> {
  const address = { postgresUrl: service.databaseUrl, redisUrl: null };
  const figures = { conflicts: [] as number[], jobs: [] as number[] };
  const cpu = { conflicts: [] as (CpuTimes | null)[], jobs: [] as (CpuTimes | null)[] };
  for (let round = 0; round < effort.rounds; round += 1) {
    let before: CpuTimes | null = null;
    const rate = await emptyJobsPerSecond(address, effort.jobs, () => {
      before = cpuTimes(service);
    });
    cpu.jobs.push(spent(before, cpuTimes(service), effort.jobs));
    figures.jobs.push(rate);
    const submissions = take(effort.burst);
    before = cpuTimes(service);
    figures.conflicts.push(await burst(service, watch, submissions));
    cpu.conflicts.push(spent(before, cpuTimes(service), effort.burst));
  }
  return {
    conflicts: median(figures.conflicts),
    jobs: median(figures.jobs),
    conflictCpu: middle(cpu.conflicts),
    jobCpu: middle(cpu.jobs),
  };
}

function middle(times: readonly (CpuTimes | null)[]): CpuTimes | null {
  const known = times.filter((one) => one !== null);
  if (known.length < times.length) return null;
  const of = (part: keyof CpuTimes): number => median(known.map((one) => one[part]));
  return { server: of('server'), database: of('database'), client: of('client') };
}

async function besideEmptyJobs(
  service: Service,
  watch: VerdictWatch,
  submissions: readonly string[],
  perSecond: number,
  latencies: number,
): Promise<Paced & { readonly empty: number }> {
  const address = { postgresUrl: service.databaseUrl, redisUrl: null };
  const before = await emptyJobLatencies(address, latencies);
  const paced = await pace(service, watch, submissions, perSecond);
  const after = await emptyJobLatencies(address, latencies);
  return { ...paced, empty: median([...before, ...after]) };
}

/** Milliseconds from each request to its answer, and until others can see its verdict. */
interface Paced {
  readonly answered: readonly number[];
  readonly proposed: readonly number[];
}

/** pace hands in so many a second, whatever became of those before. */
async function pace(
  service: Service,
  watch: VerdictWatch,
  submissions: readonly string[],
  perSecond: number,
): Promise<Paced> {
  const sent = new Map<string, number>();
  const decided = new Map<string, number>();
  const answered: number[] = [];
  let handed = 0;
  const handIn = async (submission: string): Promise<void> => {
    const at = performance.now();
    handed += 1;
    sent.set(await post(service, submission), at);
    answered.push(performance.now() - at);
  };
  const handInAll = async (): Promise<void> => {
    const start = performance.now();
    const inFlight: Promise<void>[] = [];
    for (const [i, submission] of submissions.entries()) {
      await sleep(start + (1_000 * i) / perSecond - performance.now());
      inFlight.push(handIn(submission));
    }
    await Promise.all(inFlight);
  };
  const look = async (): Promise<void> => {
    while (decided.size < submissions.length) {
      await sleep(1);
      if (handed > decided.size) for (const id of await watch.fresh()) decided.set(id, performance.now());
    }
  };
  await Promise.all([handInAll(), look()]);
  return { answered, proposed: [...sent].map(([id, at]) => decided.get(id)! - at) };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What it costs to ask the second verifier about everything, which an operator may choose (CROSS_CHECK). */
async function benchCrossCheck(
  bank: Signer,
  service: Service,
  watch: VerdictWatch,
  take: (count: number) => string[],
): Promise<Row> {
  const checking = await startService(bank, { CROSS_CHECK: 'all' });
  const watchChecking = await watchVerdicts(checking.databaseUrl);
  try {
    await burst(checking, watchChecking, take(LONG.warmUp));
    const all: number[] = [];
    const findings: number[] = [];
    for (let round = 0; round < LONG.rounds; round += 1) {
      all.push(await burst(checking, watchChecking, take(LONG.burst)));
      findings.push(await burst(service, watch, take(LONG.burst)));
    }
    return report({
      id: 'serve-all',
      what: 'the second verifier asked about everything (CROSS_CHECK=all), beside what findings rest on (the default)',
      figure: median(all),
      beside: median(findings),
      unit: 'conflicts/s',
    });
  } finally {
    await watchChecking.close();
    await checking.stop();
  }
}
