import type { Command } from 'commander';
import { isJsonObject, type Json, type JsonObject } from '#statements';
import { readKnownKeys, type KnownKeys } from '../check-statement.ts';
import { CliError } from '../cli-error.ts';
import { coloursFor } from '../colours.ts';
import {
  describeClaim,
  describeJwk,
  describeOneShow,
  describeRegister,
  describeStatement,
  describeSubmission,
  describeTranscript,
  isRegister,
  type Description,
} from '../describe-document.ts';
import { escapeControls } from '../escape-controls.ts';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { compactText, looksLikeStatement, parseJsonBytes } from '../read-document.ts';
import { LIMITS, nameOf, readInput } from '../read-file.ts';
import { reportError } from '../report-error.ts';
import { formatTable } from '../table.ts';

interface InspectOptions extends GlobalOptions {
  readonly register?: string;
  readonly key?: string;
}

export function define(command: Command): void {
  command
    .argument('<file...>', 'a statement, transcript, claim, submission, key or register; - is standard input')
    .option('--register <file>', 'the registered banks: a JSON array of their public keys')
    .option('--key <jwkfile>', 'the key that must have signed, of a single statement')
    .action((files: string[], _options: unknown, self: Command) => run(files, self.optsWithGlobals<InspectOptions>()));
  addExamples(command, [
    ['assize inspect note.jws', 'who says what, when, and whether the signature is good'],
    ['assize inspect redeemed.json', 'a note’s way from hand to hand, and the first thing wrong with it'],
    ['assize transfer … | assize inspect -', 'what was just made'],
  ]);
}

async function run(files: readonly string[], options: InspectOptions): Promise<void> {
  const known = await readKnownKeys(options);
  for (const [index, file] of files.entries()) {
    try {
      const description = await inspect(file, known);
      if (options.json === true) print(JSON.stringify({ file, ...withoutLines(description) }));
      else print(`${index === 0 ? '' : '\n'}${inWords(file, description)}`);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      process.exitCode = reportError(error, options.json === true);
    }
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function inspect(file: string, known: KnownKeys): Promise<Description> {
  const bytes = await readInput(file, LIMITS.submission);
  if (bytes instanceof CliError) throw bytes;
  if (looksLikeStatement(bytes)) return describeStatement(compactText(bytes), known);
  const value = readValue(file, bytes);
  const described = Array.isArray(value) ? describeArray(value, known) : describeObject(value, known);
  if (described !== null) return described;
  throw new CliError('unknown_document', `${nameOf(file)}: JSON, but nothing that assize knows`, { file });
}

function readValue(file: string, bytes: Buffer): Json {
  try {
    return parseJsonBytes(file, bytes);
  } catch (error) {
    if (!(error instanceof CliError) || /^\s*[[{"]/.test(bytes.toString('latin1', 0, 64))) throw error;
    const { message, place } = error;
    throw new CliError('unknown_document', message.replace('no valid JSON', 'neither a statement nor JSON'), {
      file,
      place,
    });
  }
}

const describeArray = (entries: readonly Json[], known: KnownKeys): Description =>
  isRegister(entries) ? describeRegister(entries) : describeTranscript(entries, known);

function describeObject(value: Json, known: KnownKeys): Description | null {
  if (!isJsonObject(value)) return null;
  if (Object.hasOwn(value, 'kty')) return describeJwk(value);
  if (Object.hasOwn(value, 'claims')) return describeSubmission(value, known);
  if (Array.isArray(value['transcript'])) return describeClaim(value, known);
  if (Object.hasOwn(value, 'osh')) return describeOneShow(value);
  return null;
}

function withoutLines({ lines: _lines, more, ...described }: Description): object {
  return { ...described, ...more };
}

function inWords(file: string, { what, good, defect, at, why, lines, more }: Description): string {
  const { bold, green, red, yellow } = coloursFor(process.stdout);
  const place = at === null ? '' : ` at statement ${at}`;
  const [mark, verdict] =
    good === true ? [green('✔'), why] : good === null ? [yellow('?'), why] : [red('✖'), `${defect}${place}: ${why}`];
  const parts = [`${bold(escapeControls(nameOf(file)))}: ${escapeControls(what)}`];
  if (lines.length > 0) parts.push(formatTable(lines.map((cells) => cells.map(escapeControls))));
  parts.push(`  ${mark} ${escapeControls(verdict)}`);
  for (const name of ['header', 'payload'] as const) {
    if (Object.hasOwn(more, name)) parts.push(`  ${name} ${indent(more[name]!)}`);
  }
  return parts.join('\n');
}

const indent = (value: Json | JsonObject): string =>
  value === null ? 'cannot be read' : JSON.stringify(value, null, 2).split('\n').map(escapeControls).join('\n  ');
