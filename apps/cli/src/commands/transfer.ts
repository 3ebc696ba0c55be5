import type { Command } from 'commander';
import { extendAndPrint, isStated, linkTo, requireHolder, requireOpen } from '../extend-transcript.ts';
import { addSigningOptions, readSigner, type SigningOptions } from '../make-statement.ts';
import { addExamples, parseCount } from '../options.ts';
import { readPublicJwk, readTranscript } from '../read-document.ts';

interface TransferOptions extends SigningOptions {
  readonly transcript: string;
  readonly to: string;
  readonly ctr?: number;
}

export function define(command: Command): void {
  command
    .requiredOption(
      '--transcript <file>',
      'what the holder received: the note, or a transcript that ends at the holder',
    )
    .requiredOption('--to <jwkfile>', 'key of the next holder')
    .option('--ctr <count>', 'counter of the holder’s device', parseCount)
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<TransferOptions>()));
  addSigningOptions(command, 'the holder');
  addExamples(command, [
    [
      'assize transfer --key alice.json --transcript note.jws --to bob.json --out at-bob.json',
      'Alice pays Bob; the transcript that Bob then holds',
    ],
    [
      'assize transfer --key alice.json --transcript note.jws --to carol.json --out at-carol.json',
      'the same note once more: a double-spend',
    ],
  ]);
}

async function run(options: TransferOptions): Promise<void> {
  const [key, transcript, jwk] = await Promise.all([
    readSigner(options),
    readTranscript(options.transcript),
    readPublicJwk(options.to),
  ]);
  requireOpen(transcript, ['endorsed', 'attested'], options);
  requireHolder(transcript, key, options);
  const claims = { ...linkTo(transcript), cnf: { jwk }, ctr: options.ctr };
  const keyIsKnown = isStated(transcript, key);
  extendAndPrint(transcript, { kind: 'transfer+jwt', claims, key, keyIsKnown }, options);
}
