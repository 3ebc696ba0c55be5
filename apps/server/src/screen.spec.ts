import { createServer, type AddressInfo } from 'node:net';
import { hasProblems, readConfig, type Config } from '#config';
import { describe, expect, it } from '@jest/globals';
import { openScreen, refuseConfig } from './screen.ts';

const MACHINE = { cores: 2, isTerminal: true, folder: process.cwd() };
const configOf = (environment: Record<string, string> = {}): Config => {
  const config = readConfig(environment, MACHINE);
  if (hasProblems(config)) throw new Error(config.problems.join('\n'));
  return config;
};

/** A stream that keeps what is written. */
const open = (isTTY: boolean, config = configOf()): { text: () => string; screen: ReturnType<typeof openScreen> } => {
  const written: string[] = [];
  const screen = openScreen(config, { isTTY, write: (text) => written.push(text) });
  return { text: () => written.join(''), screen };
};

const DEMO = { token: 'asz_secret', example: { file: 'examples/shapes/fork.json', conflict: 'c-1' } };

describe('openScreen', () => {
  it('shows a step with its time and what it came to, and hands its result on', async () => {
    const { text, screen } = open(true);
    const result = await screen.step('Migrations', async (tell) => {
      tell('7 applied');
      return 7;
    });
    expect(result).toBe(7);
    expect(text().split('\r').at(-1)).toMatch(/^\u001b\[2K {2}Migrations +\d+\.\d s {3}7 applied\n$/);
  });

  it('writes one JSON line a step where nobody looks', async () => {
    const { text, screen } = open(false);
    await screen.step('Migrations', async (tell) => tell('7 applied'));
    const line = JSON.parse(text()) as Record<string, unknown>;
    expect(line).toMatchObject({ step: 'Migrations', detail: '7 applied' });
    expect(line['ms']).toEqual(expect.any(Number));
    expect(text().endsWith('}\n')).toBe(true);
  });

  it('does not show a step as done that failed', async () => {
    for (const isTTY of [true, false]) {
      const { text, screen } = open(isTTY);
      await expect(screen.step('Database', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(text()).not.toContain('\n');
    }
  });

  it('ends with what to paste next', () => {
    const { text, screen } = open(true);
    screen.card({ url: 'http://127.0.0.1:4801', demo: DEMO });
    expect(text()).toContain('curl -sS http://127.0.0.1:4801/v1/conflicts');
    expect(text()).toContain("'Authorization: Bearer asz_secret'");
    expect(text()).toContain('--data-binary @examples/shapes/fork.json\n');
    expect(text()).toContain('npx assize case show c-1\n');
    expect(text()).toContain('Data stays in ./var. Ctrl-C');
  });

  it('tells the commands where the data is, where that is not the default', () => {
    const { text, screen } = open(true, configOf({ DATA_DIR: '/srv/demo' }));
    screen.card({ url: 'http://127.0.0.1:4800', demo: DEMO });
    expect(text()).toContain('DATA_DIR=/srv/demo npx assize case show c-1\n');
  });

  it('names an address that can be called where it listens on every network', () => {
    for (const isTTY of [true, false]) {
      const { text, screen } = open(isTTY);
      screen.card({ url: 'http://0.0.0.0:4800', demo: DEMO });
      expect(text()).toContain('http://127.0.0.1:4800');
      expect(text()).not.toContain('0.0.0.0');
    }
  });

  it('says without a demo how to get a token', () => {
    const { text, screen } = open(true, configOf({ DATABASE_URL: 'postgres://a:hunter2@db/assize' }));
    screen.card({ url: 'http://127.0.0.1:4800', demo: null });
    expect(text()).toContain('npx assize tokens create --bank NAME');
    expect(text()).toContain('Data stays in postgres://a:***@db/assize.');
  });

  it('writes no token into a log', () => {
    const { text, screen } = open(false);
    screen.card({ url: 'http://127.0.0.1:4800', demo: DEMO });
    expect(JSON.parse(text())).toMatchObject({ step: 'ready', url: 'http://127.0.0.1:4800' });
    expect(text()).not.toContain('asz_secret');
  });
});

describe('refuse', () => {
  const refused = (error: unknown, environment: Record<string, string> = {}): { status: number; text: string } => {
    const { text, screen } = open(true, configOf(environment));
    const status = screen.refuse(error);
    return { status, text: text() };
  };
  const failure = (message: string, members: object): Error => Object.assign(new Error(message), members);
  const DATABASE = { DATABASE_URL: 'postgres://assize:hunter2@db:5432/cases' };

  it('names who has the port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const second = createServer();
    const error = await new Promise((resolve) => second.on('error', resolve).listen(port, '127.0.0.1'));
    const { status, text } = refused(error, { PORT: String(port) });
    await new Promise((resolve) => server.close(resolve));
    expect(status).toBe(1);
    expect(text).toMatch(new RegExp(`^✖ Port ${port} is in use( by ".+" \\(pid ${process.pid}\\))?\\.\n`));
    expect(text).toContain(`  → PORT=${port + 1} npm start\n`);
  });

  it.each<[string, Error, Record<string, string>, string, string]>([
    [
      'a right',
      failure('listen EACCES', { code: 'EACCES', syscall: 'listen' }),
      { PORT: '80' },
      'port 80',
      'PORT=4800',
    ],
    [
      'an address',
      failure('listen EADDRNOTAVAIL', { code: 'EADDRNOTAVAIL', syscall: 'listen' }),
      { HOST: '10.9.9.9' },
      '"10.9.9.9"',
      'HOST=127.0.0.1',
    ],
    [
      'nobody there',
      failure('connect', { errors: [failure('c', { code: 'ECONNREFUSED', syscall: 'connect', port: 5432 })] }),
      DATABASE,
      'DATABASE_URL is postgres://assize:***@db:5432/cases, and nobody answers there (ECONNREFUSED)',
      'assize doctor',
    ],
    [
      'a wrong password',
      failure('query', { driverError: failure('password authentication failed', { code: '28P01' }) }),
      DATABASE,
      'refuses its user',
      'DATABASE_URL',
    ],
    ['no database', failure('no', { code: '3D000' }), DATABASE, 'no such database', 'createdb cases'],
    [
      'no Redis',
      failure('connect', { code: 'ECONNREFUSED', syscall: 'connect', port: 6380 }),
      { ...DATABASE, REDIS_URL: 'redis://:hunter2@cache:6380' },
      'REDIS_URL is redis://:***@cache:6380, and nobody answers',
      'assize doctor',
    ],
    [
      'a queue that does not open',
      failure(
        'The queue cannot be opened on Redis at cache:6380: WRONGPASS. Start it, or set REDIS_URL to one that answers.',
        {},
      ),
      {},
      'The queue cannot be opened on Redis at cache:6380: WRONGPASS.\n',
      '→ start it, or set REDIS_URL',
    ],
    ['a full disk', failure('write', { code: 'ENOSPC', path: '/d/pg' }), {}, 'disk of /d/pg is full', 'df -h'],
    ['a cause of our own', failure('Seen this.', { fix: 'npm run that' }), {}, 'Seen this.', '→ npm run that'],
  ])('explains %s without a stack and without a password', (_name, error, environment, what, fix) => {
    const { status, text } = refused(error, environment);
    expect(status).toBe(1);
    expect(text).toContain(what);
    expect(text).toContain(fix);
    expect(text).not.toMatch(/hunter2|\n {4}at /);
  });

  it('shows the stack of what we do not know', () => {
    const { status, text } = refused(new TypeError('x is not a function'));
    expect(status).toBe(70);
    expect(text).toMatch(/bug in assize.*\n.*x is not a function\n {4}at /);
  });
});

describe('refuseConfig', () => {
  it('tells every mistake', () => {
    const written: string[] = [];
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    expect(refuseConfig({ problems: ['PORT must be a', 'HOST must be b'] }, stream)).toBe(2);
    expect(written.join('')).toBe(
      '✖ Configuration:\n    PORT must be a\n    HOST must be b\n  → assize config show, or docs/operating.md\n',
    );
  });
});
