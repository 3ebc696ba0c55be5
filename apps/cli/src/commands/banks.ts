import type { Command } from 'commander';
import { jwkOf } from '#statements';
import { CliError } from '../cli-error.ts';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { readPublicKey } from '../read-document.ts';
import { writeText } from '../write-file.ts';

interface BanksOptions extends GlobalOptions {
  readonly out?: string;
}

export function define(command: Command): void {
  command
    .argument('[keyfile...]', 'public or private keys of banks, for a register file of their public halves')
    .option('--out <file>', 'write the register to a file instead of standard output')
    .action((files: string[], _options: unknown, self: Command) => run(files, self.optsWithGlobals<BanksOptions>()));
  addRegistryCommands(command);
  addExamples(command, [
    ['assize banks north.json south.json --out banks.json', 'a register for --register: a JSON array of public keys'],
    ['assize banks add north north.json', 'the service of this folder (or of DATABASE_URL) knows the bank from now on'],
    ['assize banks list', 'who is registered, with which keys'],
    ['assize banks rotate north new.json', 'another key; notes that the old one signed stay good'],
  ]);
}

/** The banks of a service, in its database. */
function addRegistryCommands(command: Command): void {
  const registry = async () => import('../operate/bank-registry.ts');
  const NAME = ['<name>', 'what the bank is called here, such as north'] as const;
  const KEY = ['<keyfile>', 'its public or private key; only the public half is kept'] as const;
  command
    .command('add')
    .description('Register a bank with the service.')
    .argument(...NAME)
    .argument(...KEY)
    .action(async (name: string, key: string, _options: unknown, self: Command) =>
      (await registry()).addBank(name, key, self.optsWithGlobals<GlobalOptions>()),
    );
  command
    .command('list')
    .description('List the banks of the service and their keys.')
    .action(async (_options: unknown, self: Command) =>
      (await registry()).listBanks(self.optsWithGlobals<GlobalOptions>()),
    );
  command
    .command('rotate')
    .description('Give a bank a new key; old ones sign no more requests, and notes that they signed stay good.')
    .argument(...NAME)
    .argument(...KEY)
    .action(async (name: string, key: string, _options: unknown, self: Command) =>
      (await registry()).rotateBank(name, key, self.optsWithGlobals<GlobalOptions>()),
    );
  command
    .command('revoke')
    .description('Shut a bank out: its requests, its tokens and its notes.')
    .argument(...NAME)
    .action(async (name: string, _options: unknown, self: Command) =>
      (await registry()).revokeBank(name, self.optsWithGlobals<GlobalOptions>()),
    );
}

async function run(files: readonly string[], { out, json }: BanksOptions): Promise<void> {
  if (files.length === 0)
    throw new CliError('usage', 'which keys? Or one of add, list, rotate and revoke', { hint: 'assize banks --help' });
  const keys = await Promise.all(files.map(readPublicKey));
  const register = `[\n${keys.map((key) => JSON.stringify(jwkOf(key))).join(',\n')}\n]\n`;
  writeText(out, register);
  if (out === undefined || out === '-') return;
  if (json === true) process.stdout.write(`${JSON.stringify({ file: out, banks: keys.map(({ id }) => id) })}\n`);
  else process.stderr.write(`${out}: a register of ${keys.length} ${keys.length === 1 ? 'bank' : 'banks'}\n`);
}
