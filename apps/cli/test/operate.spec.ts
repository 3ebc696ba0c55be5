/** The commands of an operator, run as programs; `./var` of an empty folder becomes a private database. */
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isEmbeddedFault, startEmbedded, type EmbeddedDatabase } from '#embedded';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkplace, type Workplace } from './run-assize.ts';

const EXAMPLE = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

describe('config', () => {
  let place: Workplace;
  beforeAll(() => {
    place = openWorkplace();
  });
  afterAll(() => place.leave());

  it('shows what .env says, without its passwords', () => {
    writeFileSync(join(place.folder, '.env'), 'PORT=4999\nDATABASE_URL=postgres://assize:hunter2@db/assize\n');
    const shown = JSON.parse(place.good('config', 'show', '--json')) as {
      name: string;
      value: string;
      source: string;
    }[];
    const byName = new Map(shown.map(({ name, value, source }) => [name, `${source} ${value}`]));
    expect(byName.get('PORT')).toBe('environment 4999');
    expect(byName.get('DATABASE_URL')).toBe('environment postgres://assize:***@db/assize');
    expect(byName.get('HOST')).toBe('default 127.0.0.1');
    expect(place.good('config', 'show')).not.toContain('hunter2');
  });

  it('tells every mistake at once, and so do the others', () => {
    writeFileSync(join(place.folder, '.env'), 'PORT=http\nDATABASE_URL=mysql://u:hunter2@h\n');
    for (const args of [['config', 'show'], ['banks', 'list'], ['demo']]) {
      const { status, err } = place.run(...args);
      expect([args, status]).toEqual([args, 2]);
      expect(err).toMatch(/PORT: must be.*\n.*DATABASE_URL: must be/);
      expect(err).not.toContain('hunter2');
    }
    expect(place.run('doctor')).toMatchObject({ status: 1, out: expect.stringContaining('PORT must be') });
    expect(place.run('serve')).toMatchObject({ status: 2, err: expect.stringContaining('PORT must be') });
  });

  it('prints the file with every setting', () => expect(place.good('config', 'example')).toBe(EXAMPLE));
});

