import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isFault, makePrivateKey, privateJwkOf, readJson, readPrivateKey, type PrivateKey } from '#statements';
import { StartError } from './start-error.ts';

export interface OpenTribunalKey {
  readonly key: PrivateKey;
  readonly isNew: boolean;
  /** What an operator should know and nothing stops at. */
  readonly warning: string | null;
}

/**
 * openTribunalKey reads the key that signs verdicts, or makes one at the first start, for its owner only. The file
 * appears whole or not at all, and once: of several first starts all get the key of one.
 */
export function openTribunalKey(file: string, chmod: typeof chmodSync = chmodSync): OpenTribunalKey {
  try {
    const there = readIfThere(file);
    if (there !== null) return { key: readKeyFile(file, there), isNew: false, warning: protect(file, chmod) };
    mkdirSync(dirname(file), { recursive: true });
    const made = makePrivateKey('Ed25519', randomBytes(32));
    const isNew = placeWhole(file, `${JSON.stringify(privateJwkOf(made), null, 2)}\n`);
    return { key: readKeyFile(file, readFileSync(file)), isNew, warning: null };
  } catch (error) {
    throw error instanceof StartError ? error : explain(file, error as NodeJS.ErrnoException);
  }
}

const FIX = 'restore the file from its backup, or TRIBUNAL_KEY=<a file with a private JWK> npm start';

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // A link that leads nowhere, most likely to a disk that is not mounted: a new key would not be the tribunal's.
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return null;
    throw new StartError(`${file} is a link to a file that is not there.`, 'mount or restore what it leads to');
  }
}

function readKeyFile(file: string, bytes: Buffer): PrivateKey {
  if (bytes.toString().trim() === '') throw new StartError(`${file} is empty, where a private key should be.`, FIX);
  const read = readJson(bytes);
  const key = 'value' in read ? readPrivateKey(read.value) : { why: 'it is not JSON' };
  if ('why' in key) throw new StartError(`${file} is no private key: ${key.why}.`, FIX);
  if (isFault(key)) throw new Error('a fault has words');
  return key;
}

/** Others who can read it can sign verdicts. A secret that is mounted is often another's, and read-only. */
function protect(file: string, chmod: typeof chmodSync): string | null {
  if (process.platform === 'win32') return null;
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  try {
    chmod(file, 0o600);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `others may read ${file} (mode ${mode.toString(8)}), and its mode cannot be changed (${code})`;
  }
}

/** Puts a whole file where there is none; false where somebody else was first. */
function placeWhole(file: string, text: string): boolean {
  const draft = `${file}.${randomBytes(8).toString('hex')}.new`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    const isFirst = linkOrRename(draft, file);
    syncFolder(dirname(file));
    return isFirst;
  } finally {
    rmSync(draft, { force: true });
  }
}

function linkOrRename(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Some file systems have no links, and report it in different ways.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EINVAL'].includes(code ?? '')) throw error;
    if (existsSync(file)) return false;
    renameSync(draft, file);
    return true;
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    // Network and overlay file systems may not know it.
    if (!['EINVAL', 'EPERM', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(handle);
  }
}

function explain(file: string, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'EISDIR':
      return new StartError(`${file} is a folder, where a private key should be.`, 'TRIBUNAL_KEY=<a file> npm start');
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(`${dirname(file)} is not a folder.`, 'TRIBUNAL_KEY=<a file in a folder> npm start');
    case 'ELOOP':
      return new StartError(`${file} is a link that leads to itself.`, FIX);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartError(
        `The tribunal's key ${file} cannot be read or made by this user (${error.code}).`,
        `give it to the user that the service runs as, or TRIBUNAL_KEY=<a file of its own> npm start`,
      );
    case undefined:
    default:
      return error;
  }
}
