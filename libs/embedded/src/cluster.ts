/** Where a data folder keeps its database, and what is known of it from its files. */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from './embedded-fault.ts';

/** The database's name, and the role that owns it. */
export const DATABASE = 'assize';
export const ROLE = 'postgres';

export const PASSWORD_FILE = 'assize.password';

/** clusterOf names the folder of the database; it can be a link to where PostgreSQL could enter. */
export const clusterOf = (dataDir: string): string => join(dataDir, 'pg');

/** findCluster gives the real path of the database's folder, or null where there is none (or an empty folder). */
export function findCluster(dataDir: string): string | null {
  const path = clusterOf(dataDir);
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return null;
  if (entry.isSymbolicLink() && !existsSync(path)) {
    const target = readlinkSync(path);
    throw failure(
      'unreadable',
      `${path}: is a link to ${target}, which is gone`,
      `put that folder back, or remove ${path}`,
    );
  }
  if (!statSync(path).isDirectory()) throw notADatabase(path);
  const folder = realpathSync(path);
  const names = readdirSync(folder);
  if (names.includes('PG_VERSION')) return folder;
  if (names.length === 0) return null;
  throw notADatabase(path);
}

const notADatabase = (path: string): Error =>
  failure(
    'not_a_database',
    `${path}: is there, and is no database of PostgreSQL (PG_VERSION is missing)`,
    'move it away, or choose another folder with DATA_DIR',
  );

/** checkVersion refuses a database of another major version than the programs': its files mean something else. */
export function checkVersion(cluster: string, program: string): void {
  const written = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const major = program.split('.')[0]!;
  if (written === major) return;
  throw failure(
    'other_version',
    `${cluster}: was written by PostgreSQL ${written || '?'}, and this assize brings ${program}`,
    'make a backup with the assize that wrote it, move the folder away, and restore the backup (assize help backup)',
  );
}

/** addressOf makes the URL of a server on `port`. */
export const addressOf = (port: number, password: string): string =>
  `postgres://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;

/** readPassword reads what was made with the database. */
export function readPassword(cluster: string): string {
  const path = join(cluster, PASSWORD_FILE);
  const password = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (password !== '') return password;
  throw failure(
    'unreadable',
    `${path}: the database's password should be in it, and it is ${existsSync(path) ? 'empty' : 'gone'}`,
    'put the file back from a copy of the folder, or restore a backup into a new DATA_DIR',
  );
}
