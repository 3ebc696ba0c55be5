/** Why the service or a command cannot go on: what was seen, and the one command that helps. Only a bug of ours shows its stack. */
import { isNativeError } from 'node:util/types';
import type { Config } from './config.ts';
import { findListener } from './find-listener.ts';
import { maskSecrets } from './mask-secrets.ts';

/** A cause in words. */
export interface FailureCause {
  readonly what: string;
  readonly fix?: string | undefined;
  readonly stack?: string | undefined;
  readonly isBug: boolean;
}

/** What the errors of Node, of pg and of our own libraries have beside their message. */
interface Coded {
  readonly message: string;
  readonly code?: unknown;
  readonly port?: unknown;
  readonly path?: unknown;
  readonly syscall?: unknown;
  /** Our own errors bring the command that helps. */
  readonly fix?: unknown;
  readonly errors?: unknown;
  readonly driverError?: unknown;
  readonly stack?: string | undefined;
}

/** explainFailure finds the cause of an error; addresses are told without their passwords. */
export function explainFailure(thrown: unknown, config: Config): FailureCause {
  const error = innermost(thrown);
  if (typeof error.fix === 'string') return { what: error.message, fix: error.fix, isBug: false };
  const code = typeof error.code === 'string' ? error.code : '';
  const known =
    explainQueue(error) ??
    explainListening(error, code, config) ??
    explainDatabase(error, code, config) ??
    explainFiles(error, code);
  if (known !== null) return { ...known, isBug: false };
  return {
    what: `This is a bug in assize. Please report it with these lines:`,
    stack: error.stack ?? error.message,
    isBug: true,
  };
}

/** A connection to several addresses fails with a list of errors; TypeORM wraps the driver's. */
function innermost(thrown: unknown): Coded {
  let error = (isNativeError(thrown) ? thrown : new Error(String(thrown))) as Coded;
  for (let depth = 0; depth < 5 && typeof error.fix !== 'string'; depth += 1) {
    const inner: unknown = Array.isArray(error.errors) ? error.errors[0] : error.driverError;
    if (!isNativeError(inner) || inner === error) break;
    error = inner as Coded;
  }
  return error;
}

/** The queue says itself what is to be done, in the last sentence of its message. */
function explainQueue({ message }: Coded): Known {
  const [, what, fix] = /^(The queue cannot be opened on .+)\. (Start it, or .+)\.$/s.exec(message) ?? [];
  return what === undefined ? null : { what: `${what}.`, fix: `${fix![0]!.toLowerCase()}${fix!.slice(1)}` };
}

type Known = Pick<FailureCause, 'what' | 'fix'> | null;

function explainListening({ syscall }: Coded, code: string, { host, port }: Config): Known {
  if (syscall !== 'listen' && syscall !== 'bind') return null;
  switch (code) {
    case 'EADDRINUSE': {
      const owner = findListener(port);
      const by = owner === null ? '' : ` by "${owner.name}" (pid ${owner.pid})`;
      return { what: `Port ${port} is in use${by}.`, fix: `PORT=${port === 65_535 ? 0 : port + 1} npm start` };
    }
    case 'EACCES':
      return { what: `This user may not listen on port ${port}.`, fix: 'PORT=4800 npm start' };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        what: `HOST is ${JSON.stringify(host)}, which is no address of this machine.`,
        fix: 'HOST=127.0.0.1 npm start',
      };
    default:
      return null;
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'ENOENT',
]);

function explainDatabase(error: Coded, code: string, { databaseUrl, redisUrl }: Config): Known {
  const isRedis = redisUrl !== null && (databaseUrl === null || isAt(error, redisUrl, 6379));
  const [name, url] = isRedis ? ['REDIS_URL', redisUrl] : ['DATABASE_URL', databaseUrl];
  if (url === null) return null;
  const shown = maskSecrets(url);
  if (
    UNREACHABLE.has(code) &&
    (error.syscall === 'connect' || error.syscall === 'getaddrinfo' || code === 'ETIMEDOUT')
  ) {
    return {
      what: `${name} is ${shown}, and nobody answers there (${code}).`,
      fix: `assize doctor, once ${isRedis ? 'Redis' : 'PostgreSQL'} runs`,
    };
  }
  if (/WRONGPASS|NOAUTH/.test(error.message)) {
    return { what: `${name} is ${shown}, which refuses its user or password.`, fix: `put the right ones into ${name}` };
  }
  return explainPostgres(error, code, shown);
}

/** SQLSTATE codes (PostgreSQL, appendix A). */
function explainPostgres({ message }: Coded, code: string, shown: string): Known {
  switch (code) {
    case '28P01':
    case '28000':
      return {
        what: `DATABASE_URL is ${shown}, which refuses its user: ${message}.`,
        fix: 'put the right user and password into DATABASE_URL',
      };
    case '3D000':
      return { what: `DATABASE_URL is ${shown}, and there is no such database.`, fix: `createdb ${databaseIn(shown)}` };
    case '42501':
      return {
        what: `The database’s user lacks a right: ${message}.`,
        fix: 'GRANT it (docs/operating.md, "Roles in the database")',
      };
    case '53300':
      return {
        what: `The database takes no more connections: ${message}.`,
        fix: 'raise its max_connections, or start fewer processes',
      };
    case '57P03':
      return { what: `The database is not ready: ${message}.`, fix: 'start again in a minute' };
    default:
      return null;
  }
}

function explainFiles({ path, message }: Coded, code: string): Known {
  const where = typeof path === 'string' ? path : 'the data folder';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { what: `${where} cannot be used by this user (${code}).`, fix: 'DATA_DIR=~/assize npm start' };
    case 'ENOSPC':
      return { what: `The disk of ${where} is full.`, fix: 'df -h; free some space, or set DATA_DIR to another disk' };
    case 'ENOENT':
      return typeof path === 'string' ? { what: `${path} does not exist.`, fix: 'assize config show' } : null;
    default:
      return message.startsWith('Cannot find module') ? { what: message.split('\n')[0]!, fix: 'npm run build' } : null;
  }
}

function isAt({ port }: Coded, url: string, standard: number): boolean {
  return Number(new URL(url).port || standard) === Number(port);
}

const databaseIn = (shown: string): string => new URL(shown).pathname.slice(1) || 'assize';
