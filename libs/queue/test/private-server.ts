import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A server of a test's own, on a free port of this machine. */
export interface PrivateServer {
  readonly url: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it had on disk, and waits until it answers. */
  start(): Promise<void>;
  /** Ends it and deletes its folder. */
  remove(): Promise<void>;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

interface Running {
  readonly command: string;
  readonly args: readonly string[];
  readonly as: { readonly uid?: number; readonly gid?: number };
  /** What ends it at once and lets its children go with it. */
  readonly crash: NodeJS.Signals;
  readonly answers: () => Promise<boolean>;
}

/** keepServer starts and ends one process, and knows whether it runs. */
export function keepServer({ command, args, as, crash, answers }: Running): Pick<PrivateServer, 'kill' | 'start'> {
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(crash);
    await gone;
  };
  const start = async (): Promise<void> => {
    const started = spawn(command, args, { ...as, stdio: 'ignore' });
    child = started;
    const until = Date.now() + 15_000;
    while (!(await answers())) {
      if (started.exitCode !== null || Date.now() > until) throw new Error(`${command} does not start`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { kill, start };
}
