import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { makeClient, type Client, type Credentials } from './client.ts';
import { eventually } from './wait.ts';

export interface ServerOptions {
  /** `api`, `worker` or both (`api,worker`, the default). */
  readonly roles?: string;
  /** Settings (docs/operating.md) over those of the harness. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself, such as `--import`. */
  readonly node?: readonly string[];
}

/** One process of the service, which can be ended and started again on the same port. */
export interface Server {
  /** http://127.0.0.1:PORT, the same after a restart; of a worker alone nobody answers there. */
  readonly url: string;
  /** Of the present process, or the last one. */
  pid(): number;
  isRunning(): boolean;
  /** How the last process ended: a status or a signal; null while it runs. */
  ended(): number | string | null;
  /** The lines that its processes wrote on standard error; the last 4 MB. */
  stderr(): string;
  client(credentials: Credentials): Client;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with how it ended. */
  stop(): Promise<number | string>;
  /** Starts a process where none runs; resolves when it is ready, with the milliseconds that took. */
  restart(timeoutMs?: number): Promise<number>;
  /** Starts a process where none runs, and waits for nothing. */
  launch(): void;
  /** Waits until /readyz says yes (a worker alone: until it works); milliseconds. */
  untilReady(timeoutMs?: number): Promise<number>;
}

/** The built server; a test that is not built itself (jest) takes it from `dist` too. */
const BUILT = import.meta.url.endsWith('.js') ? '../../../' : '../../../dist/';
const MAIN = fileURLToPath(new URL(`${BUILT}apps/server/src/main.js`, import.meta.url));
const KEPT_BYTES = 4 * 1_048_576;

/** startServer prepares a process of the service in a data folder; `restart` or `launch` starts it. */
export async function startServer(
  dataDir: string,
  { roles = 'api,worker', env = {}, node = [] }: ServerOptions,
): Promise<Server> {
  const port = await findPort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    ROLES: roles,
    LOG_LEVEL: 'warn',
    RATE_LIMIT: '10000000',
    ...env,
  };
  let child: ChildProcess | null = null;
  let said = '';
  let saidNow = '';
  const isRunning = (): boolean => child !== null && child.exitCode === null && child.signalCode === null;
  const ended = (): number | string | null => (isRunning() ? null : (child?.signalCode ?? child?.exitCode ?? null));

  const launch = (): void => {
    if (isRunning()) throw new Error(`process ${child?.pid} runs already`);
    saidNow = '';
    child = spawn(process.execPath, [...node, MAIN], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr!.on('data', (part: Buffer) => {
      saidNow = (saidNow + part.toString()).slice(-KEPT_BYTES);
      said = (said + part.toString()).slice(-KEPT_BYTES);
    });
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string> => {
    if (isRunning()) {
      const gone = once(child!, 'exit');
      child!.kill(signal);
      await gone;
    }
    return ended() ?? 0;
  };
  const probe = makeClient(url, null);
  const isReady = async (): Promise<true | null> => {
    if (!isRunning()) throw new Error(`the server ended (${ended()}):\n${saidNow.slice(-4_000)}`);
    if (!roles.includes('api')) return saidNow.includes('"step":"Worker","ms"') ? true : null;
    return (await probe.get('/readyz')).status === 200 ? true : null;
  };
  const untilReady = async (timeoutMs = 30_000): Promise<number> => {
    const started = performance.now();
    try {
      await eventually('the server is ready', isReady, timeoutMs);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${saidNow.slice(-4_000)}`, { cause: error });
    }
    return performance.now() - started;
  };
  return {
    url,
    pid: () => child?.pid ?? 0,
    isRunning,
    ended,
    stderr: () => said,
    client: (credentials) => makeClient(url, credentials),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    launch,
    untilReady,
    restart: (timeoutMs) => {
      launch();
      return untilReady(timeoutMs);
    },
  };
}

/** Below the ports that systems hand out for outgoing connections, so that it is still free after a kill. */
async function findPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.on('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
