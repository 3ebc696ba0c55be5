import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { found, openServer, release, schemas, type TestServer } from '../test/databases.ts';
import { openArchive, SUMS } from './archive-writer.ts';
import { readArchive, type ArchiveEntry } from './archive-reader.ts';
import { backUp, restore, type BackupFault } from './index.ts';
import { HEAD, MANIFEST } from './manifest.ts';

const AT = new Date('2026-11-22T09:30:00Z');
const FLIPS = 200;

let server: TestServer;
let good: string;
let bytes: Buffer;
/** A database without anything in it, which is what it stays. */
let target: string;
let entries: ArchiveEntry[];
beforeAll(async () => {
  server = await openServer();
  const town = await server.database();
  await found(town);
  good = join(server.folder, 'good.tar');
  await backUp({ url: town, file: good, service: '0.1.0', at: AT });
  bytes = readFileSync(good);
  target = await server.database();
  const file = await open(good);
  entries = [];
  for await (const entry of readArchive(file, good, HEAD)) entries.push(entry);
  await file.close();
});
afterAll(async () => {
  expect(await schemas(target)).toEqual([]);
  await server.stop();
});

const restoreFrom = (file: string): ReturnType<typeof restore> =>
  restore({ url: target, file, at: AT, prepare: release(1) });

async function faultOf(content: Buffer): Promise<BackupFault | null> {
  const file = join(server.folder, 'bad.tar');
  writeFileSync(file, content);
  const report = await restoreFrom(file);
  return 'fault' in report ? report : null;
}

/** A stream of 32-bit numbers from a seed (xorshift, Marsaglia 2003). */
function* numbers(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    yield x >>> 0;
  }
}

/** Writes the entries again, as they are or changed, with sums that are right for them. */
async function forge(change: (entry: ArchiveEntry) => ArchiveEntry | null): Promise<string> {
  const path = join(server.folder, `forged-${performance.now()}.tar`);
  const archive = await openArchive(path, AT);
  for (const entry of entries.filter(({ name }) => name !== SUMS)) {
    const changed = change(entry);
    if (changed !== null) await archive.add(changed.name, changed.bytes);
  }
  await archive.finish();
  return path;
}

describe('a damaged file', () => {
  it(`is refused whichever byte is changed: ${FLIPS} at random, and each in the last blocks`, async () => {
    const random = numbers(20_261_122);
    const places = Array.from({ length: FLIPS }, () => random.next().value % bytes.length);
    const taken: number[] = [];
    for (const place of [...places, 0, 8, 156, 511, bytes.length - 1, bytes.length - 600, bytes.length - 1_100]) {
      const changed = Buffer.from(bytes);
      changed[place] = changed[place]! ^ (1 + (random.next().value % 255));
      const fault = await faultOf(changed);
      if (fault === null || !['damaged', 'not_a_backup', 'newer_format'].includes(fault.fault)) taken.push(place);
    }
    expect(taken).toEqual([]);
  });

  it('is named by its section', async () => {
    const changed = Buffer.from(bytes);
    const part = entries.find(({ name }) => name.includes('-acts/'))!;
    changed[bytes.indexOf(part.bytes) + 40]! ^= 1;
    expect(await faultOf(changed)).toMatchObject({
      fault: 'damaged',
      section: part.name,
      why: expect.stringContaining(`${part.name}: does not have the SHA-256`),
    });
  });

  it('is refused wherever it is cut off, and with something behind it', async () => {
    const random = numbers(7);
    for (let i = 0; i < 40; i += 1) {
      const length = i < 2 ? bytes.length - 1 - i * 512 : random.next().value % bytes.length;
      const file = join(server.folder, 'short.tar');
      copyFileSync(good, file);
      truncateSync(file, length);
      expect(await restoreFrom(file)).toMatchObject({ fault: length < 512 ? 'not_a_backup' : 'damaged' });
    }
    expect(await faultOf(Buffer.concat([bytes, Buffer.from('x')]))).toMatchObject({
      fault: 'damaged',
      section: 'the end',
    });
  });
});

describe('a file whose sums are right, and whose rows are not', () => {
  const alter = (name: string, change: (text: string) => string) => (entry: ArchiveEntry) =>
    entry.name === name ? { name, bytes: Buffer.from(change(entry.bytes.toString())) } : entry;

  it.each([
    ['fewer rows than stated', alter(MANIFEST, (text) => text.replace('"rows": 500', '"rows": 501')), 'damaged'],
    ['other rows than stated', alter(MANIFEST, (text) => text.replaceAll(/"sha256": "./g, '"sha256": "_')), 'damaged'],
    ['no manifest', (entry: ArchiveEntry) => (entry.name === MANIFEST ? null : entry), 'damaged'],
    ['a part missing', (entry: ArchiveEntry) => (entry.name.includes('-acts/') ? null : entry), 'damaged'],
    [
      'a part that is no gzip',
      (entry: ArchiveEntry) => (entry.name.includes('-acts/') ? { ...entry, bytes: Buffer.from('x') } : entry),
      'damaged',
    ],
    ['another table', alter(MANIFEST, (text) => text.replaceAll('"zones"', '"moons"')), 'other_tables'],
    ['a later format', alter(HEAD, (text) => text.replace('"version": 1', '"version": 2')), 'newer_format'],
    ['a manifest of another form', alter(MANIFEST, () => '{"tables": 3}'), 'damaged'],
  ])('%s: refused, and nothing is changed', async (_what, change, fault) => {
    expect(await restoreFrom(await forge(change))).toMatchObject({ fault });
    expect(await schemas(target)).toEqual([]);
  });

  it('goes in when nothing is altered', async () => {
    const url = await server.database();
    const report = await restore({ url, file: await forge((entry) => entry), at: AT, prepare: release(1) });
    expect(report).toMatchObject({ service: '0.1.0', kept: null });
  });

  it('breaks a rule of the tables: the database’s word is passed on', async () => {
    const { gunzipSync, gzipSync } = await import('node:zlib');
    const { createHash } = await import('node:crypto');
    const part = entries.find(({ name }) => name.includes('-acts/'))!;
    const before = gunzipSync(part.bytes);
    const after = Buffer.from(before.toString().replaceAll('-000000000003', '-00000000000f'));
    const sum = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
    const file = await forge((entry) =>
      entry === part
        ? { ...part, bytes: gzipSync(after) }
        : alter(MANIFEST, (text) => text.replace(sum(before), sum(after)))(entry),
    );
    expect(await restoreFrom(file)).toMatchObject({ fault: 'refused', why: expect.stringContaining('acts') });
    expect(await schemas(target)).toEqual([]);
  });
});
