import { spawn } from 'node:child_process';

/** Whom PostgreSQL runs as, where that is not us. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What a program printed (both streams, in the order they came) and how it ended. */
interface Outcome {
  /** Null where a signal ended it, or it never began. */
  readonly status: number | null;
  readonly output: string;
  /** Why it never began, such as EACCES. */
  readonly code: string | null;
}

interface RunOptions {
  /** Whom it runs as; null for whoever we are. */
  readonly account: Account | null;
  readonly input?: string;
}

/**
 * The environment of every program: a foreign LC_ALL fails initdb, a foreign TZ would be written into the
 * configuration, PG… and LD_LIBRARY_PATH would change what runs. Windows starts nothing without its own variables.
 */
const ENVIRONMENT = {
  ...(process.platform === 'win32' ? process.env : { PATH: '/usr/local/bin:/usr/bin:/bin' }),
  LC_ALL: 'C',
  TZ: 'UTC',
};

const MOST_OUTPUT = 64 * 1024;

/** runProgram runs a program to its end. The folder it starts in is `/`, which every account can enter. */
export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  const { account, input } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: ENVIRONMENT,
      cwd: '/',
      windowsHide: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...account,
    });
    let output = '';
    const keep = (part: string): void => {
      output = (output + part).slice(-MOST_OUTPUT);
    };
    child.stdout!.setEncoding('utf8').on('data', keep);
    child.stderr!.setEncoding('utf8').on('data', keep);
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ status: null, output, code: error.code ?? null }));
    child.on('close', (status) => resolve({ status, output, code: null }));
    // A program that ends before it has read everything has said why.
    child.stdin?.on('error', () => {}).end(input);
  });
}
