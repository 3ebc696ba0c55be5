/** JSON Lines written as they come, in chunks, however many there are. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { CliError } from './cli-error.ts';
import { explainUnwritable } from './write-file.ts';

/** Lines are written so many characters at a time. */
const CHUNK = 64 * 1024;

export interface LineWriter {
  readonly write: (value: object) => Promise<void> | undefined;
  /** Writes what is left; the file, if it is one, is whole then. */
  readonly close: () => Promise<void>;
}

/** openStandardLines writes to standard output, and waits for a reader that is slower. */
export const openStandardLines = (): LineWriter =>
  openLines(async (text) => {
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  });

/** openFileLines begins a file, in place of what is there. */
export function openFileLines(path: string): LineWriter {
  const act = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw explainUnwritable(error as NodeJS.ErrnoException, path);
    }
  };
  if (path === '-')
    throw new CliError('usage', 'standard output is taken, this needs a file', { hint: 'name a file instead of -' });
  const file = act(() => openSync(path, 'w'));
  const lines = openLines((text) => {
    act(() => writeFileSync(file, text));
    return Promise.resolve();
  });
  return {
    write: lines.write,
    async close() {
      await lines.close();
      closeSync(file);
    },
  };
}

function openLines(flush: (text: string) => Promise<void>): LineWriter {
  let pending: string[] = [];
  let length = 0;
  const empty = (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    length = 0;
    return text === '' ? Promise.resolve() : flush(text);
  };
  return {
    write(value) {
      const line = `${JSON.stringify(value)}\n`;
      pending.push(line);
      length += line.length;
      return length >= CHUNK ? empty() : undefined;
    },
    close: empty,
  };
}
