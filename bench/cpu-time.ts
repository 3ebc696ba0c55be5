/** CPU time from /proc: what a busy neighbour takes from us shows in wall time, and hardly in this. */
import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of CPU, since their start, of what a conflict goes through; null where there is no /proc. */
export interface CpuTimes {
  readonly server: number;
  readonly database: number;
  /** This process: the client, or the worker of empty jobs. */
  readonly client: number;
}

/** The kernel's clock ticks a second, as /proc counts on every Linux that Node runs on. */
const TICKS = 100;

/** cpuTimes reads them; a server's threads are counted with it, and a postmaster's processes, ended ones too. */
export function cpuTimes({ pid, postmaster }: { readonly pid: number; readonly postmaster: number }): CpuTimes | null {
  const server = statOf(pid);
  const all = statOf(postmaster);
  if (server === null || all === null) return null;
  const { user, system } = process.cpuUsage();
  const backends = childrenOf(postmaster).reduce((sum, child) => sum + (statOf(child)?.own ?? 0), 0);
  return { server: server.own, database: all.own + all.ended + backends, client: (user + system) / 1e6 };
}

/** spent is what passed between two readings, in milliseconds a piece. */
export function spent(before: CpuTimes | null, after: CpuTimes | null, pieces: number): CpuTimes | null {
  if (before === null || after === null) return null;
  const each = (part: keyof CpuTimes): number => (1e3 * (after[part] - before[part])) / pieces;
  return { server: each('server'), database: each('database'), client: each('client') };
}

/** threadTimes is what each thread of a process has spent; the main one has the number of its process. */
export function threadTimes(pid: number): { readonly id: number; readonly seconds: number }[] {
  return readdirSync(`/proc/${pid}/task`).map((id) => ({
    id: Number(id),
    seconds: statOf(`${pid}/task/${id}`)?.own ?? 0,
  }));
}

function statOf(pid: number | string): { readonly own: number; readonly ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets can have spaces; utime, stime, cutime and cstime are fields 14 to 17.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { own: (fields[11]! + fields[12]!) / TICKS, ended: (fields[13]! + fields[14]!) / TICKS };
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
  );
}
