/** The database of the settings for the time of a backup or restore; the private one is started where it does not run. */
import type { BackupFault, TableProgress } from '#backup';
import { explainFailure, type Config } from '#config';
import { isEmbeddedFault, startEmbedded } from '#embedded';
import { CliError, EXIT } from '../cli-error.ts';
import { startProgress, type Progress } from '../progress.ts';

/** sayStep tells whoever watches what takes time; a log needs no such lines. */
export function sayStep(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${step} …\n`);
}

/** reachDatabase gives `work` the database's URL. What the connection throws is told in words. */
export async function reachDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const { url, stop } = await open(config);
  try {
    return await work(url);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { what, fix, isBug } = explainFailure(error, config);
    throw isBug ? error : new CliError('no_database', what, { hint: fix, exitCode: EXIT.noService });
  } finally {
    await stop();
  }
}

async function open({ databaseUrl, dataDir }: Config): Promise<{ url: string; stop: () => Promise<void> }> {
  if (databaseUrl !== null) return { url: databaseUrl, stop: async () => {} };
  const database = await startEmbedded({ dataDir, onStep: sayStep });
  if (isEmbeddedFault(database)) throw noDatabase(database);
  return database;
}

/** noDatabase tells why there is no private database to work on. */
export const noDatabase = ({ why, fix }: { readonly why: string; readonly fix: string }): CliError =>
  new CliError('no_database', why, { hint: fix, exitCode: EXIT.noService });

/** What the database is asked and cannot do; every other fault is one of the file. */
const OF_THE_DATABASE = new Set<BackupFault['fault']>([
  'nothing_there',
  'not_empty',
  'in_use',
  'refused',
  'other_tables',
]);

/** explainBackupFault makes an error of what kept a backup from being made or restored. */
export const explainBackupFault = ({ fault, why, fix, section }: BackupFault, file: string): CliError =>
  new CliError(fault, why, {
    hint: fix,
    file,
    place: section,
    exitCode: OF_THE_DATABASE.has(fault) ? EXIT.noService : EXIT.badInput,
  });

/** showTables shows how many of the tables are done. */
export function showTables(label: string): { onTable: (progress: TableProgress) => void; finish: () => void } {
  let progress: Progress | null = null;
  return {
    onTable({ total }) {
      progress ??= startProgress(`${label}, table`, total);
      progress.advance();
    },
    finish: () => progress?.finish(),
  };
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** describeSize writes a size as people read it, such as `12.4 MiB`. */
export function describeSize(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}

/** countRows adds up tables' rows. */
export const countRows = (tables: readonly { readonly rows: number }[]): string =>
  tables.reduce((sum, { rows }) => sum + rows, 0).toLocaleString('en');
