import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { extendAndPrint, isStated, linkTo, requireHolder, requireOpen } from '../extend-transcript.ts';
import { addSigningOptions, readSigner, type SigningOptions } from '../make-statement.ts';
import { addExamples, parseCount } from '../options.ts';
import { readParty, readTranscript } from '../read-document.ts';

interface RedeemOptions extends SigningOptions {
  readonly transcript: string;
  readonly bank: string;
  readonly ctr?: number;
}

const CLASSES = ['bearer', 'endorsed', 'attested', 'one-show'];

export function define(command: Command): void {
  command
    .requiredOption(
      '--transcript <file>',
      'what the claimant holds: the note, or a transcript that ends at the claimant',
    )
    .requiredOption('--bank <party>', 'the bank that is to pay: its party id, or a file with its key')
    .option('--ctr <count>', 'counter of the claimant’s device', parseCount)
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<RedeemOptions>()));
  addSigningOptions(command, 'the claimant');
  addExamples(command, [
    [
      'assize redeem --key bob.json --transcript at-bob.json --bank bank.json --out redeemed.json',
      'Bob asks to be paid',
    ],
    ['assize redeem --key carol.json --transcript note.jws --bank bank.json', 'a bearer note: whoever has it may ask'],
  ]);
}

async function run(options: RedeemOptions): Promise<void> {
  const [key, transcript, aud] = await Promise.all([
    readSigner(options),
    readTranscript(options.transcript),
    readParty(options.bank),
  ]);
  requireOpen(transcript, CLASSES, options);
  requireHolder(transcript, key, options);
  const { sub, prv } = linkTo(transcript);
  // A bearer note passes by being copied, so its redemption follows no holder's statement.
  const follows = transcript[0].payload['cls'] === 'bearer' ? undefined : prv;
  const jti = options.jti ?? randomUUID();
  const claims = { jti, sub, prv: follows, aud, ctr: options.ctr };
  const keyIsKnown = isStated(transcript, key);
  extendAndPrint(transcript, { kind: 'redemption+jwt', claims, key, keyIsKnown }, options);
}
