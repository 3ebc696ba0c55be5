import type { Command } from 'commander';
import { isElement } from '#statements';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { publicHalfOf, readOneShowSecret } from '../one-show-file.ts';
import { addExamples } from '../options.ts';
import { readParty } from '../read-document.ts';

interface RegisterOptions extends SigningOptions {
  readonly customer: string;
  readonly identity?: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--customer <party>', 'the customer’s key: a party id, or a file with it')
    .option('--identity <element>', 'the customer’s one-show identity: the element, or the file of a one-show secret')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<RegisterOptions>()));
  addSigningOptions(command, 'the bank');
  addExamples(command, [
    ['assize register --key bank.json --customer alice.json', 'the bank vouches for Alice'],
    ['assize register --key bank.json --customer alice.json --identity secret.json', '… and for her one-show identity'],
  ]);
}

async function run(options: RegisterOptions): Promise<void> {
  const key = await readSigner(options);
  const sub = await readParty(options.customer);
  const idn = options.identity === undefined ? undefined : await readIdentity(options.identity);
  signAndPrint({ kind: 'registration+jwt', claims: { sub, idn }, key }, options);
}

const readIdentity = async (identity: string): Promise<string> =>
  isElement(identity) ? identity : publicHalfOf(await readOneShowSecret(identity)).identity;