describe('banks and tokens of a service', () => {
  let place: Workplace;
  const idOf = (file: string): string => {
    const { party } = JSON.parse(place.good('keygen', '--out', file, '--json')) as { party: string };
    return party;
  };
  let first: string;
  let second: string;
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    place = openWorkplace();
    first = idOf('first.json');
    second = idOf('second.json');
    // The first command makes the database and stops it again; the others are quicker where it runs.
    expect(place.run('banks', 'list')).toMatchObject({ status: 0, out: '', err: expect.stringContaining('no bank') });
    expect(place.run('doctor')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/PostgreSQL \d+ in .+, not running/),
    });
    const started = await startEmbedded({ dataDir: join(place.folder, 'var') });
    if (isEmbeddedFault(started)) throw new Error(started.why);
    database = started;
  });
  afterAll(async () => {
    await database.stop();
    place.leave();
  });

  it('the tables are there already', () => expect(place.good('migrate')).toBe('the tables are up to date\n'));

  it('a bank comes, gets another key, and goes', () => {
    expect(place.good('banks', 'add', 'north', 'first.json')).toContain(first);
    expect(place.run('banks', 'add', 'north', 'second.json')).toMatchObject({ status: 2 });
    expect(place.run('banks', 'add', 'other', 'first.json').err).toContain('the key is that of bank "north"');
    expect(place.run('banks', 'add', 'No name', 'second.json').err).toContain('is no name for a bank');
    place.good('banks', 'rotate', 'north', 'second.json');
    const [bank] = JSON.parse(place.good('banks', 'list', '--json')) as [
      { bank: string; keys: { party: string; retiredAt: string | null }[] },
    ];
    expect(bank.bank).toBe('north');
    expect(bank.keys.map(({ party, retiredAt }) => [party, retiredAt === null])).toEqual([
      [second, true],
      [first, false],
    ]);
  });

  it('a token is shown once, and ends when it is revoked by itself or by its id', () => {
    const made = place.run('tokens', 'create', '--bank', 'north', '--expires', '30d', '--label', 'ledger');
    expect(made.out).toMatch(/^assize_[0-9a-f]{10}_[\w-]{43}\n$/);
    expect(made.err).toContain('of bank north');
    const [, id, secret] = made.out.trim().match(/^assize_([0-9a-f]+)_(.+)$/)!;
    const staff = JSON.parse(place.good('tokens', 'create', '--operator', 'ops', '--json')) as {
      id: string;
      scopes: string[];
    };
    expect(staff.scopes).toEqual(['read', 'reputation', 'metrics']);
    const list = place.good('tokens', 'list');
    expect(list).toMatch(new RegExp(`^${id} +bank north +ledger +submit,.+ until `, 'm'));
    expect(list).not.toContain(secret);
    place.good('tokens', 'revoke', made.out.trim());
    place.good('tokens', 'revoke', staff.id);
    expect(place.good('tokens', 'list').match(/ revoked /g)).toHaveLength(2);
    expect(place.run('tokens', 'revoke', staff.id)).toMatchObject({ status: 2 });
  });

  it.each([
    [['create'], 'whose token?'],
    [['create', '--bank', 'north', '--operator', 'o'], 'whose token?'],
    [['create', '--bank', 'nobody'], 'there is no bank "nobody"'],
    [['create', '--auditor', 'a', '--scope', 'submit'], 'only a bank may submit'],
    [['create', '--bank', 'north', '--scope', 'everything'], '"everything" is no scope'],
    [['create', '--bank', 'north', '--expires', '9y'], 'at most 2y'],
  ])('no token for %j', (args, why) => {
    const { status, out, err } = place.run('tokens', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(why);
  });

  it('a revoked bank gets no token', () => {
    place.good('banks', 'revoke', 'north');
    expect(place.good('banks', 'list')).toContain('revoked');
    expect(place.run('banks', 'rotate', 'north', 'first.json').status).toBe(2);
  });

  it('the doctor finds nothing wrong', () => {
    const { status, out } = place.run('doctor');
    expect(out).toMatch(/✓ +database +private PostgreSQL \d+ in .+, running/);
    expect(out).toMatch(/✓ +tables +there; 0 banks; works as assize_service/);
    expect([status, out.includes('✖')]).toEqual([0, false]);
  });

  it('the offline form makes a register file as before', () => {
    place.good('banks', 'first.json', 'second.json', '--out', 'banks.json');
    expect(JSON.parse(readFileSync(join(place.folder, 'banks.json'), 'utf8'))).toHaveLength(2);
    expect(place.run('banks')).toMatchObject({ status: 2, err: expect.stringContaining('which keys?') });
  });
});

describe('doctor', () => {
  let place: Workplace;
  beforeAll(() => {
    place = openWorkplace();
    mkdirSync(join(place.folder, 'var'));
  });
  afterAll(() => place.leave());

  it('finds a port in use, and a key that others may read', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    place.good('keygen', '--out', 'var/tribunal.json');
    expect(statSync(join(place.folder, 'var/tribunal.json')).mode & 0o777).toBe(0o600);
    chmodSync(join(place.folder, 'var/tribunal.json'), 0o644);
    writeFileSync(join(place.folder, '.env'), `PORT=${port}\nDATABASE_URL=postgres://u:hunter2@127.0.0.1:${port}/x\n`);
    // The sockets that it opens get no answer from this process, which waits for it.
    const { status, out } = place.run('doctor', '--json');
    await new Promise((resolve) => server.close(resolve));
    expect(status).toBe(1);
    expect(out).not.toContain('hunter2');
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string; fix?: string }[] };
    const wrong = new Map(checks.filter(({ state }) => state === 'wrong').map(({ name, fix }) => [name, fix]));
    expect(wrong.get('port')).toBe('choose another with PORT');
    expect(wrong.get('tribunal’s key')).toMatch(/^chmod 600 /);
    expect([...wrong.keys()]).toContain('connection');
  });
});
