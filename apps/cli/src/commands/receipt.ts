import type { Command } from 'commander';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples } from '../options.ts';
import { readDigest, readNoteId, readParty } from '../read-document.ts';

interface ReceiptOptions extends SigningOptions {
  readonly note: string;
  readonly from: string;
  readonly ref?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--note <note>', 'the note: its file, a transcript of it, or its id')
    .requiredOption('--from <party>', 'the payer: a party id, or a file with its key')
    .option('--ref <statement>', 'the transfer that it was taken by: a file (of a transcript, its last) or a digest')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<ReceiptOptions>()));
  addSigningOptions(command, 'the payee');
  addExamples(command, [
    [
      'assize receipt --key bob.json --note at-bob.json --from alice.json --ref at-bob.json',
      'Bob says that he took the note from Alice, by the last transfer of at-bob.json',
    ],
  ]);
}

async function run(options: ReceiptOptions): Promise<void> {
  const key = await readSigner(options);
  const claims = {
    sub: await readNoteId(options.note),
    frm: await readParty(options.from),
    ref: options.ref === undefined ? undefined : await readDigest(options.ref),
  };
  signAndPrint({ kind: 'receipt+jwt', claims, key }, options);
}
