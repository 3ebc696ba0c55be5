/** Rows `start`: a cold `assize judge` of one small file, and `assize serve` on a warm folder, beside a node that does nothing. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issue, redeem, transfer, writeSubmission } from './chain.ts';
import { alternate, median } from './measure.ts';
import { seededRandom } from './random.ts';
import { compare, type Effort, type Row } from './row.ts';
import { endProcess, makeFolder, spawnServer } from './service.ts';
import { makeSigner } from './wallet.ts';

const ID = 'start';
const WHAT = '`assize judge` of one small file (a fork of two claims), beside `node -e 0`; wall time';

export const benchStart = async (effort: Effort): Promise<Row[]> => [
  ...(await benchJudge(effort)),
  await benchServing(effort),
];

/** Its database is stopped between the rounds, as after a stop of the service: what is warm is the folder. */
async function benchServing({ quick }: Effort): Promise<Row> {
  const folder = makeFolder();
  const serve = async (...options: string[]): Promise<number> => {
    const args = ['apps/cli/bin/assize.js', 'serve', '--data-dir', folder, '--port', '0', ...options];
    const { child, startMs } = await spawnServer(args, {});
    await endProcess(child);
    return startMs;
  };
  try {
    await serve('--demo');
    const starts: number[] = [];
    const [, bare] = await alternate(quick ? 3 : 15, [
      async () => void starts.push(await serve()),
      () => spawn(['-e', '0']),
    ]);
    const figure = median(starts.slice(1));
    return {
      id: 'start-serve',
      what: '`assize serve` on the folder of the demo market, its database stopped, until it is ready, beside `node -e 0`; wall time',
      figure,
      beside: 1e3 * bare!,
      ratio: figure / (1e3 * bare!),
      goal: `≤ ${MOST_SERVE_MS / 1e3} s`,
      met: figure <= MOST_SERVE_MS,
      unit: 'ms',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const MOST_SERVE_MS = 3_000;

async function benchJudge({ quick }: Effort): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'assize-bench-'));
  try {
    const file = join(folder, 'fork.json');
    writeFileSync(file, forkedSubmission());
    const judge = ['apps/cli/bin/assize.js', 'judge', file, '--json'];
    const first = spawnSync(process.execPath, judge, { encoding: 'utf8' });
    // A command that is missing says so as a usage error; a judged submission is the only thing that names a fork.
    if (!first.stdout.includes('fork')) return [notRunnable(first.stderr)];
    const [assize, bare] = await alternate(quick ? 15 : 41, [() => spawn(judge), () => spawn(['-e', '0'])]);
    return [compare({ id: ID, what: WHAT, figure: 1e3 * assize!, beside: 1e3 * bare!, unit: 'ms', atMost: 4 })];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function spawn(args: readonly string[]): void {
  const { error } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  assert(error === undefined, String(error));
}

const notRunnable = (why: string): Row => {
  const said = why.trim().split('\n')[0] ?? '';
  return {
    id: ID,
    what: `not runnable yet: ${said}`,
    figure: null,
    beside: null,
    ratio: null,
    goal: '≤ 4',
    met: null,
    unit: 'ms',
  };
};

/** A holder passes one note on to two others, both of whom redeem it. */
function forkedSubmission(): string {
  const random = seededRandom(4);
  const [bank, alice, ...payees] = Array.from({ length: 4 }, () => makeSigner(random, 'Ed25519'));
  const note = issue(bank!, alice!, 'n-1');
  const { digest, text } = note.statement;
  const transcripts = payees.map((payee, i) => {
    const held = transfer(note, digest, payee, 1);
    return [text, held.statement.text, redeem(held, digest, bank!, 2, `r-${i}`).text];
  });
  return writeSubmission(transcripts, bank!);
}
