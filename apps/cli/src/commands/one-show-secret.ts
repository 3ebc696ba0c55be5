import { createHash, randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { scalarFrom } from '#statements';
import { CliError } from '../cli-error.ts';
import { publicHalfOf, readOneShowSecret, writeOneShowSecret } from '../one-show-file.ts';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { formatTable } from '../table.ts';
import { writeSecret } from '../write-file.ts';

interface SecretOptions extends GlobalOptions {
  readonly out?: string;
  readonly identity?: string;
  readonly public?: string;
  readonly force?: true;
  readonly seed?: string;
}

export function define(command: Command): void {
  command
    .option('--out <file>', 'where the secret goes, for its owner only (mode 0600)')
    .option('--identity <file>', 'keep the identity of this earlier secret: one customer, another note')
    .option('--public <file>', 'make no secret: show the public half of this one')
    .option('--force', 'overwrite a secret that is there')
    .option('--seed <text>', 'for examples and tests only: the same secret for the same text')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<SecretOptions>()));
  addExamples(command, [
    ['assize one-show-secret --out secret.json', 'a customer’s first note'],
    ['assize one-show-secret --identity secret.json --out second.json', 'its second, under the same identity'],
    ['assize one-show-secret --public secret.json > public.json', 'what the bank needs to issue the note'],
  ]);
}

async function run(options: SecretOptions): Promise<void> {
  if (options.public !== undefined) {
    process.stdout.write(`${JSON.stringify(publicHalfOf(await readOneShowSecret(options.public)))}\n`);
    return;
  }
  const { out, seed, identity } = options;
  if (out === undefined) {
    throw new CliError('usage', 'where shall the secret go?', { hint: 'assize one-show-secret --out secret.json' });
  }
  const draw = (name: string): bigint =>
    scalarFrom(seed === undefined ? randomBytes(64) : createHash('sha512').update(`assize/${name}/${seed}`).digest());
  const u = identity === undefined ? draw('u') : (await readOneShowSecret(identity)).u;
  const secret = { u, s: draw('s'), x1: draw('x1'), x2: draw('x2') };
  writeSecret(out, writeOneShowSecret(secret), options.force === true);
  if (out === '-') return;
  const shown = publicHalfOf(secret);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ ...shown, file: out })}\n`);
    return;
  }
  const rows = [
    ['Identity', `${shown.identity} (for assize register --identity)`],
    ['Note', JSON.stringify(shown.osh)],
    ['Secret', `${out} (keep it: spent twice, it names you)`],
  ];
  process.stdout.write(`${formatTable(rows, { indent: 0 })}\n`);
}
