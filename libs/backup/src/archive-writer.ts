import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from './backup-fault.ts';
import { BLOCK, paddingOf, tarHeader } from './tar-header.ts';

/** The last entry: the SHA-256 of every other, as `sha256sum -c` reads it. */
export const SUMS = 'SHA256SUMS';

/** A tar file that is being written. It has its name only when it is whole and on the disk. */
export interface ArchiveWriter {
  add(name: string, bytes: Buffer): Promise<void>;
  /** Ends the file, makes it durable and names it; gives its size and SHA-256. */
  finish(): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** Removes what was written. */
  abandon(): Promise<void>;
}

/** sumsLine is an entry's line in SHA256SUMS. */
export const sumsLine = (name: string, sha256: string): string => `${sha256}  ${name}\n`;

/** openArchive begins a file that only its owner may read (mode 0600); every entry has the time `at`. */
export async function openArchive(path: string, at: Date): Promise<ArchiveWriter> {
  if (existsSync(path)) throw failure('exists', `${path}: is there already`, 'choose another file');
  const draft = `${path}.part-${process.pid}`;
  const file = await open(draft, 'wx', 0o600);
  const whole = createHash('sha256');
  let bytes = 0;
  let sums = '';
  const write = async (part: Buffer): Promise<void> => {
    whole.update(part);
    bytes += part.length;
    await writeAll(file, part);
  };
  const add = async (name: string, content: Buffer): Promise<void> => {
    await write(tarHeader({ name, size: content.length, at: Math.floor(at.getTime() / 1000) }));
    await write(content);
    await write(Buffer.alloc(paddingOf(content.length)));
    sums += sumsLine(name, createHash('sha256').update(content).digest('hex'));
  };
  return {
    add,
    async finish() {
      await add(SUMS, Buffer.from(sums));
      await write(Buffer.alloc(2 * BLOCK));
      await file.sync();
      await file.close();
      if (existsSync(path)) throw failure('exists', `${path}: somebody else made it meanwhile`, 'choose another file');
      await rename(draft, path);
      await syncFolder(dirname(path));
      return { bytes, sha256: whole.digest('hex') };
    },
    async abandon() {
      await file.close().catch(() => {});
      await rm(draft, { force: true });
    },
  };
}

async function writeAll(file: FileHandle, part: Buffer): Promise<void> {
  for (let written = 0; written < part.length;) {
    written += (await file.write(part, written)).bytesWritten;
  }
}

/** Makes a new name durable. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
