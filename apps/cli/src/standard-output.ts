/** Standard output, whose reader may leave before a command is done (`assize … | head`), and whose disk may be full. */
import { once } from 'node:events';
import { EXIT } from './cli-error.ts';

/** Whether the command has more to do than what goes there, and whether anybody still reads that. */
const state = { isOutlived: false, isRead: true };

/** outliveReader lets a command that writes files too go on for them when the reader of standard output leaves. */
export function outliveReader(): void {
  state.isOutlived = true;
}

/** watchStandardOutput ends the program where nothing can be written any more: a reader that stops early is no error. */
export function watchStandardOutput(json: boolean): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      state.isRead = false;
      if (!state.isOutlived) process.exit();
      return;
    }
    // Said here and at once: until the usual reporter were loaded, the command would go on.
    const message = `standard output: cannot be written (${error.code ?? error.message})`;
    process.stderr.write(json ? `${JSON.stringify({ error: { code: 'unwritable', message } })}\n` : `✖ ${message}\n`);
    process.exit(EXIT.badInput);
  });
}

/** writeOut writes to standard output as long as somebody reads it, and waits for a reader that is slower. */
export async function writeOut(text: string): Promise<void> {
  if (!state.isRead || process.stdout.write(text)) return;
  // What an error there means is settled where it is watched.
  await once(process.stdout, 'drain').catch(() => undefined);
}
