import type { Command } from 'commander';
import { isFault, parseStatement, type Json, type PartyId } from '#statements';
import { CliError } from '../cli-error.ts';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { readEntries, readParty } from '../read-document.ts';
import { nameOf } from '../read-file.ts';
import { parseRfc3339 } from '../times.ts';
import { writeText } from '../write-file.ts';

interface ClaimOptions extends GlobalOptions {
  readonly bank?: string;
  readonly receivedAt?: string;
  readonly evidence?: readonly string[];
  readonly paid?: true;
  readonly out?: string;
}

export function define(command: Command): void {
  command
    .argument('<transcript>', 'the redeemed transcript, sound or not: a bank submits what it holds')
    .option('--bank <party>', 'the redeeming bank: a party id, or a file with its key (default: whom it asks to pay)')
    .option(
      '--received-at <time>',
      'when the bank received it: RFC 3339 or seconds since 1970 (default: now)',
      parseRfc3339,
    )
    .option('--evidence <file...>', 'receipts, checks, timestamps … that belong to this claim')
    .option('--paid', 'the bank has paid it')
    .option('--out <file>', 'write it to a file instead of standard output')
    .action((file: string, _options: unknown, self: Command) => run(file, self.optsWithGlobals<ClaimOptions>()));
  addExamples(command, [
    [
      'assize claim redeemed.json --received-at 2026-11-22T09:30:00Z --evidence receipt.jws --out bob.claim.json',
      'Bob’s claim, to be joined with others by assize submission',
    ],
  ]);
}

async function run(file: string, options: ClaimOptions): Promise<void> {
  const transcript = await readEntries(file);
  const claim = {
    transcript,
    bank: options.bank === undefined ? addressee(transcript, file) : await readParty(options.bank),
    receivedAt: options.receivedAt ?? new Date().toISOString(),
    evidence: (await Promise.all((options.evidence ?? []).map(readEntries))).flat(),
    paid: options.paid === true,
  };
  const { out } = options;
  writeText(out, `${JSON.stringify(claim, null, 2)}\n`);
  if (out === undefined || out === '-') return;
  const counts = { statements: transcript.length, evidence: claim.evidence.length };
  if (options.json === true) process.stdout.write(`${JSON.stringify({ file: out, bank: claim.bank, ...counts })}\n`);
  else process.stderr.write(`${out}: a claim of ${counts.statements} statements, ${counts.evidence} of evidence\n`);
}

function addressee(transcript: readonly Json[], file: string): PartyId {
  const last = parseStatement(transcript.at(-1));
  if (!isFault(last) && last.kind === 'redemption+jwt') return last.payload['aud'] as PartyId;
  throw new CliError('usage', `${nameOf(file)}: does not end in a redemption that names a bank`, {
    file,
    hint: 'say which bank it was presented to: --bank PARTY',
  });
}
