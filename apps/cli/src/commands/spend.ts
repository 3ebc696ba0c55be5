import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { respond, type OneShowNote } from '#statements';
import { confirm, extendAndPrint, linkTo, requireOpen } from '../extend-transcript.ts';
import { addSigningOptions, readSigner, refuse, type SigningOptions } from '../make-statement.ts';
import { publicHalfOf, readOneShowSecret } from '../one-show-file.ts';
import { addExamples } from '../options.ts';
import { readTranscript } from '../read-document.ts';
import { nowS } from '../times.ts';

interface SpendOptions extends SigningOptions {
  readonly transcript: string;
  readonly secret: string;
  readonly nonce?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--transcript <file>', 'the one-show note')
    .requiredOption('--secret <file>', 'the payer’s secret of this note')
    .option('--nonce <text>', 'the payee’s nonce (default: random)')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<SpendOptions>()));
  addSigningOptions(command, 'the payee, who records the payer’s response');
  addExamples(command, [
    [
      'assize spend --key shop.json --transcript note.jws --secret secret.json --out at-shop.json',
      'both sides in one command: the payer’s response and the payee’s record',
    ],
  ]);
}

async function run(options: SpendOptions): Promise<void> {
  const [key, transcript, secret] = await Promise.all([
    readSigner(options),
    readTranscript(options.transcript),
    readOneShowSecret(options.secret),
  ]);
  requireOpen(transcript, ['one-show'], options);
  const note = transcript[0].payload['osh'] as unknown as OneShowNote;
  if (publicHalfOf(secret).osh.A !== note.A) {
    refuse('bad_signature', `${options.secret}: is not the secret of this note`, options);
  }
  const nce = options.nonce ?? randomUUID();
  const iat = options.at ?? nowS();
  // The challenge covers `iat` as the payload writes it, and the payload is written by JSON.stringify.
  const response = respond(secret, note, { payee: key.id, iat: JSON.stringify(iat), nce });
  const claims = { iat, sub: linkTo(transcript).sub, cnf: confirm(key), osh: { ...response, nce } };
  extendAndPrint(transcript, { kind: 'spend+jwt', claims, key }, options);
}
