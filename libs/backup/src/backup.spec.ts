import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { found, openServer, query, release, schemas, TOWN, type TestServer } from '../test/databases.ts';
import {
  backUp,
  restore,
  undoInterruptedRestore,
  type BackupReport,
  type RestoreOptions,
  type RestoreReport,
} from './index.ts';

const AT = new Date('2026-11-22T09:30:00.500Z');

let server: TestServer;
let files = 0;
const newFile = (): string => join(server.folder, `backup-${(files += 1)}.tar`);

async function backUpOrFail(url: string, file = newFile()): Promise<BackupReport> {
  const report = await backUp({ url, file, service: '0.1.0', at: AT });
  if ('fault' in report) throw new Error(report.why);
  return report;
}

const restoreFrom = (url: string, file: string, options: Partial<RestoreOptions> = {}): ReturnType<typeof restore> =>
  restore({ url, file, at: AT, prepare: release(1), ...options });

async function restoreOrFail(url: string, file: string, options?: Partial<RestoreOptions>): Promise<RestoreReport> {
  const report = await restoreFrom(url, file, options);
  if ('fault' in report) throw new Error(report.why);
  return report;
}

let town: string;
let backup: BackupReport;
beforeAll(async () => {
  server = await openServer();
  town = await server.database();
  await found(town);
  backup = await backUpOrFail(town);
});
afterAll(() => server.stop());

