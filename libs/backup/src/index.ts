/**
 * # Backup: everything that the service keeps, in one file
 *
 * A backup is logical, so that it goes from any PostgreSQL to any other, and is taken over one connection while the
 * service runs. The file is a plain tar: `backup.json`, the rows of each table as parts of gzipped COPY text,
 * `manifest.json`, and `SHA256SUMS` over all of it. `tar xf`, `sha256sum -c SHA256SUMS` and `zcat` are enough to get at
 * the rows without this program.
 *
 * What it keeps true:
 * - All tables are as they stood at one moment; the same rows give the same bytes.
 * - Tables, their order, columns and sequences come from the database's catalogue.
 * - A file has its name only when it is whole and on the disk; nobody but its owner can read it.
 * - A restore reads the whole file against its sums first; one changed byte and nothing happens.
 * - A restore is seen as a whole or not at all, and what it replaces is kept. Triggers and grants are the migrations'.
 * - No table is held in memory, only parts of a mebibyte.
 *
 * ```ts
 * const made = await backUp({ url, file: 'assize.tar', service: '0.1.0', at: new Date() });     // BackupReport | BackupFault
 * const put = await restore({ url: other, file: 'assize.tar', at: new Date(), prepare: migrate }); // RestoreReport | BackupFault
 * ```
 */
export { backUp, type BackupReport, type BackUpOptions, type TableProgress } from './back-up.ts';
export { isBackupFault, type BackupFault, type BackupFaultCode } from './backup-fault.ts';
export { checkBackup } from './check-backup.ts';
export { restore, type RestoreOptions, type RestoreReport } from './restore.ts';
export { undoInterruptedRestore } from './undo-interrupted-restore.ts';
