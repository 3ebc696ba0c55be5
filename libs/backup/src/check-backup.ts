import { open } from 'node:fs/promises';
import { answering, type BackupFault } from './backup-fault.ts';
import type { BackupHead } from './manifest.ts';
import { verifyArchive } from './verify-archive.ts';

/** checkBackup reads a whole file against its own sums, without a database. */
export function checkBackup(path: string): Promise<BackupHead | BackupFault> {
  return answering(async () => {
    const file = await open(path, 'r');
    try {
      const { service, takenAt, postgres, migrations } = await verifyArchive(file, path);
      return { service, takenAt, postgres, migrations };
    } finally {
      await file.close();
    }
  });
}