describe('a backup', () => {
  it('has every row, parents before children, for its owner alone', () => {
    expect(Object.fromEntries(backup.tables.map(({ table, rows }) => [table, rows]))).toEqual(TOWN);
    const order = backup.tables.map(({ table }) => table);
    expect(order.indexOf('zones')).toBeLessThan(order.indexOf('acts'));
    expect(backup).toMatchObject({ service: '0.1.0', takenAt: AT.toISOString(), migrations: ['First1'] });
    expect(statSync(backup.file)).toMatchObject({ size: backup.bytes });
    expect(statSync(backup.file).mode & 0o777).toBe(0o600);
    expect(readdirSync(server.folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('is a tar that checks and reads without this program', () => {
    const folder = join(server.folder, 'unpacked');
    mkdirSync(folder);
    execFileSync('tar', ['xf', backup.file, '-C', folder]);
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(sums.length).toBeGreaterThan(6);
    for (const line of sums) {
      const [stated, name] = line.split('  ') as [string, string];
      expect([
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]).toEqual([name, stated]);
    }
    const table = readdirSync(join(folder, 'tables')).find((name) => name.endsWith('-acts'))!;
    const acts = execFileSync('gzip', ['-dc', join(folder, 'tables', table, '000001.copy.gz')], { encoding: 'utf8' });
    expect(acts.split('\n')[0]).toBe('1\t00000000-0000-4000-8000-000000000002\t\\N\tact 1x');
  });

  it('of the same rows at the same time has the same bytes', async () => {
    expect((await backUpOrFail(town)).sha256).toBe(backup.sha256);
  });

  it('overwrites nothing, and leaves nothing where it fails', async () => {
    expect(await backUp({ url: town, file: backup.file, service: '0.1.0', at: AT })).toMatchObject({ fault: 'exists' });
    const file = newFile();
    const stop = (): void => {
      throw new Error('stopped');
    };
    await expect(backUp({ url: town, file, service: '0.1.0', at: AT, onTable: stop })).rejects.toThrow('stopped');
    expect(readdirSync(server.folder).filter((name) => name.startsWith(`backup-${files}.`))).toEqual([]);
    expect(await backUp({ url: town, file: '/nowhere/x.tar', service: '0.1.0', at: AT })).toMatchObject({
      fault: 'unreadable',
      why: expect.stringContaining('/nowhere/x.tar'),
    });
    expect(await backUp({ url: await server.database(), file, service: '0.1.0', at: AT })).toMatchObject({
      fault: 'nothing_there',
    });
    expect(existsSync(file)).toBe(false);
  });

  it('is of one moment, while rows come in', async () => {
    const url = await server.database();
    await found(url);
    // Every transaction adds zones and an act of each: in one moment there are as many of the one as of the other.
    const addPairs = (count: number): Promise<unknown> =>
      query(
        url,
        `WITH zone AS (
           INSERT INTO assize.zones (zone, at, raw, body, words, weight, share)
           SELECT gen_random_uuid(), now(), '\\x00', '{}', '{}', 0, 0 FROM generate_series(1, ${count}) RETURNING zone)
         INSERT INTO assize.acts (zone, what) SELECT zone, 'pair' FROM zone`,
      );
    // So many that reading the one table takes longer than adding to both.
    await addPairs(20_000);
    let isDone = false;
    const writing = (async () => {
      while (!isDone) await addPairs(20);
    })();
    const taken: { zones: number; acts: number }[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { tables, file } = await backUpOrFail(url);
      const rowsOf = (name: string): number => tables.find(({ table }) => table === name)!.rows;
      taken.push({ zones: rowsOf('zones') - TOWN.zones, acts: rowsOf('acts') - TOWN.acts });
      if (i === 2) await restoreOrFail(await server.database(), file);
    }
    isDone = true;
    await writing;
    for (const { zones, acts } of taken) expect(zones).toBe(acts);
    expect(taken.at(-1)!.zones).toBeGreaterThan(taken[0]!.zones);
  });
});

describe('a restore', () => {
  it('gives back every value, and the tables as the migrations made them', async () => {
    const url = await server.database();
    const progress: string[] = [];
    const report = await restoreOrFail(url, backup.file, { onTable: ({ table }) => progress.push(table) });
    expect(report).toMatchObject({ kept: null, tables: backup.tables });
    expect(progress).toEqual(backup.tables.map(({ table }) => table));
    // Each table's rows, and the manifest with their sums, byte for byte.
    expect((await backUpOrFail(url)).sha256).toBe(backup.sha256);
    const [zone] = await query(
      url,
      `SELECT at = '2026-11-22 08:30:00.123456Z' AS at, raw = '\\x00ff0a5c09' AS raw, words[3] = E'\\n' AS word,
              label = E'line\\none\\ttab\\\\N \\\\. é 猫' AS label, long_label = label || '!' AS generated, weight = 'NaN' AS weight
       FROM assize.zones ORDER BY zone LIMIT 1`,
    );
    expect(zone).toEqual({ at: true, raw: true, word: true, label: true, generated: true, weight: true });

    await expect(query(url, 'UPDATE assize.zones SET label = NULL')).rejects.toThrow('UPDATE is refused');
    await expect(query(url, 'DELETE FROM assize.zones')).rejects.toThrow('DELETE is refused');
    await expect(query(url, 'TRUNCATE assize.zones, assize.acts')).rejects.toThrow('TRUNCATE is refused');
    expect(await query(url, `SELECT has_table_privilege('pg_monitor', 'assize.zones', 'SELECT') AS may`)).toEqual([
      { may: true },
    ]);
    expect(
      await query(
        url,
        `SELECT conname, condeferrable FROM pg_constraint WHERE conname IN ('laid', 'hatched') ORDER BY conname`,
      ),
    ).toEqual([
      { conname: 'hatched', condeferrable: true },
      { conname: 'laid', condeferrable: false },
    ]);
    await expect(query(url, 'INSERT INTO assize.eggs VALUES (9, 9)')).rejects.toThrow('laid');
    expect(
      await query(
        url,
        `INSERT INTO assize.acts (zone, what) SELECT zone, 'next' FROM assize.zones LIMIT 1
         RETURNING id::int, nextval('assize.tickets')::int AS ticket`,
      ),
    ).toEqual([{ id: 501, ticket: 1002 }]);
    expect(await schemas(url)).toEqual(['assize']);
  });

  it('fills empty tables, and touches filled ones only when told, keeping them', async () => {
    const url = await server.database();
    await release(1)(url);
    expect((await restoreOrFail(url, backup.file)).kept).toBeNull();
    expect(await schemas(url)).toEqual(['assize']);
    await query(url, `INSERT INTO assize.empty_one VALUES (1)`);
    expect(await restoreFrom(url, backup.file)).toMatchObject({
      fault: 'not_empty',
      fix: expect.stringContaining('--replace'),
    });
    expect(await query(url, 'SELECT a FROM assize.empty_one')).toEqual([{ a: 1 }]);

    const { kept } = await restoreOrFail(url, backup.file, { replace: true });
    expect(kept).toBe('assize_before_20261122t093000500z');
    expect(await schemas(url)).toEqual(['assize', kept]);
    expect(await query(url, `SELECT a FROM ${kept}.empty_one`)).toEqual([{ a: 1 }]);
    expect(await query(url, 'SELECT a FROM assize.empty_one')).toEqual([]);
    expect((await backUpOrFail(url)).sha256).toBe(backup.sha256);
  });

  it('waits for nobody: while others are connected it refuses, and names them', async () => {
    const url = await server.database();
    await release(1)(url);
    let refused: unknown;
    await Promise.all([
      query(url, 'SELECT pg_sleep(1)'),
      (async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        refused = await restoreFrom(url, backup.file);
      })(),
    ]);
    expect(refused).toMatchObject({ fault: 'in_use', why: expect.stringContaining('town') });
  });

  it('refuses a backup of a newer release with the version to use, and changes nothing', async () => {
    const source = await server.database();
    await found(source, 2);
    const newer = await backUpOrFail(source);
    for (const isThere of [false, true]) {
      const url = await server.database();
      if (isThere) await found(url);
      expect(await restoreFrom(url, newer.file, { replace: true })).toMatchObject({
        fault: 'newer_backup',
        why: expect.stringContaining('Second2'),
        fix: 'restore it with assize 0.1.0 or newer',
      });
      expect(await schemas(url)).toEqual(isThere ? ['assize'] : []);
      if (isThere) expect((await backUpOrFail(url)).sha256).toBe(backup.sha256);
    }
  });

  it('puts a backup of an older release into the tables it had, and brings these up to date', async () => {
    const url = await server.database();
    await restoreOrFail(url, backup.file, { prepare: release(2) });
    expect(await query(url, 'SELECT DISTINCT mark FROM assize.zones')).toEqual([{ mark: 7 }]);
    expect(await query(url, 'SELECT name FROM assize.migrations ORDER BY id')).toEqual([
      { name: 'First1' },
      { name: 'Second2' },
    ]);
    // A release that can only make its own tables does not guess.
    const other = await server.database();
    const prepare = (target: string): Promise<void> => release(2)(target);
    expect(await restoreFrom(other, backup.file, { prepare })).toMatchObject({ fault: 'older_backup' });
    expect(await schemas(other)).toEqual([]);
  });

  it('leaves everything as it was where migrations fail, and takes back what a killed one left', async () => {
    const url = await server.database();
    await found(url);
    const prepare = async (target: string): Promise<void> => {
      await query(target, 'CREATE SCHEMA assize; CREATE TABLE assize.half (a integer)');
      throw new Error('the migrations broke');
    };
    await expect(restoreFrom(url, backup.file, { replace: true, prepare })).rejects.toThrow('the migrations broke');
    expect(await schemas(url)).toEqual(['assize']);
    expect((await backUpOrFail(url)).sha256).toBe(backup.sha256);

    // As a kill -9 leaves it: the old tables aside, new ones begun, fresh ones of another time.
    await query(
      url,
      'ALTER SCHEMA assize RENAME TO assize_aside_1; CREATE SCHEMA assize; CREATE SCHEMA assize_fresh_0',
    );
    expect(await backUp({ url, file: newFile(), service: '0.1.0', at: AT })).toMatchObject({ fault: 'in_use' });
    expect(await undoInterruptedRestore(url)).toBe(true);
    expect(await undoInterruptedRestore(url)).toBe(false);
    expect(await schemas(url)).toEqual(['assize']);
    expect((await backUpOrFail(url)).sha256).toBe(backup.sha256);
    // What was filled since is not thrown away.
    await query(url, 'ALTER SCHEMA assize RENAME TO assize_aside_1');
    await found(url);
    expect(await restoreFrom(url, backup.file, { replace: true })).toMatchObject({
      fault: 'in_use',
      why: expect.stringContaining('assize_aside_1'),
    });
  });
});

describe('what is no backup', () => {
  it.each([
    ['/nowhere/x.tar', 'unreadable'],
    ['/dev/null', 'not_a_backup'],
    ['.', 'unreadable'],
    [new URL('./index.ts', import.meta.url).pathname, 'not_a_backup'],
  ])('%s is refused', async (file, fault) => {
    expect(await restoreFrom(town, file, { replace: true })).toMatchObject({ fault });
  });

  it('is a tar of something else', async () => {
    const file = newFile();
    execFileSync('tar', ['cf', file, '-C', server.folder, 'unpacked']);
    expect(await restoreFrom(town, file)).toMatchObject({ fault: 'not_a_backup' });
    expect(readFileSync(file).length).toBeGreaterThan(0);
  });
});
