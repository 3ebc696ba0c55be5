import { existsSync, readFileSync, statSync } from 'node:fs';
import { failure } from './embedded-fault.ts';
import { runProgram, type Account } from './run-program.ts';

/**
 * accountFor chooses whom PostgreSQL runs as: ourselves (null), or where we are root, which it refuses, the owner of the
 * database that is there, else `postgres`, else `nobody`. No account is ever made.
 */
export function accountFor(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  const account = chooseAccount(readFileSync('/etc/passwd', 'utf8'));
  if (account !== null) return account;
  throw failure(
    'no_permission',
    'PostgreSQL does not run as root, and /etc/passwd has neither postgres nor nobody',
    'run as another user, or set DATABASE_URL',
  );
}

/** chooseAccount looks up `postgres`, else `nobody`, in the text of /etc/passwd (passwd(5)). */
export function chooseAccount(passwd: string): Account | null {
  const rows = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find(([first]) => first === name);
    const [uid, gid] = [Number(row?.[2]), Number(row?.[3])];
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return null;
}

/** canEnter tells whether an account gets into a folder; every folder above it counts. */
export async function canEnter(folder: string, account: Account): Promise<boolean> {
  const { status } = await runProgram('/bin/sh', ['-c', 'cd -- "$0"', folder], { account });
  return status === 0;
}
