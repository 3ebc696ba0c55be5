import type { Command } from 'commander';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples } from '../options.ts';
import { readNoteId, readParty } from '../read-document.ts';

interface DeliverOptions extends SigningOptions {
  readonly note: string;
  readonly to: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--note <note>', 'the bearer note: its file or id')
    .requiredOption('--to <party>', 'the payee: a party id, or a file with its key')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<DeliverOptions>()));
  addSigningOptions(command, 'the payer');
  addExamples(command, [
    ['assize deliver --key alice.json --note note.jws --to bob.json', 'Alice says that she handed the note to Bob'],
  ]);
}

async function run(options: DeliverOptions): Promise<void> {
  const key = await readSigner(options);
  const claims = { sub: await readNoteId(options.note), to: await readParty(options.to) };
  signAndPrint({ kind: 'delivery+jwt', claims, key }, options);
}
