import type { Command } from 'commander';
import { addExamples } from '../options.ts';
import type { BackupOptions } from '../operate/back-up-database.ts';

export function define(command: Command): void {
  command
    .option('--out <file>', 'where it goes, for its owner only (mode 0600); else into DATA_DIR/backups')
    .addHelpText(
      'after',
      '\nThe service may go on meanwhile: all tables are as they stood at one moment. The file is a plain tar with its own' +
        '\nSHA-256 sums; assize restore puts it into any PostgreSQL. The tribunal’s key is not in it.',
    )
    .action(async (_options: unknown, self: Command) => {
      const { backUpDatabase } = await import('../operate/back-up-database.ts');
      await backUpDatabase(self.optsWithGlobals<BackupOptions>());
    });
  addExamples(command, [
    ['assize backup', 'the database of this folder’s service, into var/backups'],
    ['assize backup --out /mnt/safe/tribunal.tar', 'to another disk'],
    [
      'DATABASE_URL=postgres://owner:…@db/assize assize backup --out tribunal.tar',
      'another database than the private one',
    ],
  ]);
}
