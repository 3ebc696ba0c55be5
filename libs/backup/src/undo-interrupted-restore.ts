import { answering, type BackupFault } from './backup-fault.ts';
import { undoInterrupted } from './fresh-schema.ts';
import { ownLock } from './maintenance-lock.ts';
import { openSession } from './session.ts';

/**
 * undoInterruptedRestore puts back the tables that a restore had moved aside when it was killed, before somebody takes
 * the empty ones for them; tells whether there was anything to undo.
 */
export function undoInterruptedRestore(url: string): Promise<boolean | BackupFault> {
  return answering(async () => {
    const { client, close } = await openSession(url, 'assize restore');
    try {
      await ownLock(client);
      return await undoInterrupted(client);
    } finally {
      await close();
    }
  });
}
