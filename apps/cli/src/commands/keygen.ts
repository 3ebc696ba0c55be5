import { createHash, randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { jwkOf, makePrivateKey, privateJwkOf, type StatedKey, type Suite } from '#statements';
import { CliError } from '../cli-error.ts';
import { addExamples } from '../options.ts';
import { Option } from 'commander';
import type { GlobalOptions } from '../command-module.ts';
import { readPublicKey } from '../read-document.ts';
import { formatTable } from '../table.ts';
import { writeSecret, writeText } from '../write-file.ts';

interface KeygenOptions extends GlobalOptions {
  readonly suite: Suite;
  readonly seed?: string;
  readonly out?: string;
  readonly force?: true;
  readonly public?: string;
}

export function define(command: Command): void {
  command
    .addOption(new Option('--suite <name>', 'kind of key').choices(['Ed25519', 'ES256', 'ES256K']).default('Ed25519'))
    .option('--out <file>', 'where the key goes; a private key’s file is for its owner only (mode 0600)')
    .option('--force', 'overwrite a private key that is there')
    .option('--public <file>', 'make no key: show the public half of this one')
    .option('--seed <text>', 'for examples and tests only: the same key for the same text, known to everybody')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<KeygenOptions>()));
  addExamples(command, [
    ['assize keygen --out alice.json', 'a new key, and the party id that belongs to it'],
    ['assize keygen --suite ES256 --out bank.json', 'a key on P-256'],
    ['assize keygen --public alice.json > alice.pub.json', 'what others may see of it'],
  ]);
}

async function run(options: KeygenOptions): Promise<void> {
  if (options.public !== undefined) {
    showPublic(await readPublicKey(options.public), options);
    return;
  }
  const { out, suite } = options;
  if (out === undefined) {
    throw new CliError('usage', 'where shall the private key go?', { hint: 'assize keygen --out key.json' });
  }
  const key = makePrivateKey(suite, randomBytesFor(suite, options.seed));
  writeSecret(out, `${JSON.stringify(privateJwkOf(key))}\n`, options.force === true);
  // With `--out -` standard output is the key itself, and nothing else may come into it.
  if (out === '-') return;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ party: key.id, suite, public: jwkOf(key), file: out })}\n`);
    return;
  }
  const rows = [
    ['Party', key.id],
    ['Suite', suite],
    ['Public key', JSON.stringify(jwkOf(key))],
    ['Private key', `${out} (keep it secret: whoever has it signs as this party)`],
  ];
  process.stdout.write(`${formatTable(rows, { indent: 0 })}\n`);
}

function showPublic(key: StatedKey, { json, out }: KeygenOptions): void {
  const jwk = jwkOf(key);
  if (out !== undefined) writeText(out, `${JSON.stringify(jwk)}\n`);
  if (json === true) process.stdout.write(`${JSON.stringify({ party: key.id, suite: key.suite, public: jwk })}\n`);
  else if (out === undefined) process.stdout.write(`${JSON.stringify(jwk)}\n`);
}

/** 64 bytes are more than any suite takes; a P-256 or secp256k1 scalar wants 48 (FIPS 186-5 A.2.1). */
function randomBytesFor(suite: Suite, seed: string | undefined): Uint8Array {
  const bytes =
    seed === undefined ? randomBytes(64) : createHash('sha512').update(`assize/keygen/${suite}/${seed}`).digest();
  return bytes.subarray(0, suite === 'Ed25519' ? 32 : 48);
}
