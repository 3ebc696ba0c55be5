/** What a process costs, as Linux counts it (proc(5), /proc/PID/schedstat): nothing is asked of the process itself. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Spent {
  /** Of the thread that serves requests, milliseconds. */
  readonly mainMs: number;
  /** Of all threads. */
  readonly allMs: number;
  /** How long the serving thread was ready and waited for a processor. */
  readonly waitedMs: number;
}

/** spentBy reads what a process has spent so far. */
export function spentBy(pid: number): Spent {
  const tasks = readdirSync(`/proc/${pid}/task`).map((tid) => ({ tid, ...read(`/proc/${pid}/task/${tid}/schedstat`) }));
  const main = tasks.find(({ tid }) => tid === String(pid));
  return {
    mainMs: main?.ranMs ?? 0,
    allMs: tasks.reduce((sum, { ranMs }) => sum + ranMs, 0),
    waitedMs: main?.waitedMs ?? 0,
  };
}

function read(path: string): { readonly ranMs: number; readonly waitedMs: number } {
  try {
    const [ran = 0, waited = 0] = readFileSync(path, 'utf8').split(' ').map(Number);
    return { ranMs: ran / 1e6, waitedMs: waited / 1e6 };
  } catch {
    // A thread that ended meanwhile.
    return { ranMs: 0, waitedMs: 0 };
  }
}

/** peakBytes is the most memory that a process ever had resident (proc(5), VmHWM). */
export const peakBytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1_024;
