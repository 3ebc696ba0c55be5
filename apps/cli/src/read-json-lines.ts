/** JSON Lines, a line at a time however long the file is. */
import { createReadStream, fstatSync, openSync } from 'node:fs';
import { readJson, type Json } from '#statements';
import { CliError } from './cli-error.ts';
import { nameOf } from './read-file.ts';
import { shortenValues } from './shorten-values.ts';

/** The longest line that is read, in bytes. */
const MAX_LINE = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** A line's value with a way to refuse it: `refuse` names the file and the line. */
export interface JsonLine {
  readonly value: Json;
  readonly refuse: (problem: string) => CliError;
}

/**
 * readJsonLines reads values in order, blank lines left out, and throws an error that names the first line that holds
 * none. The file is opened at once, so that a command begins its output only where there is an input.
 */
export const readJsonLines = (path: string, code: string): AsyncGenerator<JsonLine> =>
  parseLines(path, code, openChunks(path));

async function* parseLines(path: string, code: string, input: AsyncIterable<Buffer>): AsyncGenerator<JsonLine> {
  let number = 0;
  for await (const line of splitLines(readChunks(path, input))) {
    number += 1;
    const place = `line ${number}`;
    const refuse = (problem: string): CliError =>
      new CliError(code, `${nameOf(path)}, ${place}: ${shortenValues(problem)}`, { file: path, place });
    if (line === null) throw refuse(`longer than ${MAX_LINE} bytes`);
    if (isBlank(line)) continue;
    // The bytes go to the strict reader as they are: what is not UTF-8 must not become something else.
    const document = readJson(line);
    if ('problem' in document) throw refuse(`no valid JSON, column ${document.offset + 1}: ${document.problem}`);
    yield { value: document.value, refuse };
  }
}

/** Lines without their line feeds; null in place of one that is too long, which is the last. */
async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const last = chunk.subarray(start, end);
      if (length + last.length > MAX_LINE) {
        yield null;
        return;
      }
      yield rest.length === 0 ? last : Buffer.concat([...rest, last]);
      rest = [];
      length = 0;
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > MAX_LINE) {
      yield null;
      return;
    }
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

function openChunks(path: string): AsyncIterable<Buffer> {
  try {
    const file = path === '-' ? 0 : openSync(path, 'r');
    if (fstatSync(file).isDirectory()) throw Object.assign(new Error('a directory'), { code: 'EISDIR' });
    return path === '-' ? process.stdin : createReadStream(path, { fd: file, highWaterMark: 1 << 18 });
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

async function* readChunks(path: string, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* input;
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function unreadable(path: string, error: NodeJS.ErrnoException): CliError {
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    EISDIR: 'is a directory, a file is needed',
    EACCES: 'may not be read (permission denied)',
  };
  return new CliError('unreadable', `${nameOf(path)}: ${why[error.code ?? ''] ?? error.message}`, { file: path });
}
