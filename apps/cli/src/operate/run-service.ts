/** The service as a process of its own: this one passes signals on, waits, and ends as it ended. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '#config';
import { CliError } from '../cli-error.ts';

const SERVER = fileURLToPath(new URL('../../../server/src/main.js', import.meta.url));
/** What a shell says of a process that a signal ended: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** runService starts the service with these settings over the environment's, and answers its exit status. */
export async function runService(settings: Readonly<Record<string, string>>): Promise<number> {
  if (!existsSync(SERVER)) throw new CliError('not_built', 'the service is not built', { hint: 'npm run build' });
  const child = spawn(process.execPath, [SERVER], { stdio: 'inherit', env: { ...readEnvironment(), ...settings } });
  for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
    process.on(signal, () => {
      // Ctrl-C reaches every process of the terminal by itself, and a second one would hurry the service.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? 128 + (SIGNALS[signal as keyof typeof SIGNALS] ?? 9)));
  });
}
