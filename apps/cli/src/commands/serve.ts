import type { Command } from 'commander';
import { addExamples } from '../options.ts';

interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
  readonly dataDir?: string;
  readonly roles?: string;
  readonly demo?: boolean;
}

export function define(command: Command): void {
  command
    .option('--port <number>', 'port to listen on, instead of PORT (4800)')
    .option('--host <address>', 'address to listen on, instead of HOST (127.0.0.1)')
    .option('--data-dir <folder>', 'where its data is, instead of DATA_DIR (./var)')
    .option('--roles <list>', 'api, worker or both, instead of ROLES')
    .option('--demo', 'fill an empty tribunal with demo banks and signed conflicts')
    .option('--no-demo', 'never do that, whatever DEMO says')
    .addHelpText('after', '\nEvery other setting is in the environment or in .env: assize config show, .env.example.')
    .action(async (options: ServeOptions) => {
      const { runService } = await import('../operate/run-service.ts');
      process.exitCode = await runService(settingsOf(options));
    });
  addExamples(command, [
    ['assize serve', 'the service with a private database in ./var, until Ctrl-C'],
    ['assize serve --demo --port 4801', 'with demo banks and conflicts in it, on another port'],
    ['DATABASE_URL=postgres://… assize serve --roles worker', 'a further worker of a tribunal on that database'],
  ]);
}

/** Options by the names of the settings that they stand for. */
function settingsOf({ port, host, dataDir, roles, demo }: ServeOptions): Record<string, string> {
  const settings = { PORT: port, HOST: host, DATA_DIR: dataDir, ROLES: roles, DEMO: demo?.toString() };
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
