/** Rows `history`: what a long past costs, a service with many final conflicts stored beside one with a thousand. */
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import pg from 'pg';
import { read } from './client.ts';
import { median } from './measure.ts';
import { fillPast, learnPast, type StoredPast } from './past.ts';
import { seededRandom, type Random } from './random.ts';
import { compare, digits, report, type Effort, type Row } from './row.ts';
import { burst, drawSubmissions } from './serve.ts';
import { startService, type Service } from './service.ts';
import { watchVerdicts, type VerdictWatch } from './verdict-watch.ts';
import { makeSigner, type Signer } from './wallet.ts';

const SHORT = 1_000;
const QUICK = { past: 20_000, warmUp: 100, rounds: 5, burst: 50, reads: 40 };
const LONG = { past: 1_000_000, warmUp: 800, rounds: 11, burst: 200, reads: 200 };
/** What a past conflict takes on disk, and as much again for what PostgreSQL logs of it. */
const DISK_BYTES = 40_000;

/** A service with its past, and what is asked of it. */
interface Contender {
  readonly service: Service;
  readonly watch: VerdictWatch;
  readonly take: (count: number) => string[];
  readonly past: StoredPast;
  /** Milliseconds of a start with the market's snapshot. */
  readonly startMs: number;
  readonly ids: readonly string[];
}

export async function benchHistory({ quick, past }: Effort): Promise<Row[]> {
  const effort = quick ? QUICK : LONG;
  const size = past ?? effort.past;
  const free = statfsSync(tmpdir());
  if (free.bavail * free.bsize < size * DISK_BYTES) return [noRoom(size)];
  const bank = makeSigner(seededRandom(11), 'Ed25519');
  const opened: Contender[] = [];
  try {
    for (const one of [SHORT, size]) opened.push(await open(bank, one));
    const [short, long] = opened as [Contender, Contender];
    for (const one of opened) await burst(one.service, one.watch, one.take(effort.warmUp));
    const serve = await inTurn(opened, effort.rounds, ({ service, watch, take }) =>
      burst(service, watch, take(effort.burst)),
    );
    const random = seededRandom(12);
    const cases = await inTurn(opened, effort.rounds, (one) => readCases(one, random, effort.reads));
    const lists = await inTurn(opened, effort.rounds, (one) => readLists(one, effort.reads));
    const stored = `${long.past.conflicts.toLocaleString('en')} past conflicts (${digits(long.past.bytes / 1e9)} GB), beside ${digits(SHORT)}`;
    const page = { unit: 'ms a page', atMost: 1.2 } as const;
    const rows = [
      compare({
        id: 'history',
        what: `a conflict served, with ${stored}`,
        figure: 1e3 / serve[1]!,
        beside: 1e3 / serve[0]!,
        unit: 'ms a conflict',
        atMost: 1.2,
      }),
      compare({ id: 'history-case', what: `the page of a past case`, figure: cases[1]!, beside: cases[0]!, ...page }),
      compare({
        id: 'history-list',
        what: 'the first page of the list of a bank that has a part in all',
        figure: lists[1]!,
        beside: lists[0]!,
        ...page,
      }),
      report({
        id: 'history-start',
        what: 'a start with the snapshot of what all of them taught, the database running',
        figure: long.startMs,
        beside: short.startMs,
        unit: 'ms',
      }),
    ];
    if (!quick) rows.push(await benchLearning(long));
    return rows;
  } finally {
    for (const { watch, service } of opened) {
      await watch.close();
      await service.stop();
    }
  }
}

async function open(bank: Signer, size: number): Promise<Contender> {
  const service = await startService(bank);
  try {
    const past = await fillPast(service, bank, size);
    await learnPast(service);
    const startMs = await service.resume();
    const watch = await watchVerdicts(service.databaseUrl);
    const ids = await drawIds(service.databaseUrl);
    return { service, watch, take: drawSubmissions(bank, 'history'), past, startMs, ids };
  } catch (error) {
    await service.stop();
    throw error;
  }
}

async function drawIds(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `SELECT conflict_id AS id FROM assize.conflicts WHERE state = 'final' ORDER BY md5(conflict_id::text) LIMIT 1000`,
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

/** The median of each, measured in turn. */
async function inTurn(
  contenders: readonly Contender[],
  rounds: number,
  measure: (one: Contender) => Promise<number>,
): Promise<number[]> {
  const figures = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, one] of contenders.entries()) figures[i]!.push(await measure(one));
  }
  return figures.map(median);
}

const readCases = ({ service, ids }: Contender, random: Random, times: number): Promise<number> =>
  medianMs(times, () => read(service, `/v1/conflicts/${ids[random.integer(ids.length)]!}`));

const readLists = ({ service }: Contender, times: number): Promise<number> =>
  medianMs(times, () => read(service, '/v1/conflicts?limit=50'));

async function medianMs(times: number, ask: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await ask();
    taken.push(performance.now() - start);
  }
  return median(taken);
}

/** A start without the snapshot hears every fact again and writes every reputation. */
async function benchLearning({ service, past, startMs }: Contender): Promise<Row> {
  await service.halt();
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  await client.query('DELETE FROM assize.market_snapshots');
  await client.end();
  return report({
    id: 'history-learn',
    what: `a start without it: ${past.conflicts.toLocaleString('en')} facts are heard again, beside one with it`,
    figure: await service.resume(),
    beside: startMs,
    unit: 'ms',
  });
}

const noRoom = (size: number): Row => ({
  id: 'history',
  what: `not run: ${tmpdir()} has less than ${digits((size * DISK_BYTES) / 1e9)} GB left, as ${digits(size)} past conflicts need (--past takes fewer)`,
  figure: null,
  beside: null,
  ratio: null,
  goal: '≤ 1.2',
  met: null,
  unit: 'ms a conflict',
});
