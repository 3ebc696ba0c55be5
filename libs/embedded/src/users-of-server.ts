/** Which processes use a server, so that the last one stops it: a file each, named by process id, beside the data. */
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './run-program.ts';
import { isAlive } from './is-alive.ts';

const folderOf = (cluster: string): string => join(cluster, 'assize.users');

/** What this process has noted: after a restart in a container, an earlier one had the same id. */
const ours = new Set<string>();
let uses = 0;

/** enterUse notes that this process uses the server; `isNew` forgets everybody who used an earlier one. */
export function enterUse(cluster: string, account: Account | null, isNew: boolean): string {
  const folder = folderOf(cluster);
  if (isNew) rmSync(folder, { recursive: true, force: true });
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    if (account !== null) chownSync(folder, account.uid, account.gid);
  }
  uses += 1;
  const use = join(folder, `${process.pid}-${uses}`);
  writeFileSync(use, '', { mode: 0o600 });
  ours.add(use);
  return use;
}

/** leaveUse takes a note back, and tells whether anybody alive still uses the server. */
export function leaveUse(cluster: string, use: string): boolean {
  rmSync(use, { force: true });
  ours.delete(use);
  const folder = folderOf(cluster);
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => {
    const pid = Number(name.split('-')[0]);
    return pid === process.pid ? ours.has(join(folder, name)) : isAlive(pid);
  });
}
