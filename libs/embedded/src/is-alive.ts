import { readFileSync } from 'node:fs';

/** isAlive tells whether a process with this id is running, whoever it belongs to; one that only waits to be reaped is not. */
export const isAlive = (pid: number): boolean => isTaken(pid) && stateOf(pid) !== 'Z';

/** isTaken tells whether a process has this id, were it only waiting to be reaped. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Its state as proc(5) tells it, after the name in brackets; null where the system does not show it. */
function stateOf(pid: number): string | null {
  try {
    return /\) (\w) [^)]*$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}
