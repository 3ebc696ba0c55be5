import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { readArchive } from './archive-reader.ts';
import { SUMS, sumsLine } from './archive-writer.ts';
import { damaged } from './backup-fault.ts';
import { HEAD, MANIFEST, partName, readHead, readManifest, type BackupHead, type Manifest } from './manifest.ts';

/** verifyArchive reads a whole file against its own sums, and gives what it says of itself. */
export async function verifyArchive(file: FileHandle, path: string): Promise<BackupHead & Manifest> {
  let head: BackupHead | null = null;
  let manifest: Manifest | null = null;
  let stated: Buffer | null = null;
  let sums = '';
  const names: string[] = [];
  for await (const { name, bytes } of readArchive(file, path, HEAD)) {
    if (stated !== null) throw damaged(name, `stands after ${SUMS}`);
    if (name === SUMS) {
      stated = bytes;
      continue;
    }
    if (name === HEAD) head = readHead(bytes, path);
    sums += sumsLine(name, createHash('sha256').update(bytes).digest('hex'));
    if (name === MANIFEST) manifest = readManifest(bytes);
    else if (name !== HEAD) names.push(name);
  }
  compareSums(sums, stated);
  if (head === null || manifest === null) throw damaged(head === null ? HEAD : MANIFEST, 'is missing');
  const wanted = manifest.tables.flatMap(({ folder, parts }) =>
    Array.from({ length: parts }, (_, i) => partName(folder, i + 1)),
  );
  const odd = wanted.findIndex((name, i) => name !== names[i]);
  if (odd !== -1 || names.length !== wanted.length) {
    throw damaged(wanted[odd] ?? names[wanted.length]!, `is not where ${MANIFEST} has it`);
  }
  return { ...head, ...manifest };
}

/** Compares the sums of what was read with those that the file states, and names the first entry that differs. */
function compareSums(found: string, stated: Buffer | null): void {
  if (stated === null) throw damaged(SUMS, 'is missing');
  if (stated.equals(Buffer.from(found))) return;
  const [have, want] = [found.split('\n'), stated.toString('utf8').split('\n')];
  const at = have.findIndex((line, i) => line !== want[i]);
  const name = at === -1 ? '' : have[at]!.slice(66);
  throw damaged(name === '' ? SUMS : name, `does not have the SHA-256 that ${SUMS} states`);
}
