import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CliError } from './cli-error.ts';

/** How large each kind of file may be, in bytes. A submission's limit is the specification's (32 MiB a request). */
export const LIMITS = {
  key: 64 * 1024,
  strategy: 64 * 1024,
  /** A verdict, the longest statement, with the newline after it. */
  statement: 1024 * 1024 + 2,
  register: 8 * 1024 * 1024,
  submission: 32 * 1024 * 1024,
} as const;

const CHUNK = 64 * 1024;

/** nameOf names a file in messages; `-` is standard input. */
export const nameOf = (path: string): string => (path === '-' ? 'standard input' : path);

/**
 * readInput reads a whole file (or standard input, `-`) of at most `limitBytes`. What keeps it from that comes back as
 * an error that names the file, so that a command can go on with its other files. An empty file is such an error.
 */
export async function readInput(path: string, limitBytes: number): Promise<Buffer | CliError> {
  const name = nameOf(path);
  let bytes: Buffer | null;
  try {
    bytes = path === '-' ? await readStandardInput(limitBytes) : readPath(path, limitBytes);
  } catch (error) {
    return explain(error as NodeJS.ErrnoException, path);
  }
  if (bytes === null) {
    return new CliError('too_large', `${name}: larger than ${sizeInWords(limitBytes)}, the limit for it`, {
      file: path,
    });
  }
  if (bytes.length === 0) return new CliError('empty_file', `${name}: the file is empty`, { file: path });
  return bytes;
}

/** null where there is more than the limit. What is no regular file (a pipe, a device) tells its size only by ending. */
function readPath(path: string, limit: number): Buffer | null {
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    if (stat.isFile() && stat.size > limit) return null;
    const parts: Buffer[] = [];
    for (let length = 0; ;) {
      const part = Buffer.allocUnsafe(stat.isFile() ? Math.max(stat.size - length, 1) : CHUNK);
      const read = readSync(file, part);
      if (read === 0) return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      parts.push(part.subarray(0, read));
      length += read;
      if (length > limit) return null;
    }
  } finally {
    closeSync(file);
  }
}

async function readStandardInput(limit: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > limit) return null;
  }
  return Buffer.concat(parts);
}

function explain(error: NodeJS.ErrnoException, path: string): CliError {
  const name = nameOf(path);
  const make = (code: string, what: string): CliError => new CliError(code, `${name}: ${what}`, { file: path });
  switch (error.code ?? '') {
    case 'ENOENT':
      return make('not_found', 'no such file');
    case 'EISDIR':
      return make('is_directory', 'is a directory, a file is needed');
    case 'EACCES':
    case 'EPERM':
      return make('not_permitted', 'may not be read (permission denied)');
    case 'ENOTDIR':
      return make('not_found', 'no such file: a part of its path is no directory');
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return make('not_found', 'is no name that a file can have');
    default:
      return make('unreadable', `cannot be read (${error.code ?? error.message})`);
  }
}

/** sizeInWords writes a limit as people do: `32 MiB`, `64 KiB`. */
export function sizeInWords(bytes: number): string {
  const mebibytes = Math.floor(bytes / 2 ** 20);
  return mebibytes >= 1 ? `${mebibytes} MiB` : `${Math.floor(bytes / 1024)} KiB`;
}
