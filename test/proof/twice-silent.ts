/** A worker that is stopped in the middle of its work, and goes on after another has done it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, isSettled, type Place, type Trial } from './harness/index.ts';

const SCRIPT = fileURLToPath(new URL('./twice-worker.js', import.meta.url));
const SILENCE_MS = 1_000;
const WAIT_MS = 30_000;

interface Apart {
  readonly child: ChildProcess;
  readonly taken: string[];
  /** How its work went, case by case. */
  readonly proceedings: string[];
  readonly finished: string[];
  isExamining: boolean;
  isReady: boolean;
}

/** fallSilent stops one of two workers while it has cases in hand; the other is given them, and both finish. */
export async function fallSilent(place: Place, file: () => Promise<string[]>, fail: Trial['fail']): Promise<string> {
  const args = [await place.databaseUrl(), join(place.dataDir, 'tribunal.json'), String(SILENCE_MS)];
  const [silent, other] = [startApart(args), startApart(args)];
  try {
    await eventually('both work', () => (silent.isReady && other.isReady ? true : null), WAIT_MS);
    const ids = await file();
    await eventually('one has cases in hand', () => (silent.isExamining ? true : null), WAIT_MS, 5);
    silent.child.kill('SIGSTOP');
    await eventually(
      'the other has decided them',
      async () => ((await isSettled(place.sql)) ? true : null),
      WAIT_MS,
      100,
    );
    silent.child.kill('SIGCONT');
    const isFinished = (): true | null => (silent.finished.length === silent.taken.length ? true : null);
    await eventually('the silent one has finished', isFinished, WAIT_MS);
    const both = new Set(silent.taken.filter((id) => other.taken.includes(id)));
    const stale = silent.proceedings.filter((proceeding) => proceeding === 'stale').length;
    if (both.size === 0 || stale === 0) fail('no case was examined by both workers: this is no proof');
    return `${ids.length} cases, ${both.size} taken by both; the silent one found ${stale} done when it went on`;
  } finally {
    for (const { child } of [silent, other]) child.kill('SIGKILL');
  }
}

function startApart(args: readonly string[]): Apart {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const apart: Apart = { child, taken: [], proceedings: [], finished: [], isExamining: false, isReady: false };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as {
      taken?: string[];
      proceeding?: string;
      finished?: string[];
      fault?: string;
      examining?: boolean;
      ready?: boolean;
    };
    apart.taken.push(...(said.taken ?? []));
    apart.finished.push(...(said.finished ?? []));
    if (said.examining === true) apart.isExamining = true;
    const proceeding = said.proceeding ?? said.fault;
    if (proceeding !== undefined) apart.proceedings.push(proceeding);
    if (said.ready === true) apart.isReady = true;
  });
  return apart;
}
