import type { Command } from 'commander';
import { isFault, isJsonObject, parseStatement, type Json, type JsonObject, type PartyId } from '#statements';
import { CliError } from '../cli-error.ts';
import { addExamples } from '../options.ts';
import { parseEntries, readEntries, readParty, readStatementsOrJson } from '../read-document.ts';
import { nameOf } from '../read-file.ts';
import { addServiceOptions, type ServiceOptions } from '../service-address.ts';
import { parseRfc3339 } from '../times.ts';
import { writeText } from '../write-file.ts';

interface ClaimOptions extends ServiceOptions {
  readonly bank?: string;
  readonly receivedAt?: string;
  readonly evidence?: readonly string[];
  readonly paid?: true;
  readonly out?: string;
  readonly send?: true;
}

export function define(command: Command): void {
  command
    .argument('<file>', 'the redeemed transcript, sound or not: a bank submits what it holds; with --send a claim, too')
    .option('--bank <party>', 'the redeeming bank: a party id, or a file with its key (default: whom it asks to pay)')
    .option(
      '--received-at <time>',
      'when the bank received it: RFC 3339 or seconds since 1970 (default: now)',
      parseRfc3339,
    )
    .option('--evidence <file...>', 'receipts, checks, timestamps … that belong to this claim')
    .option('--paid', 'the bank has paid it')
    .option('--out <file>', 'write it to a file instead of standard output')
    .option('--send', 'register it at a service; a conflict begins with the second claim on a serial')
    .action((file: string, _options: unknown, self: Command) => run(file, self.optsWithGlobals<ClaimOptions>()));
  addServiceOptions(command);
  addExamples(command, [
    [
      'assize claim redeemed.json --received-at 2026-11-22T09:30:00Z --evidence receipt.jws --out bob.claim.json',
      'Bob’s claim, to be joined with others by assize submission',
    ],
    ['assize claim bob.claim.json --send', 'registered at the service that was started here'],
  ]);
}

async function run(file: string, options: ClaimOptions): Promise<void> {
  const { out, send, json } = options;
  const claim = await readOrMakeClaim(file, options);
  const isFile = out !== undefined && out !== '-';
  if (isFile || send !== true) writeText(out, `${JSON.stringify(claim, null, 2)}\n`);
  if (send === true) {
    const { sendClaim } = await import('../cases/send-claim.ts');
    await sendClaim(claim, file, options);
    return;
  }
  if (!isFile) return;
  const { transcript, evidence, bank } = claim as Claim;
  const counts = { statements: transcript.length, evidence: evidence.length };
  if (json === true) process.stdout.write(`${JSON.stringify({ file: out, bank, ...counts })}\n`);
  else process.stderr.write(`${out}: a claim of ${counts.statements} statements, ${counts.evidence} of evidence\n`);
}

interface Claim extends JsonObject {
  readonly transcript: Json[];
  readonly bank: string;
  readonly evidence: Json[];
}

async function readOrMakeClaim(file: string, options: ClaimOptions): Promise<JsonObject> {
  const document = await readStatementsOrJson(file);
  if (options.send !== true || !isJsonObject(document) || !Array.isArray(document['transcript'])) {
    return makeClaim(file, parseEntries(file, document), options);
  }
  const { bank, receivedAt, evidence, paid } = options;
  const given = Object.entries({ '--bank': bank, '--received-at': receivedAt, '--evidence': evidence, '--paid': paid });
  const [name] = given.find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return document;
  throw new CliError('usage', `${nameOf(file)}: a claim already, which is sent as it is: ${name} cannot change it`, {
    file,
  });
}

async function makeClaim(
  file: string,
  transcript: readonly Json[],
  { bank, receivedAt, evidence = [], paid }: ClaimOptions,
): Promise<Claim> {
  return {
    transcript: [...transcript],
    bank: bank === undefined ? addressee(transcript, file) : await readParty(bank),
    receivedAt: receivedAt ?? new Date().toISOString(),
    evidence: (await Promise.all(evidence.map(readEntries))).flat(),
    paid: paid === true,
  };
}

function addressee(transcript: readonly Json[], file: string): PartyId {
  const last = parseStatement(transcript.at(-1));
  if (!isFault(last) && last.kind === 'redemption+jwt') return last.payload['aud'] as PartyId;
  throw new CliError('usage', `${nameOf(file)}: does not end in a redemption that names a bank`, {
    file,
    hint: 'say which bank it was presented to: --bank PARTY',
  });
}
