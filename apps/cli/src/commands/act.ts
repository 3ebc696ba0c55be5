import { InvalidArgumentError, type Command } from 'commander';
import { is32Bytes, WORDS } from '#statements';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples, choice } from '../options.ts';
import { readDigest, readParty } from '../read-document.ts';

type Share = readonly [claim: string, ppm: number];

interface ActOptions extends SigningOptions {
  readonly case: string;
  readonly do: string;
  readonly ref?: string;
  readonly about?: string;
  readonly share?: readonly Share[];
  readonly text?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--case <uuid>', 'the conflict’s id')
    .addOption(choice('--do <act>', 'the act', WORDS.do))
    .option('--ref <statement>', 'what it acts on: a file (of a transcript, its last statement) or a digest')
    .option('--about <party>', 'whom it is about: a party id, or a file with its key')
    .option('--share <claim=ppm...>', 'of a settlement: a claim’s redemption and its parts per million', collectShares)
    .option('--text <text>', 'in the party’s own words, at most 4,000 characters')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<ActOptions>()));
  addSigningOptions(command, 'the party or bank that acts');
  addExamples(command, [
    [
      'assize act --key bob.json --case 0b0e5b3a-51b1-4c5c-9f0e-3b7d2a3c9e11 --do object --ref verdict.jws',
      'Bob objects to the verdict',
    ],
    [
      'assize act --key bob.json --case 0b0e5b3a-51b1-4c5c-9f0e-3b7d2a3c9e11 --do settle \\\n' +
        '      --share "$BOBS=500000" "$CAROLS=500000"',
      'Bob offers to share the note evenly ($BOBS and $CAROLS: the digests of the redemptions)',
    ],
  ]);
}

function collectShares(text: string, before: readonly Share[] = []): readonly Share[] {
  const [claim, ppm, ...more] = text.split('=');
  if (!is32Bytes(claim) || ppm === undefined || !/^\d{1,7}$/.test(ppm) || more.length > 0) {
    throw new InvalidArgumentError('A share is the digest of a redemption, "=" and parts per million.');
  }
  return [...before, [claim, Number(ppm)]];
}

async function run(options: ActOptions): Promise<void> {
  const key = await readSigner(options);
  const claims = {
    cas: options.case,
    do: options.do,
    ref: options.ref === undefined ? undefined : await readDigest(options.ref),
    abt: options.about === undefined ? undefined : await readParty(options.about),
    div: options.share === undefined ? undefined : Object.fromEntries(options.share),
    txt: options.text,
  };
  signAndPrint({ kind: 'act+jwt', claims, key }, options);
}
