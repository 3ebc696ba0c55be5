import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkBackup, isBackupFault, restore, type RestoreReport } from '#backup';
import type { Config } from '#config';
import { describeEmbedded } from '#embedded';
import type { GlobalOptions } from '../command-module.ts';
import { formatTable } from '../table.ts';
import { countRows, explainBackupFault, reachDatabase, sayStep, showTables } from './reach-database.ts';
import { readConfigOrThrow } from './read-config-or-throw.ts';

export interface RestoreOptions extends GlobalOptions {
  readonly replace?: true;
}

/** restoreDatabase puts a backup into the database of the settings, and prints what came of it. */
export async function restoreDatabase(path: string, { replace, json }: RestoreOptions): Promise<void> {
  const config = readConfigOrThrow();
  const file = resolve(path);
  await refuseBeforeMaking(file, config);
  const { migrate } = await import('#store');
  const { onTable, finish } = showTables('restoring');
  const report = await reachDatabase(config, (url) =>
    restore({
      url,
      file,
      at: new Date(),
      replace: replace === true,
      prepare: (target) => migrate(target),
      onTable,
      onStep: sayStep,
    }),
  ).finally(finish);
  if (isBackupFault(report)) throw explainBackupFault(report, file);
  process.stdout.write(json === true ? `${JSON.stringify({ file, ...report })}\n` : inWords(report, file, config));
}

/** No private database is made for a file that is no good. */
async function refuseBeforeMaking(file: string, { databaseUrl, dataDir }: Config): Promise<void> {
  if (databaseUrl !== null || (await describeEmbedded(dataDir)) !== null) return;
  const checked = await checkBackup(file);
  if (isBackupFault(checked)) throw explainBackupFault(checked, file);
}

function inWords({ service, takenAt, tables, kept }: RestoreReport, file: string, { tribunalKey }: Config): string {
  const rows = [
    ['Restored', file],
    ['Made', `by assize ${service} at ${takenAt}`],
    ['Holds', `${countRows(tables)} rows of ${tables.length} tables`],
  ];
  if (kept !== null)
    rows.push(['Kept', `what was there, as the schema ${kept} (DROP SCHEMA ${kept} CASCADE removes it)`]);
  if (!existsSync(tribunalKey)) {
    rows.push(['Before you start', `put the tribunal’s key back at ${tribunalKey}: no backup holds it`]);
  }
  return `${formatTable(rows, { indent: 0 })}\n`;
}
