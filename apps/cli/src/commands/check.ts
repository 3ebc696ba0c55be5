import type { Command } from 'commander';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples } from '../options.ts';
import { readNoteId } from '../read-document.ts';

interface CheckOptions extends SigningOptions {
  readonly note: string;
  readonly nonce?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--note <note>', 'the note: its file, a transcript of it, or its id')
    .option('--nonce <text>', 'what the asker sent, to know that the answer is new')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<CheckOptions>()));
  addSigningOptions(command, 'the issuer');
  addExamples(command, [
    ['assize check --key bank.json --note note.jws --nonce 7f3a', 'the bank says: not redeemed so far'],
  ]);
}

async function run(options: CheckOptions): Promise<void> {
  const key = await readSigner(options);
  const claims = { sub: await readNoteId(options.note), sts: 'unspent', nce: options.nonce };
  signAndPrint({ kind: 'check+jwt', claims, key }, options);
}
