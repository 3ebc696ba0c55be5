import type { Command } from 'commander';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples } from '../options.ts';
import { readParty } from '../read-document.ts';
import { parseTime } from '../times.ts';

interface CompromiseOptions extends SigningOptions {
  readonly since: number;
  readonly party?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--since <time>', 'since when others may have had the key', parseTime)
    .option('--party <party>', 'whose key leaked: a party id, or a file with its key (default: the signer’s own)')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<CompromiseOptions>()));
  addSigningOptions(command, 'the party itself, or of the bank that registered it');
  addExamples(command, [
    ['assize compromise --key alice.json --since 2026-11-20T00:00:00Z', 'Alice says that her own key leaked'],
    ['assize compromise --key bank.json --party alice.json --since 2026-11-20T00:00:00Z', 'her bank says so'],
  ]);
}

async function run(options: CompromiseOptions): Promise<void> {
  const key = await readSigner(options);
  const sub = options.party === undefined ? key.id : await readParty(options.party);
  signAndPrint({ kind: 'compromise+jwt', claims: { sub, snc: options.since }, key }, options);
}
