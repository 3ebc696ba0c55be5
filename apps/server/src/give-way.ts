import { readdirSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/**
 * giveWay lets other threads of the process go before the one that calls it, which works on what nobody waits for at
 * a connection; `steps` are those of nice(2). Only Linux gives a thread a priority of its own (setpriority(2), "C library/kernel differences").
 */
export function giveWay(steps: number): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), steps);
  } catch {
    // Where /proc is not there, or a sandbox forbids it, threads compete as equals.
  }
}

/**
 * helpersGiveWay does the same to the threads that V8 has started by then: they collect garbage and compile for all
 * threads, and would work for those that give way as if they did not.
 */
export function helpersGiveWay(steps: number): void {
  if (process.platform !== 'linux') return;
  try {
    const own = basename(readlinkSync('/proc/thread-self'));
    for (const id of readdirSync('/proc/self/task')) if (id !== own) setPriority(Number(id), steps);
  } catch {
    // As above.
  }
}
