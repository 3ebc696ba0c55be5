/** The schema: every setting, its form, its default, and the words that explain it. */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS, ROLES, type Config, type Machine, type Role } from './config.ts';

/** One setting; `T` is what its text becomes. */
export interface Setting<T> {
  /** Its name in the environment. */
  readonly name: string;
  /** What it does, in one line. */
  readonly does: string;
  /** What a value has to be, after "must be". */
  readonly rule: string;
  readonly example: string;
  /** Whether a value can hold a password. */
  readonly isSecret?: true;
  readonly form: (machine: Machine) => z.ZodType<T, string>;
  /** The text that counts where there is none, or the value itself where no text says it; `known` holds the settings above. */
  readonly byDefault: (machine: Machine, known: Partial<Config>) => string | { readonly value: T };
  /** The default in words, where it depends on the machine. */
  readonly defaultWords?: string;
}

const whole = (least: number, most: number) => (): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
const boolean = (): z.ZodType<boolean, string> => z.enum(['true', 'false']).transform((text) => text === 'true');
const path = ({ folder }: Machine): z.ZodType<string, string> =>
  z
    .string()
    .regex(/^[^\0]+$/)
    .transform((text) => resolve(folder, text));
const url = (schemes: readonly string[]): z.ZodType<string, string> =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), { abort: true });
/** An address that can have a password, which ends at a # that was not escaped. */
const addressOf = (...schemes: readonly string[]): z.ZodType<string, string> =>
  url(schemes).refine((text) => new URL(text).hash === '', { error: 'must be written with %23 for a #' });
const range = (least: number, most: number): string =>
  `an integer from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`;

const MOST_SWEEP_MS = 60_000;

