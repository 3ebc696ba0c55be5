import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** A process of this machine. */
export interface Listener {
  readonly pid: number;
  readonly name: string;
}

const LISTENING = '0A';

/** findListener tells which process listens on a TCP port; null where nobody does, or where this machine does not tell (it reads Linux's /proc). */
export function findListener(port: number): Listener | null {
  try {
    const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => inodesOn(table, port)));
    if (sockets.size === 0) return null;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (holdsOne(pid, sockets)) {
        return { pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() };
      }
    }
  } catch {
    // No /proc, or a process that ended while it was looked at.
  }
  return null;
}

/** Lines are `sl local_address rem_address st … inode`, the port in hexadecimal behind the colon. */
function inodesOn(table: string, port: number): string[] {
  const lines = readFileSync(table, 'latin1').split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === LISTENING && Number.parseInt(local!.split(':')[1]!, 16) === port ? [`socket:[${inode}]`] : [];
  });
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((file) => {
      try {
        return sockets.has(readlinkSync(`${folder}/${file}`));
      } catch {
        return false;
      }
    });
  } catch {
    // Somebody else's process.
    return false;
  }
}
