/** What every command that signs a statement has in common: its options, the signing, and what it prints. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  encodeStatement,
  isFault,
  parseStatement,
  type Claims,
  type Kind,
  type PrivateKey,
  type Statement,
} from '#statements';
import { CliError } from './cli-error.ts';
import { sentenceOf, shortId } from './describe-statement.ts';
import type { GlobalOptions } from './command-module.ts';
import { parseObjectOption, readKeyFile } from './read-document.ts';
import { nameOf } from './read-file.ts';
import { writeText } from './write-file.ts';
import { nowS, parseTime } from './times.ts';

/** The options that `addSigningOptions` adds, beside the global ones. */
export interface SigningOptions extends GlobalOptions {
  readonly key: string;
  readonly at?: number;
  readonly jti?: string;
  /** True for `--with-key`, false for `--without-key`; by default the command decides. */
  readonly withKey?: true;
  readonly withoutKey?: true;
  readonly header?: string;
  readonly payload?: string;
  readonly unchecked?: true;
  readonly out?: string;
}

const TESTS = 'For tests of readers:';

/** addSigningOptions adds the options of a statement; `signer` names whose key signs it. */
export function addSigningOptions(command: Command, signer: string): Command {
  command
    .requiredOption('--key <file>', `private key of ${signer}`)
    .option('--at <time>', 'when it is said: RFC 3339 or seconds since 1970 (default: now)', parseTime)
    .option('--jti <text>', 'its own number or nonce (default: random)')
    .option('--out <file>', 'write it to a file instead of standard output')
    .option('--with-key', 'state the public key in the header even where readers know it')
    .option('--without-key', 'leave the public key out of the header')
    .optionsGroup(TESTS)
    .option('--header <json>', 'members to add to the header, or to put in place of others')
    .option('--payload <json>', 'members to add to the payload, or to put in place of others')
    .option('--unchecked', 'sign even what every reader will refuse');
  return command;
}

/** What a statement is made of. */
export interface Draft {
  readonly kind: Kind;
  /** Members that are undefined are left out. */
  readonly claims: Claims;
  readonly key: PrivateKey;
  /** Readers know the key already, from an earlier `cnf`: by default the header leaves it out. */
  readonly keyIsKnown?: boolean;
}

/** readSigner reads the key that signs. */
export const readSigner = (options: SigningOptions): Promise<PrivateKey> => readKeyFile(options.key);

/** What was signed: its text, and the statement where it is one (`--unchecked` signs what is none, too). */
export interface SignedText {
  readonly text: string;
  readonly statement: Statement | null;
}

/** sign signs a draft and reads it back, so that nothing leaves that a reader would refuse, but with `--unchecked`. */
export function sign({ kind, claims, key, keyIsKnown = false }: Draft, options: SigningOptions): SignedText {
  const withKey = options.withKey ?? (options.withoutKey === undefined && !keyIsKnown);
  const payload = {
    iat: options.at ?? nowS(),
    jti: options.jti ?? randomUUID(),
    ...claims,
    ...(options.payload === undefined ? {} : parseObjectOption(options.payload, '--payload')),
  };
  const header = options.header === undefined ? {} : parseObjectOption(options.header, '--header');
  const text = encodeStatement(kind, payload, key, { withKey, header });
  const statement = parseStatement(text);
  if (isFault(statement) || statement.fault !== null) {
    const why = isFault(statement) ? statement.why : statement.fault!.why;
    refuse('malformed', `every reader would refuse this ${kind}: ${why}`, options);
  }
  return { text, statement: isFault(statement) ? null : statement };
}

/** refuse stops a command at a mistake that readers will see, but for `--unchecked`. */
export function refuse(code: string, message: string, options: SigningOptions): void {
  if (options.unchecked !== true) throw new CliError(code, message, { hint: 'to sign it all the same: --unchecked' });
}

/** signAndPrint makes a statement and hands it out: its text, or with `--json` an object about it. */
export function signAndPrint(draft: Draft, options: SigningOptions): void {
  const signed = sign(draft, options);
  hand(signed, `${signed.text}\n`, { text: signed.text }, options);
}

/**
 * hand writes what a command made to `--out` or standard output. With `--json` standard output has a line about the
 * statement and `more` instead; with `--out` in words, standard error says what was written.
 */
export function hand({ statement }: SignedText, text: string, more: Claims, options: SigningOptions): void {
  const { out, json } = options;
  const isFile = out !== undefined && out !== '-';
  if (isFile || json !== true) writeText(out, text);
  if (json === true) {
    const about = { kind: statement?.kind, digest: statement?.digest, issuer: statement?.issuer };
    process.stdout.write(`${JSON.stringify({ ...about, ...(isFile ? { file: out } : {}), ...more })}\n`);
  } else if (isFile) {
    process.stderr.write(`${nameOf(out)}: ${statement === null ? 'what no reader will accept' : inWords(statement)}\n`);
  }
}

const inWords = (statement: Statement): string =>
  `${shortId(statement.issuer)} ${sentenceOf(statement)} (digest ${statement.digest})`;
