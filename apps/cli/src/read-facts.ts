/** Facts as JSON Lines (spec "facts"), a line at a time however long the file is. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseFact, type Fact } from '#inference';
import { parseJson } from '#statements';
import { CliError } from './cli-error.ts';
import { nameOf } from './read-file.ts';

/** The longest line that is read, in characters. */
const MAX_LINE = 4 * 1024 * 1024;

/** A fact with a way to refuse it: `refuse` names the file and the line. */
export interface FactLine {
  readonly fact: Fact;
  readonly refuse: (problem: string) => CliError;
}

/** readFacts reads facts in order, and throws an error that names the first line that holds none. */
export async function* readFacts(path: string): AsyncGenerator<FactLine> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Infinity });
  // The reader's end does not tell why it came, so the stream's own error is kept for it.
  let failure: NodeJS.ErrnoException | null = null;
  input.once('error', (error: NodeJS.ErrnoException) => {
    failure = error;
    lines.close();
  });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    yield readLine(path, number, line);
  }
  if (failure !== null) throw unreadable(path, failure);
}

function readLine(path: string, number: number, line: string): FactLine {
  const place = `line ${number}`;
  const refuse = (problem: string): CliError =>
    new CliError('bad_fact', `${nameOf(path)}, ${place}: ${problem}`, { file: path, place });
  if (line.length > MAX_LINE) throw refuse(`longer than ${MAX_LINE} characters`);
  const document = parseJson(line);
  if ('problem' in document) throw refuse(`no valid JSON, column ${document.offset + 1}: ${document.problem}`);
  const fact = parseFact(document.value);
  if ('problem' in fact) throw refuse(fact.problem);
  return { fact, refuse };
}

function unreadable(path: string, error: NodeJS.ErrnoException): CliError {
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    EISDIR: 'is a directory, a file is needed',
    EACCES: 'may not be read (permission denied)',
  };
  return new CliError('unreadable', `${nameOf(path)}: ${why[error.code ?? ''] ?? error.message}`, { file: path });
}
