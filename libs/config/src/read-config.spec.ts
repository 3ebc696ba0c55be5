import { describe, expect, it } from '@jest/globals';
import { hasProblems, type Config, type Machine } from './config.ts';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-environment.ts';

const MACHINE: Machine = { cores: 4, isTerminal: false, folder: '/srv/assize' };
const read = (environment: Environment, machine: Machine = MACHINE): Config => {
  const config = readConfig(environment, machine);
  if (hasProblems(config)) throw new Error(config.problems.join('\n'));
  return config;
};
const problemsOf = (environment: Environment): readonly string[] => {
  const config = readConfig(environment, MACHINE);
  return hasProblems(config) ? config.problems : [];
};

describe('readConfig', () => {
  it('needs nothing to be set', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 4800,
      publicUrl: null,
      dataDir: '/srv/assize/var',
      databaseUrl: null,
      redisUrl: null,
      roles: ['api', 'worker'],
      policy: 'express',
      tribunalKey: '/srv/assize/var/tribunal.json',
      logLevel: 'info',
      logFormat: 'json',
      threads: 3,
      concurrency: 8,
      maxInFlight: 256,
      requestsPerMinute: 6000,
      migrate: true,
      crossCheck: 'findings',
      demo: undefined,
      sweepEveryMs: 5000,
      shutdownSeconds: 20,
    });
  });

  it('follows the machine: its cores, its terminal, its folder', () => {
    const config = read({}, { cores: 1, isTerminal: true, folder: '/home/op' });
    expect(config).toMatchObject({ threads: 1, logLevel: 'warn', logFormat: 'text', dataDir: '/home/op/var' });
  });

  it('puts the key into the data folder, unless told otherwise', () => {
    expect(read({ DATA_DIR: '/data' }).tribunalKey).toBe('/data/tribunal.json');
    expect(read({ DATA_DIR: 'd', TRIBUNAL_KEY: 'keys/t.json' }).tribunalKey).toBe('/srv/assize/keys/t.json');
  });

  it.each<[Environment, Partial<Config>]>([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 80 ' }, { port: 80 }],
    [{ PORT: '' }, { port: 4800 }],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ PUBLIC_URL: 'https://t.example/assize/' }, { publicUrl: 'https://t.example/assize' }],
    [{ DATABASE_URL: 'postgresql://u:p@h/db' }, { databaseUrl: 'postgres://u:p@h/db' }],
    [{ DATABASE_URL: 'postgres:///db?host=/run/postgresql' }, { databaseUrl: 'postgres:///db?host=/run/postgresql' }],
    [{ ROLES: 'worker, api' }, { roles: ['api', 'worker'] }],
    [{ ROLES: 'worker,worker' }, { roles: ['worker'] }],
    [{ POLICY: 'p.json' }, { policy: '/srv/assize/p.json' }],
    [{ CROSS_CHECK: '12' }, { crossCheck: 12 }],
    [{ CROSS_CHECK: 'all' }, { crossCheck: 'all' }],
    [{ DEMO: 'false' }, { demo: false }],
    [{ MIGRATE: 'false' }, { migrate: false }],
    [{ EXAMINE_THREADS: '6' }, { threads: 6, concurrency: 14 }],
  ])('reads %j', (environment, expected) => {
    expect(read(environment)).toMatchObject(expected);
  });

  it.each<[string, string[]]>([
    ['HOST', ['127.0.0.1:80', 'http://h', '999.1.1.1', 'a b', '-h']],
    ['PORT', ['http', '-1', '65536', '1e3', '0x50', '4800.0']],
    ['PUBLIC_URL', ['t.example', 'ftp://h', 'https://h/?a=1', 'https://h/#x', 'https://u@h']],
    ['DATABASE_URL', ['mysql://h/x', 'localhost', 'postgres', 'postgres://u:1#2@h/x']],
    ['REDIS_URL', ['http://h', 'redis', 'redis://:1#2@h']],
    ['ROLES', ['api,', 'web', ',', 'api worker']],
    ['POLICY', ['default']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['EXAMINE_THREADS', ['0', '257', 'many']],
    ['CROSS_CHECK', ['-1', 'none', '1.5']],
    ['DEMO', ['yes', '1', 'TRUE']],
    ['SWEEP_EVERY_MS', ['99', '60001']],
  ])('refuses %s=%j, each with the rule and an example', (name, values) => {
    for (const value of values) {
      const problems = problemsOf({ [name]: value });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${name} must be .+ \\(it is ".*"\\); for example ${name}=.+$`));
    }
  });

  it('says why the default policy is refused', () => {
    expect(problemsOf({ POLICY: 'default' })[0]).toContain('hearings are not built yet');
  });

  it('tells everything that is wrong at once', () => {
    const names = problemsOf({ PORT: 'x', HOST: 'a b', DEMO: '2', DATABASE_URL: 'x' }).map((p) => p.split(' ')[0]);
    expect(names).toEqual(['HOST', 'PORT', 'DATABASE_URL', 'DEMO']);
  });

  it('never tells a password, however the address is broken', () => {
    const broken = ['mysql://u:hunter2@h/x', 'postgres://u:hunter2@h:port/x', 'hunter2', 'postgres://u:1#hunter2@h/x'];
    for (const value of [...broken, 'postgres//u:hunter2@h/x', 'mysql://h/x?password=hunter2']) {
      for (const name of ['DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL']) {
        const [problem] = problemsOf({ [name]: value });
        expect(problem).not.toContain('hunter2');
        expect(problem).toContain(name);
      }
    }
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(read({}))).toBe(true);
  });
});
