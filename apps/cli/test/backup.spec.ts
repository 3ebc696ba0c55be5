/** Backup and restore as an operator does them: a private database, another one beside it, a file between them. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BIN, openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
beforeAll(() => {
  place = openWorkplace();
  // So that PostgreSQL, which is not root, gets in.
  chmodSync(place.folder, 0o755);
});
afterAll(() => place.leave());

const run = (dataDir: string, ...args: string[]): { out: string; err: string; status: number | null } => {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', LOG_LEVEL: '' };
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: place.folder,
    env,
    encoding: 'utf8',
  });
  return { out: stdout, err: stderr, status };
};
const good = (dataDir: string, ...args: string[]): string => {
  const { out, err, status } = run(dataDir, ...args);
  if (status !== 0) throw new Error(`assize ${args.join(' ')}: exit ${status}: ${err}`);
  return out;
};
const errorOf = (dataDir: string, ...args: string[]): unknown => {
  const { err, status } = run(dataDir, ...args, '--json');
  return { status, ...(JSON.parse(err) as { error: object }).error };
};

describe('backup and restore', () => {
  it('carry a tribunal from one data folder to another', () => {
    expect(errorOf('old', 'backup')).toMatchObject({ status: 3, code: 'nothing_there' });
    expect(existsSync(join(place.folder, 'old'))).toBe(false);

    good('old', 'migrate');
    good('old', 'tokens', 'create', '--auditor', 'first');
    const report = JSON.parse(good('old', 'backup', '--out', 'tribunal.tar', '--json')) as { bytes: number };
    const { mode, size } = statSync(join(place.folder, 'tribunal.tar'));
    expect([mode & 0o777, size]).toEqual([0o600, report.bytes]);
    expect(errorOf('old', 'backup', '--out', 'tribunal.tar')).toMatchObject({ status: 2, code: 'exists' });

    const words = good('new', 'restore', 'tribunal.tar');
    expect(words).toMatch(/^Restored +\S+\/tribunal\.tar\nMade +by assize \d+\.\d+\.\d+ at /);
    expect(words).toMatch(/put the tribunal’s key back at \S+\/new\/tribunal\.json/);
    expect(good('new', 'tokens', 'list')).toContain('first');
    // The server that the command started is gone again.
    expect(existsSync(join(place.folder, 'new', 'pg', 'postmaster.pid'))).toBe(false);
  });

  it('replace only what they are told to, and say where it is kept', () => {
    good('new', 'tokens', 'create', '--auditor', 'second');
    expect(errorOf('new', 'restore', 'tribunal.tar')).toMatchObject({ status: 3, code: 'not_empty' });
    expect(good('new', 'tokens', 'list')).toContain('second');
    expect(JSON.parse(good('new', 'restore', 'tribunal.tar', '--replace', '--json'))).toMatchObject({
      kept: expect.stringMatching(/^assize_before_\d{8}t\d{9}z$/),
    });
    expect(good('new', 'tokens', 'list')).not.toContain('second');
  });

  it('put a file into the data folder where none is named', () => {
    expect(good('new', 'backup')).toMatch(/^Backup +\S+\/new\/backups\/assize-\d{8}T\d{6}Z\.tar \(/);
    expect(readdirSync(join(place.folder, 'new', 'backups'))).toHaveLength(1);
    expect(statSync(join(place.folder, 'new', 'backups')).mode & 0o777).toBe(0o700);
  });

  it('refuse a damaged file with its place, and make no database for it', () => {
    const bytes = readFileSync(join(place.folder, 'tribunal.tar'));
    bytes[bytes.indexOf('-tokens/') + 600]! ^= 1;
    writeFileSync(join(place.folder, 'bad.tar'), bytes);
    expect(errorOf('third', 'restore', 'bad.tar')).toMatchObject({
      status: 2,
      code: 'damaged',
      place: expect.stringMatching(/^tables\/\d+-tokens\/000001\.copy\.gz$/),
    });
    expect(errorOf('third', 'restore', 'none.tar')).toMatchObject({ status: 2, code: 'unreadable' });
    expect(existsSync(join(place.folder, 'third'))).toBe(false);
    expect(errorOf('new', 'backup', '--out', '-')).toMatchObject({ status: 2, code: 'usage' });
  });
});
