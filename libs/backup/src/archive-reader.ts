import type { FileHandle } from 'node:fs/promises';
import { damaged, failure } from './backup-fault.ts';
import { BLOCK, paddingOf, readTarHeader } from './tar-header.ts';

export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Larger entries than this are none of ours, and would have to be held in memory. */
const MOST_BYTES = 2 ** 30;

/** readArchive reads a file's entries one after another, and refuses what is not exactly as we write it. */
export async function* readArchive(file: FileHandle, path: string, first: string): AsyncGenerator<ArchiveEntry> {
  let offset = 0;
  let last: string | null = null;
  const take = async (length: number, section: string): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0)
        throw last === null ? notABackup(path) : damaged(section, 'the file ends in the middle of it');
      filled += bytesRead;
    }
    offset += length;
    return bytes;
  };
  for (;;) {
    const place = last === null ? 'the beginning' : `what follows ${last}`;
    const header = await take(BLOCK, place);
    if (isZero(header) && last !== null) break;
    const entry = readTarHeader(header);
    if (last === null && entry?.name !== first) throw notABackup(path);
    if (entry === null || entry.size > MOST_BYTES) throw damaged(place, 'has no header that we wrote');
    last = entry.name;
    const bytes = await take(entry.size, entry.name);
    if (!isZero(await take(paddingOf(entry.size), entry.name))) throw damaged(entry.name, 'is followed by other bytes');
    yield { name: entry.name, bytes };
  }
  if (!isZero(await take(BLOCK, 'the end'))) throw damaged('the end', 'holds other bytes');
  const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, offset);
  if (bytesRead > 0) throw damaged('the end', 'is followed by other bytes');
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

const notABackup = (path: string): Error =>
  failure('not_a_backup', `${path}: is no backup of assize`, 'name a file that assize backup made');
