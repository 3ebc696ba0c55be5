import type { Command } from 'commander';
import type { GlobalOptions } from '../command-module.ts';
import { addExamples } from '../options.ts';

export function define(command: Command): void {
  command
    .addHelpText(
      'after',
      '\nThe service does the same at its start, unless MIGRATE=false. It takes a lock, so that only one process does it.',
    )
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<GlobalOptions>()));
  addExamples(command, [
    ['assize migrate', 'the private database of this folder'],
    [
      'DATABASE_URL=postgres://owner:…@db/assize assize migrate',
      'as the owner of the tables, before a service with fewer rights',
    ],
  ]);
}

async function run({ json }: GlobalOptions): Promise<void> {
  const { migrateDatabase } = await import('../operate/open-store.ts');
  const ran = await migrateDatabase();
  const words = ran.length === 0 ? 'the tables are up to date' : ran.map((name) => `${name} applied`).join('\n');
  process.stdout.write(`${json === true ? JSON.stringify({ ran }) : words}\n`);
}
