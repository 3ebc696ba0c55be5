import type { Command } from 'commander';
import { addExamples } from '../options.ts';
import type { RestoreOptions } from '../operate/restore-database.ts';

export function define(command: Command): void {
  command
    .argument('<file>', 'a file that assize backup made')
    .option('--replace', 'also where the database has rows; these are kept under another schema, which is named')
    .addHelpText(
      'after',
      '\nStop the service first. The whole file is checked before anything is changed, and the restore is seen as a whole' +
        '\nor not at all. The tribunal’s key is not in a backup: put it back at TRIBUNAL_KEY.',
    )
    .action(async (file: string, _options: unknown, self: Command) => {
      const { restoreDatabase } = await import('../operate/restore-database.ts');
      await restoreDatabase(file, self.optsWithGlobals<RestoreOptions>());
    });
  addExamples(command, [
    ['assize restore tribunal.tar', 'into an empty database, the private one in ./var by default'],
    ['DATA_DIR=trial assize restore tribunal.tar', 'a trial, beside the service'],
    ['assize restore tribunal.tar --replace', 'in the place of what is there, which is kept'],
  ]);
}
