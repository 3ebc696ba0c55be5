import type { Command } from 'commander';
import { WORDS } from '#statements';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples, choice } from '../options.ts';
import { readNoteId, readParty } from '../read-document.ts';
import { parseTime } from '../times.ts';

interface TestifyOptions extends SigningOptions {
  readonly case: string;
  readonly note: string;
  readonly say: string;
  readonly about?: string;
  readonly when?: number;
  readonly text?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--case <uuid>', 'the conflict’s id')
    .requiredOption('--note <note>', 'the note: its file, a transcript of it, or its id')
    .addOption(choice('--say <answer>', 'the answer', WORDS.say))
    .option('--about <party>', 'whom it is about: a party id, or a file with its key')
    .option('--when <time>', 'when what it tells of happened', parseTime)
    .option('--text <text>', 'in the party’s own words, at most 4,000 characters')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<TestifyOptions>()));
  addSigningOptions(command, 'the party that answers');
  addExamples(command, [
    [
      'assize testify --key bob.json --case 0b0e5b3a-51b1-4c5c-9f0e-3b7d2a3c9e11 --note at-bob.json \\\n' +
        '      --say received_in_good_faith --about alice.json --text "She paid for dinner."',
      'Bob answers, about Alice',
    ],
  ]);
}

async function run(options: TestifyOptions): Promise<void> {
  const key = await readSigner(options);
  const claims = {
    cas: options.case,
    sub: await readNoteId(options.note),
    say: options.say,
    abt: options.about === undefined ? undefined : await readParty(options.about),
    at: options.when,
    txt: options.text,
  };
  signAndPrint({ kind: 'testimony+jwt', claims, key }, options);
}
