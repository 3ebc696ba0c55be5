import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { GlobalOptions } from '../command-module.ts';
import { addExamples } from '../options.ts';

export function define(command: Command): void {
  command.action((_options: unknown, self: Command) => run(self.optsWithGlobals<GlobalOptions>()));
  addExamples(command, [
    ['assize demo', 'the service with demo banks and conflicts, or how to try the demo that runs'],
    ['DATA_DIR=./var-demo PORT=4801 assize demo', 'a demo beside a tribunal of your own'],
  ]);
}

async function run({ json }: GlobalOptions): Promise<void> {
  const { readDemoAccess } = await import('#config');
  const { readConfigOrThrow } = await import('../operate/read-config-or-throw.ts');
  const { checkService } = await import('../operate/check-service.ts');
  const config = readConfigOrThrow();
  const { isRunning, url } = await checkService(config);
  if (!isRunning) {
    const { runService } = await import('../operate/run-service.ts');
    process.exitCode = await runService({ DEMO: 'true' });
    return;
  }
  const demo = readDemoAccess(config.dataDir);
  if (demo === null) {
    throw new CliError(
      'no_demo',
      'the service here was started without the demo, which goes into an empty tribunal only',
      {
        hint: 'DATA_DIR=./var-demo PORT=4801 assize demo',
      },
    );
  }
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ url, ...demo })}\n`);
    return;
  }
  const tries =
    demo.example === null ? [] : [`assize submit ${demo.example.file}`, `assize case show ${demo.example.conflict}`];
  const lines = [
    `The demo runs at ${url}.`,
    `Token  ${demo.token}`,
    ...tries.map((line) => `Try    ${line}`),
    'Try    assize case list',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