/** Every setting, by the member of `Config` that it becomes; in the order in which they are shown. */
export const SETTINGS: { readonly [Member in keyof Config]: Setting<Config[Member]> } = {
  host: {
    name: 'HOST',
    does: 'address to listen on; 0.0.0.0 for every network, behind a proxy that ends TLS',
    rule: 'an IP address or a host name, without scheme or port',
    example: '127.0.0.1',
    form: () =>
      z
        .string()
        .refine((text) => isIP(text) !== 0 || /^(?!\d+(\.\d+)*$)[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)),
    byDefault: () => '127.0.0.1',
  },
  port: {
    name: 'PORT',
    does: 'port to listen on; 0 takes any free one',
    rule: 'an integer from 0 to 65535',
    example: '4800',
    form: whole(0, 65_535),
    byDefault: () => '4800',
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    does: 'address under which others reach the service, where that differs from HOST and PORT',
    rule: 'an http:// or https:// address without password, query or fragment',
    example: 'https://tribunal.example',
    isSecret: true,
    form: () =>
      url(['http:', 'https:'])
        .refine((text) => {
          const { username, password, search, hash } = new URL(text);
          return `${username}${password}${search}${hash}` === '';
        })
        .transform((text) => new URL(text).href.replace(/\/+$/, '')),
    byDefault: () => ({ value: null }),
    defaultWords: 'http://HOST:PORT',
  },
  dataDir: {
    name: 'DATA_DIR',
    does: 'folder of the private database, its backups and the tribunal’s key',
    rule: 'the path of a folder',
    example: './var',
    form: path,
    byDefault: () => './var',
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    does: 'PostgreSQL 15 or newer to use instead of the private one in DATA_DIR',
    rule: 'an address that begins with postgres://',
    example: 'postgres://assize:password@db:5432/assize',
    isSecret: true,
    form: () => addressOf('postgres:', 'postgresql:').transform((text) => text.replace(/^postgresql:/i, 'postgres:')),
    byDefault: () => ({ value: null }),
    defaultWords: 'the private database in DATA_DIR',
  },
  redisUrl: {
    name: 'REDIS_URL',
    does: 'Redis 7 or Valkey 8 for the queue, instead of PostgreSQL',
    rule: 'an address that begins with redis:// or rediss://',
    example: 'redis://:password@redis:6379/0',
    isSecret: true,
    form: () => addressOf('redis:', 'rediss:'),
    byDefault: () => ({ value: null }),
    defaultWords: 'the queue is in PostgreSQL',
  },
  roles: {
    name: 'ROLES',
    does: 'what this process does: api answers requests, worker examines and decides',
    rule: 'api, worker, or both with a comma between them',
    example: 'api,worker',
    form: () =>
      z
        .string()
        .transform((text) => [...new Set(text.split(',').map((role) => role.trim()))])
        .pipe(z.array(z.enum(ROLES)))
        .transform((roles): readonly Role[] => ROLES.filter((role) => roles.includes(role))),
    byDefault: () => 'api,worker',
  },
  policy: {
    name: 'POLICY',
    does: 'how it weighs, decides and waits: express proposes at once, or the path of a policy (docs/policy.json)',
    rule: 'express, or the path of a JSON file',
    example: 'express',
    form: ({ folder }) =>
      z
        .string()
        .refine(
          (text) => text !== 'default',
          'must be express or a policy’s path: the default policy hears the parties first, and hearings are not built yet',
        )
        .transform((text) => (text === 'express' ? text : resolve(folder, text))),
    byDefault: () => 'express',
  },
  tribunalKey: {
    name: 'TRIBUNAL_KEY',
    does: 'file of the private key (JWK) that signs verdicts; made at the first start, for its owner only',
    rule: 'the path of a file',
    example: './var/tribunal.json',
    form: path,
    byDefault: ({ folder }, { dataDir }) => join(dataDir ?? folder, 'tribunal.json'),
    defaultWords: 'DATA_DIR/tribunal.json',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    does: 'the least important lines that are still logged',
    rule: `one of ${LOG_LEVELS.join(', ')}`,
    example: 'info',
    form: () => z.enum(LOG_LEVELS),
    byDefault: ({ isTerminal }) => (isTerminal ? 'warn' : 'info'),
    defaultWords: 'warn on a terminal, else info',
  },
  logFormat: {
    name: 'LOG_FORMAT',
    does: 'how lines are logged: text for people, json for machines',
    rule: 'text or json',
    example: 'json',
    form: () => z.enum(['text', 'json']),
    byDefault: ({ isTerminal }) => (isTerminal ? 'text' : 'json'),
    defaultWords: 'text on a terminal, else json',
  },
  threads: {
    name: 'EXAMINE_THREADS',
    does: 'threads that verify signatures and weigh evidence',
    rule: range(1, 256),
    example: '3',
    form: whole(1, 256),
    byDefault: ({ cores }) => String(Math.min(Math.max(cores - 1, 1), 256)),
    defaultWords: 'one fewer than cores, at least 1',
  },
  concurrency: {
    name: 'EXAMINE_CONCURRENCY',
    does: 'conflicts that a worker has in hand at once',
    rule: range(1, 1_000),
    example: '8',
    form: whole(1, 1_000),
    byDefault: (_machine, { threads }) => String(Math.min(2 * (threads ?? 1) + 2, 1_000)),
    defaultWords: 'twice EXAMINE_THREADS and 2',
  },
  maxInFlight: {
    name: 'MAX_IN_FLIGHT',
    does: 'requests in progress before further ones are told to come back later (503)',
    rule: range(1, 100_000),
    example: '256',
    form: whole(1, 100_000),
    byDefault: () => '256',
  },
  requestsPerMinute: {
    name: 'RATE_LIMIT',
    does: 'requests a minute that each bank may make (429 beyond it)',
    rule: range(1, 10_000_000),
    example: '6000',
    form: whole(1, 10_000_000),
    byDefault: () => '6000',
  },
  migrate: {
    name: 'MIGRATE',
    does: 'bring the database’s tables up to date at the start',
    rule: 'true or false',
    example: 'true',
    form: boolean,
    byDefault: () => 'true',
  },
  crossCheck: {
    name: 'CROSS_CHECK',
    does: 'what the second verifier is asked too: what findings rest on, also so many other statements a case, or all',
    rule: 'findings, all, or a number of statements',
    example: '256',
    form: () => z.union([z.enum(['findings', 'all']), whole(0, 10_000_000)()]),
    byDefault: () => 'findings',
  },
  demo: {
    name: 'DEMO',
    does: 'fill an empty tribunal with demo banks and a small market of signed conflicts',
    rule: 'true or false',
    example: 'true',
    form: boolean,
    byDefault: () => ({ value: undefined }),
    defaultWords: 'only npm start does, and only in a new private database',
  },
  sweepEveryMs: {
    name: 'SWEEP_EVERY_MS',
    does: 'milliseconds between looks for what is due; what a lost job costs at most',
    rule: range(100, MOST_SWEEP_MS),
    example: '5000',
    form: whole(100, MOST_SWEEP_MS),
    byDefault: () => '5000',
  },
  shutdownSeconds: {
    name: 'SHUTDOWN_SECONDS',
    does: 'seconds that a stop waits for work in progress',
    rule: range(1, 3_600),
    example: '20',
    form: whole(1, 3_600),
    byDefault: () => '20',
  },
};
