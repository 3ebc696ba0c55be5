import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dropDataDir, openDataDir, query, start, startApart } from '../test/workplace.ts';
import { chooseAccount } from './account.ts';
import { describeEmbedded, startEmbedded, stopEmbedded, type EmbeddedDescription } from './index.ts';
import { isAlive } from './is-alive.ts';

const describeOrFail = async (dataDir: string): Promise<EmbeddedDescription> => {
  const description = await describeEmbedded(dataDir);
  if (description === null || 'fault' in description) throw new Error(JSON.stringify(description));
  return description;
};

let dataDir: string;
beforeAll(() => {
  dataDir = openDataDir();
});
afterAll(() => dropDataDir(dataDir));

describe('a server in a data folder', () => {
  it('is made at the first start, found by the second, and ends with the last that uses it', async () => {
    expect(await describeEmbedded(dataDir)).toBeNull();
    const steps: string[] = [];
    const first = await startEmbedded({ dataDir, onStep: (step) => steps.push(step) });
    if ('fault' in first) throw new Error(first.why);
    expect([first.how, steps]).toEqual(['created', ['making the database', 'starting the database']]);
    expect(first.version).toMatch(/^18\.\d+$/);
    expect(new URL(first.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/assize', port: String(first.port) });

    const second = await start(dataDir);
    expect([second.how, second.url]).toEqual(['adopted', first.url]);
    await second.stop();
    const running = await describeOrFail(dataDir);
    expect(running).toMatchObject({ isRunning: true, port: first.port, version: '18' });
    expect(running.sizeBytes).toBeGreaterThan(30_000_000);

    await first.stop();
    await first.stop();
    expect(isAlive(running.pid!)).toBe(false);
    expect(await describeOrFail(dataDir)).toMatchObject({ isRunning: false, pid: null, port: null });
    expect(await stopEmbedded(dataDir)).toBe(false);
  });

  it('loses nothing it acknowledged, keeps names in UTF-8 and time in UTC, and lets nobody in without the password', async () => {
    const { url, port, stop } = await start(dataDir);
    const [settings] = await query(
      url,
      `SELECT current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit') AS durable,
              current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone,
              current_setting('max_connections') AS clients, current_setting('listen_addresses') AS listens,
              upper('ß ö') AS upper, 'B' < 'a' AS by_code_point`,
    );
    expect(settings).toEqual({
      durable: 'ononon',
      encoding: 'UTF8',
      zone: 'UTC',
      clients: '200',
      listens: '127.0.0.1',
      upper: 'ß Ö',
      by_code_point: true,
    });
    await expect(query(`postgres://postgres:guess@127.0.0.1:${port}/assize`, 'SELECT 1')).rejects.toThrow('password');
    const secret = join(dataDir, 'pg', 'assize.password');
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    expect(readFileSync(secret, 'utf8').trim()).toBe(new URL(url).password);
    // Neither a draft nor the file that initdb read is left.
    expect(readdirSync(dataDir).filter((name) => name !== 'pg.lock')).toEqual(['pg']);
    await stop();
  });

  it('is one, however many start it at once, also where PostgreSQL cannot enter the folder', async () => {
    const closed = openDataDir(0o700);
    try {
      const started = await Promise.all([start(closed), start(closed), start(closed)]);
      expect(started.map(({ how }) => how).toSorted((a, b) => a.localeCompare(b))).toEqual([
        'adopted',
        'adopted',
        'created',
      ]);
      expect(new Set(started.map(({ url }) => url)).size).toBe(1);
      expect(await query(started[0]!.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await Promise.all(started.map(({ stop }) => stop()));
      expect((await describeOrFail(closed)).isRunning).toBe(false);
    } finally {
      await dropDataDir(closed);
    }
  });
});

describe('after a kill -9', () => {
  it('of the server, the next start recovers what was committed', async () => {
    const { url } = await start(dataDir);
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    const { pid } = await describeOrFail(dataDir);
    process.kill(pid!, 'SIGKILL');
    const again = await start(dataDir);
    expect(again.how).toBe('started');
    expect(await query(again.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
    await again.stop();
  });

  it('of the server, whoever uses it brings it back where it was', async () => {
    const [one, other] = [await start(dataDir), await start(dataDir)];
    await query(one.url, 'CREATE TABLE revived AS SELECT 7 AS seven');
    expect(await one.revive()).toBe(false);
    const { pid } = await describeOrFail(dataDir);
    process.kill(pid!, 'SIGKILL');
    while (isAlive(pid!)) await sleep(10);
    const came = await Promise.all([one.revive(), other.revive()]);
    expect(came.sort()).toEqual([false, true]);
    expect(await query(other.url, 'SELECT seven FROM revived')).toEqual([{ seven: 7 }]);
    expect((await describeOrFail(dataDir)).pid).not.toBe(pid);
    // Both are known to use the new one: it outlives the first that leaves.
    await one.stop();
    expect((await describeOrFail(dataDir)).isRunning).toBe(true);
    await other.stop();
    expect((await describeOrFail(dataDir)).isRunning).toBe(false);
  });

  it('of the server, and with its port taken, it says so', async () => {
    const database = await start(dataDir);
    const { pid } = await describeOrFail(dataDir);
    process.kill(pid!, 'SIGKILL');
    const squatter = createServer();
    while (!squatter.listening) {
      squatter.listen(database.port, '127.0.0.1');
      await Promise.race([once(squatter, 'listening'), once(squatter, 'error')]).catch(() => undefined);
    }
    expect(await database.revive()).toMatchObject({
      fault: 'failed',
      why: expect.stringContaining(`since ${database.port} was taken`),
    });
    squatter.close();
    await database.stop();
  });

  it('of the process that started it, the next one adopts the server and can end it', async () => {
    const { child, said } = await startApart(dataDir, 'hold');
    expect(said).toMatchObject({ how: 'started' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    const adopted = await start(dataDir);
    expect(adopted.how).toBe('adopted');
    const { pid } = await describeOrFail(dataDir);
    await adopted.stop();
    expect(isAlive(pid!)).toBe(false);
  });

  it('of both, and with the server’s id taken by another program, it starts', async () => {
    const { child } = await startApart(dataDir, 'hold');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const { pid } = await describeOrFail(dataDir);
    child.kill('SIGKILL');
    process.kill(pid!, 'SIGKILL');
    await ended;
    const pidFile = join(dataDir, 'pg', 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));
    const again = await start(dataDir);
    expect(again.how).toBe('started');
    await again.stop();
  });
});

describe('an ordinary user', () => {
  it('starts one too, whatever the environment says', async () => {
    const folder = openDataDir();
    try {
      // Without root there is nobody else to be.
      const nobody = process.getuid?.() === 0 ? chooseAccount('nobody:x:65534:65534::/:/bin/false') : null;
      if (nobody !== null) chownSync(folder, nobody.uid, nobody.gid);
      const env = { LC_ALL: 'tlh_QX.utf8', LANG: 'de_DE', TZ: 'Asia/Kathmandu', PGDATA: '/nowhere', PGPORT: '1' };
      const { said } = await startApart(folder, 'stop', { ...nobody, env });
      expect(said).toMatchObject({ how: 'created' });
      expect((await describeOrFail(folder)).isRunning).toBe(false);
      // Root takes it up as its owner.
      const again = await start(folder);
      expect(await query(again.url, `SELECT current_setting('TimeZone') AS zone`)).toEqual([{ zone: 'UTC' }]);
      await again.stop();
      expect(statSync(join(folder, 'pg', 'server.log')).uid).toBe(statSync(join(folder, 'pg')).uid);
    } finally {
      await dropDataDir(folder);
    }
  });
});

describe('a fault', () => {
  const faultOf = async (folder: string): Promise<unknown> => {
    const database = await startEmbedded({ dataDir: folder });
    if ('url' in database) await database.stop();
    return database;
  };

  it('names another major version, and changes nothing', async () => {
    const file = join(dataDir, 'pg', 'PG_VERSION');
    const written = readFileSync(file, 'utf8');
    writeFileSync(file, '17\n');
    try {
      expect(await faultOf(dataDir)).toMatchObject({
        fault: 'other_version',
        why: expect.stringMatching(/was written by PostgreSQL 17, and this assize brings 18\./),
        fix: expect.stringContaining('backup'),
      });
    } finally {
      writeFileSync(file, written);
    }
    expect((await describeOrFail(dataDir)).isRunning).toBe(false);
  });

  it('names a folder that is no database, a password that is gone, and a port that cannot be read', async () => {
    const other = openDataDir();
    mkdirSync(join(other, 'pg'));
    writeFileSync(join(other, 'pg', 'diary.txt'), 'dear diary');
    expect(await faultOf(other)).toMatchObject({ fault: 'not_a_database' });
    expect(readdirSync(join(other, 'pg'))).toEqual(['diary.txt']);
    rmSync(other, { recursive: true });

    const pidFile = join(dataDir, 'pg', 'postmaster.pid');
    writeFileSync(pidFile, 'nonsense\n');
    expect(await faultOf(dataDir)).toMatchObject({
      fault: 'unreadable',
      why: expect.stringContaining('postmaster.pid'),
    });
    rmSync(pidFile);

    const secret = join(dataDir, 'pg', 'assize.password');
    const password = readFileSync(secret);
    rmSync(secret);
    expect(await faultOf(dataDir)).toMatchObject({
      fault: 'unreadable',
      why: expect.stringContaining('assize.password'),
    });
    expect((await describeOrFail(dataDir)).isRunning).toBe(false);
    writeFileSync(secret, password, { mode: 0o600 });
    if (process.getuid?.() === 0)
      chownSync(secret, statSync(join(dataDir, 'pg')).uid, statSync(join(dataDir, 'pg')).gid);
  });

  it('names a data folder that is a file, or whose name a shell would read', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    expect(await faultOf(join(file, 'var'))).toMatchObject({ fault: 'not_a_database' });
    expect(await faultOf(join(dataDir, '$(x)'))).toMatchObject({
      fault: 'failed',
      fix: expect.stringContaining('DATA_DIR'),
    });
    expect(existsSync(join(dataDir, '$(x)'))).toBe(false);
    rmSync(file);
  });
});
