import type { Command } from 'commander';
import { WORDS } from '#statements';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples, choice } from '../options.ts';
import { readDigest } from '../read-document.ts';

interface AppealOptions extends SigningOptions {
  readonly case: string;
  readonly verdict: string;
  readonly ground: string;
  readonly text: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--case <uuid>', 'the conflict’s id')
    .requiredOption('--verdict <verdict>', 'the verdict: its file or digest')
    .addOption(choice('--ground <ground>', 'the ground', WORDS.gnd))
    .requiredOption('--text <text>', 'why, in the party’s own words, at most 4,000 characters')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<AppealOptions>()));
  addSigningOptions(command, 'the party that appeals');
  addExamples(command, [
    [
      'assize appeal --key bob.json --case 0b0e5b3a-51b1-4c5c-9f0e-3b7d2a3c9e11 --verdict verdict.jws \\\n' +
        '      --ground new_evidence --text "The receipt was found."',
      'Bob appeals',
    ],
  ]);
}

async function run(options: AppealOptions): Promise<void> {
  const key = await readSigner(options);
  const claims = {
    cas: options.case,
    ref: await readDigest(options.verdict),
    gnd: options.ground,
    txt: options.text,
  };
  signAndPrint({ kind: 'appeal+jwt', claims, key }, options);
}
