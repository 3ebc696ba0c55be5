import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hasProblems } from './config.ts';
import { describeConfig } from './describe-config.ts';
import { envExample } from './env-example.ts';
import { readConfig } from './read-config.ts';

const MACHINE = { cores: 2, isTerminal: false, folder: '/srv' };
const describeAll = (environment: Record<string, string>): ReturnType<typeof describeConfig> => {
  const config = readConfig(environment, MACHINE);
  if (hasProblems(config)) throw new Error(config.problems.join('\n'));
  return describeConfig(config, environment);
};

describe('describeConfig', () => {
  it('tells which settings somebody chose', () => {
    const chosen = describeAll({ PORT: '4801', DEMO: 'true', HOST: '' }).filter((row) => row.source === 'environment');
    expect(chosen.map(({ name, value }) => [name, value])).toEqual([
      ['PORT', '4801'],
      ['DEMO', 'true'],
    ]);
  });

  it('masks the passwords of addresses', () => {
    const rows = describeAll({
      DATABASE_URL: 'postgres://assize:hunter2@db/assize?sslpassword=hunter2&sslmode=require',
      REDIS_URL: 'rediss://:hunter2@cache:6380/1',
    });
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    expect(rows.find(({ name }) => name === 'DATABASE_URL')!.value).toContain('assize:***@db/assize');
  });
});

describe('.env.example', () => {
  const file = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

  it('is what the schema says: assize config example > .env.example', () => {
    expect(file).toBe(envExample());
  });

  it('shows every setting with an example that is taken', () => {
    const lines = [...file.matchAll(/^#([A-Z_]+)=(.+)$/gm)].map(([, name, example]) => [name!, example!] as const);
    const rows = describeAll(Object.fromEntries(lines));
    expect(rows.filter(({ source }) => source === 'default')).toEqual([]);
    expect(lines).toHaveLength(rows.length);
  });
});

describe('docs/operating.md', () => {
  it('tells every setting, and none that is gone', () => {
    const page = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
    const told = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(describeAll({}).map(({ name }) => name));
  });
});
