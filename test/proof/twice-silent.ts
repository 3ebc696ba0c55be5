/** A worker that is stopped in the middle of its work, and goes on after another has done it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, isSettled, type Place, type Trial } from './harness/index.ts';

const SCRIPT = fileURLToPath(new URL('./twice-worker.js', import.meta.url));
const SILENCE_MS = 1_000;
/** PostgreSQL ends the transaction of a process that says nothing within it for 20 s, and whoever waits for its locks gets them. */
const WAIT_MS = 60_000;

/** Where a worker is stopped: with cases in hand and no transaction open, or within one, with the lock that all others need. */
export type Instant = 'examining' | 'keeping';

interface Apart {
  readonly child: ChildProcess;
  readonly taken: string[];
  /** How its work went, case by case. */
  readonly proceedings: string[];
  readonly finished: string[];
  isDwelling: boolean;
  isReady: boolean;
}

/** fallSilent stops one of two workers while it has cases in hand; the other is given them, and both finish. */
export async function fallSilent(
  place: Place,
  file: () => Promise<string[]>,
  { instant, fail }: { readonly instant: Instant; readonly fail: Trial['fail'] },
): Promise<string> {
  const args = [await place.databaseUrl(), join(place.dataDir, 'tribunal.json'), String(SILENCE_MS)];
  const [silent, other] = [startApart([...args, instant]), startApart(args)];
  try {
    await eventually('both work', () => (silent.isReady && other.isReady ? true : null), WAIT_MS);
    const ids = await file();
    await eventually('one has cases in hand', () => (silent.isDwelling ? true : null), WAIT_MS, 5);
    silent.child.kill('SIGSTOP');
    const stopped = performance.now();
    await eventually(
      'the other has decided them',
      async () => ((await isSettled(place.sql)) ? true : null),
      WAIT_MS,
      100,
    );
    const seconds = (performance.now() - stopped) / 1_000;
    silent.child.kill('SIGCONT');
    const isFinished = (): true | null => (silent.finished.length === silent.taken.length ? true : null);
    await eventually('the silent one has finished', isFinished, WAIT_MS);
    const both = new Set(silent.taken.filter((id) => other.taken.includes(id)));
    const stale = silent.proceedings.filter((proceeding) => proceeding === 'stale').length;
    const isLost = silent.proceedings.some((proceeding) => proceeding.includes('idle-in-transaction timeout'));
    if (both.size === 0 || (stale === 0 && !isLost)) fail('no case was examined by both workers: this is no proof');
    if (instant === 'keeping' && !isLost) fail(`no transaction was lost: ${silent.proceedings.join(', ')}`);
    return `${ids.length} cases, ${both.size} taken by both, all decided after ${seconds.toFixed(1)} s; the silent one found ${stale} done when it went on`;
  } finally {
    for (const { child } of [silent, other]) child.kill('SIGKILL');
  }
}

function startApart(args: readonly string[]): Apart {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const apart: Apart = { child, taken: [], proceedings: [], finished: [], isDwelling: false, isReady: false };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as {
      taken?: string[];
      proceeding?: string;
      finished?: string[];
      fault?: string;
      dwelling?: boolean;
      ready?: boolean;
    };
    apart.taken.push(...(said.taken ?? []));
    apart.finished.push(...(said.finished ?? []));
    if (said.dwelling === true) apart.isDwelling = true;
    const proceeding = said.proceeding ?? said.fault;
    if (proceeding !== undefined) apart.proceedings.push(proceeding);
    if (said.ready === true) apart.isReady = true;
  });
  return apart;
}
