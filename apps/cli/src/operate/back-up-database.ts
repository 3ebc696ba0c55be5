import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backUp, isBackupFault, type BackupReport } from '#backup';
import type { Config } from '#config';
import { describeEmbedded, isEmbeddedFault } from '#embedded';
import { CliError, EXIT } from '../cli-error.ts';
import type { GlobalOptions } from '../command-module.ts';
import { readVersion } from '../read-version.ts';
import { formatTable } from '../table.ts';
import {
  countRows,
  describeSize,
  explainBackupFault,
  noDatabase,
  reachDatabase,
  showTables,
} from './reach-database.ts';
import { readConfigOrThrow } from './read-config-or-throw.ts';

export interface BackupOptions extends GlobalOptions {
  readonly out?: string;
}

/** backUpDatabase writes everything that the service keeps into one file, and prints what is in it. */
export async function backUpDatabase({ out, json }: BackupOptions): Promise<void> {
  if (out === '-') {
    throw new CliError('usage', 'a backup has its name only when it is whole: a file is needed, not standard output', {
      hint: 'assize backup --out tribunal.tar',
    });
  }
  const config = readConfigOrThrow();
  if (config.databaseUrl === null) await refuseNothing(config);
  const at = new Date();
  const file = resolve(out ?? defaultFile(config, at));
  const { onTable, finish } = showTables('backing up');
  const report = await reachDatabase(config, (url) =>
    backUp({ url, file, service: readVersion(), at, onTable }),
  ).finally(finish);
  if (isBackupFault(report)) throw explainBackupFault(report, file);
  process.stdout.write(json === true ? `${JSON.stringify(report)}\n` : inWords(report, config));
}

/** A private database would be made by being started. */
async function refuseNothing({ dataDir }: Config): Promise<void> {
  const described = await describeEmbedded(dataDir);
  if (described === null) {
    throw new CliError('nothing_there', `${dataDir}: has no private database to back up`, {
      hint: 'set DATA_DIR to the service’s folder, or DATABASE_URL to its database',
      exitCode: EXIT.noService,
    });
  }
  if (isEmbeddedFault(described)) throw noDatabase(described);
}

/** `backups/assize-20261122T093000Z.tar` in the data folder, which nobody else may enter. */
function defaultFile({ dataDir }: Config, at: Date): string {
  const folder = join(dataDir, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `assize-${at.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}.tar`);
}

function inWords({ file, bytes, sha256, tables }: BackupReport, { tribunalKey }: Config): string {
  const rows = [
    ['Backup', `${file} (${describeSize(bytes)})`],
    ['Holds', `${countRows(tables)} rows of ${tables.length} tables, as they stood at one moment`],
    ['SHA-256', sha256],
    ['Not in it', `the tribunal’s key ${tribunalKey}: keep a copy of that apart`],
  ];
  return `${formatTable(rows, { indent: 0 })}\n`;
}
