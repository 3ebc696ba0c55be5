import type { Command } from 'commander';
import { WORDS } from '#statements';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples, choice } from '../options.ts';
import { readParty } from '../read-document.ts';
import { parseTime } from '../times.ts';

interface AttestOptions extends SigningOptions {
  readonly device: string;
  readonly level: string;
  readonly model?: string;
  readonly expires?: number;
}

export function define(command: Command): void {
  command
    .requiredOption('--device <party>', 'the device’s key: a party id, or a file with it')
    .addOption(choice('--level <level>', 'where the key is kept', WORDS.lvl))
    .option('--model <text>', 'model of the device')
    .option('--expires <time>', 'the maker vouches until then', parseTime)
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<AttestOptions>()));
  addSigningOptions(command, 'the device’s maker');
  addExamples(command, [
    [
      'assize attest --key maker.json --device alice.json --level hardware --model "Wallet 2"',
      'Alice’s key is in a chip',
    ],
  ]);
}

async function run(options: AttestOptions): Promise<void> {
  const key = await readSigner(options);
  const sub = await readParty(options.device);
  const claims = { sub, lvl: options.level, mdl: options.model, exp: options.expires };
  signAndPrint({ kind: 'attestation+jwt', claims, key }, options);
}
