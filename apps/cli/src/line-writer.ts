/** JSON Lines written as they come, in chunks, however many there are. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { writeOut } from './standard-output.ts';
import { explainUnwritable } from './write-file.ts';

/** Lines are written so many characters at a time. */
const CHUNK = 64 * 1024;

export interface LineWriter {
  readonly write: (value: object) => Promise<void> | undefined;
  /** Writes what is left; the file, if it is one, is whole then. */
  readonly close: () => Promise<void>;
}

/** openStandardLines writes to standard output, and waits for a reader that is slower. */
export const openStandardLines = (): LineWriter => openLines(writeOut);

/** openFileLines begins a file, in place of what is there. */
export function openFileLines(path: string): LineWriter {
  const act = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw explainUnwritable(error as NodeJS.ErrnoException, path);
    }
  };
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
