import type { Command } from 'commander';
import { jwkOf } from '#statements';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { readPublicKey } from '../read-document.ts';
import { writeText } from '../write-file.ts';

interface BanksOptions extends GlobalOptions {
  readonly out?: string;
}

export function define(command: Command): void {
  command
    .argument('<keyfile...>', 'public or private keys of the banks; only their public halves are written')
    .option('--out <file>', 'write it to a file instead of standard output')
    .action((files: string[], _options: unknown, self: Command) => run(files, self.optsWithGlobals<BanksOptions>()));
  addExamples(command, [
    ['assize banks north.json south.json --out banks.json', 'a register for --register: a JSON array of public keys'],
  ]);
}

async function run(files: readonly string[], { out, json }: BanksOptions): Promise<void> {
  const keys = await Promise.all(files.map(readPublicKey));
  const register = `[\n${keys.map((key) => JSON.stringify(jwkOf(key))).join(',\n')}\n]\n`;
  writeText(out, register);
  if (out === undefined || out === '-') return;
  if (json === true) process.stdout.write(`${JSON.stringify({ file: out, banks: keys.map(({ id }) => id) })}\n`);
  else process.stderr.write(`${out}: a register of ${keys.length} ${keys.length === 1 ? 'bank' : 'banks'}\n`);
}
