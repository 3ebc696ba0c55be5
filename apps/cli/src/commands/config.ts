import type { Command } from 'commander';
import type { GlobalOptions } from '../command-module.ts';
import { addExamples } from '../options.ts';

export function define(command: Command): void {
  command
    .command('show')
    .description('Show every setting with its value and where that comes from; passwords are masked.')
    .action((_options: unknown, self: Command) => show(self.optsWithGlobals<GlobalOptions>()));
  command
    .command('example')
    .description('Print a .env file with every setting, explained.')
    .action(async () => {
      const { envExample } = await import('#config');
      process.stdout.write(envExample());
    });
  addExamples(command, [
    ['assize config show', 'what the service would start with here'],
    ['assize config example > .env', 'a file to set things in'],
  ]);
}

async function show({ json }: GlobalOptions): Promise<void> {
  const { describeConfig, readEnvironment } = await import('#config');
  const { readConfigOrThrow } = await import('../operate/read-config-or-throw.ts');
  const settings = describeConfig(readConfigOrThrow(), readEnvironment());
  if (json === true) {
    process.stdout.write(`${JSON.stringify(settings)}\n`);
    return;
  }
  const { coloursFor } = await import('../colours.ts');
  const { formatTable } = await import('../table.ts');
  const { dim } = coloursFor(process.stdout);
  const rows = settings.map(({ name, value, source, does }) => [
    name,
    value === '' ? '-' : value,
    source === 'default' ? dim(source) : source,
    dim(does),
  ]);
  process.stdout.write(`${formatTable(rows, { indent: 0 })}\n`);
}
