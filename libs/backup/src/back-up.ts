import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { escapeIdentifier, type Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openArchive, type ArchiveWriter } from './archive-writer.ts';
import { answering, failure, type BackupFault } from './backup-fault.ts';
import { nameIn, readCatalogue, SCHEMA, type Catalogue, type Table } from './catalogue.ts';
import { countLines } from './count-lines.ts';
import { refuseInterrupted } from './fresh-schema.ts';
import { shareLock } from './maintenance-lock.ts';
import {
  HEAD,
  MANIFEST,
  partName,
  writeHead,
  writeManifest,
  type BackedUpSequence,
  type BackedUpTable,
  type BackupHead,
} from './manifest.ts';
import { openSession } from './session.ts';

const compress = promisify(gzip);
/** Rows are gathered so far before they are compressed and written, in bytes; what is held in memory. */
const PART = 2 ** 20;
/** Twice as fast as the default, for a tenth more. */
const LEVEL = 4;

/** How far it is: a table that is done. */
export interface TableProgress {
  readonly table: string;
  readonly rows: number;
  readonly done: number;
  readonly total: number;
}

export interface BackUpOptions {
  readonly url: string;
  /** Where it goes; nothing may be there. */
  readonly file: string;
  /** The release that makes it, such as `0.1.0`. */
  readonly service: string;
  readonly at: Date;
  readonly onTable?: (progress: TableProgress) => void;
}

export interface BackupReport extends BackupHead {
  readonly file: string;
  readonly bytes: number;
  /** Of the file. */
  readonly sha256: string;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

/** backUp writes everything that the service keeps, as it stood at one moment, into one file; the service may go on. */
export function backUp(options: BackUpOptions): Promise<BackupReport | BackupFault> {
  return answering(async () => {
    const { client, close } = await openSession(options.url, 'assize backup');
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await shareLock(client);
      await refuseInterrupted(client);
      const catalogue = await readCatalogue(client, SCHEMA);
      if (catalogue === null || catalogue.tables.length === 0) {
        throw failure(
          'nothing_there',
          `the database has no tables of assize (schema ${SCHEMA})`,
          'name another database',
        );
      }
      // No migration may change them under our hands.
      const names = catalogue.tables.map(({ table }) => nameIn(SCHEMA, table));
      await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS SHARE MODE`);
      const archive = await openArchive(options.file, options.at);
      try {
        return await write(client, catalogue, archive, options);
      } catch (error) {
        await archive.abandon();
        throw error;
      }
    } finally {
      await close();
    }
  });
}

async function write(
  client: Client,
  catalogue: Catalogue,
  archive: ArchiveWriter,
  { file, service, at, onTable = () => {} }: BackUpOptions,
): Promise<BackupReport> {
  const { rows: versions } = await client.query<{ server_version: string }>('SHOW server_version');
  const head: BackupHead = {
    service,
    takenAt: at.toISOString(),
    postgres: versions[0]!.server_version.split(' ')[0]!,
    migrations: catalogue.migrations,
  };
  await archive.add(HEAD, writeHead(head));
  const tables: BackedUpTable[] = [];
  for (const [i, table] of catalogue.tables.entries()) {
    const written = await writeTable(client, table, folderOf(table, i), archive);
    tables.push(written);
    onTable({ table: table.table, rows: written.rows, done: i + 1, total: catalogue.tables.length });
  }
  // After the rows: what a sequence gave out for them it has given out by now.
  const sequences = await readSequences(client, catalogue.sequences);
  await archive.add(MANIFEST, writeManifest({ tables, sequences }));
  const { bytes, sha256 } = await archive.finish();
  return { ...head, file, bytes, sha256, tables: tables.map(({ table, rows }) => ({ table, rows })) };
}

const folderOf = ({ table }: Table, i: number): string =>
  `tables/${String(i + 1).padStart(3, '0')}${/^[a-z0-9_]+$/.test(table) ? `-${table}` : ''}`;

async function writeTable(
  client: Client,
  table: Table,
  folder: string,
  archive: ArchiveWriter,
): Promise<BackedUpTable> {
  const { table: name, columns } = table;
  const rows = client.query(copyTo(`COPY (${selectInOrder(table)}) TO STDOUT`));
  const hash = createHash('sha256');
  let [parts, bytes, lines, gathered] = [0, 0, 0, 0];
  let pending: Buffer[] = [];
  const flush = async (): Promise<void> => {
    const part = Buffer.concat(pending);
    pending = [];
    gathered = 0;
    parts += 1;
    await archive.add(partName(folder, parts), await compress(part, { level: LEVEL }));
  };
  for await (const piece of rows as AsyncIterable<Buffer>) {
    hash.update(piece);
    lines += countLines(piece);
    bytes += piece.length;
    gathered += piece.length;
    pending.push(piece);
    if (gathered >= PART) await flush();
  }
  if (gathered > 0) await flush();
  if (lines !== rows.rowCount) throw new Error(`COPY of ${name} announced ${rows.rowCount} rows and sent ${lines}`);
  return { table: name, columns, folder, parts, rows: lines, bytes, sha256: hash.digest('hex') };
}

/** By primary key, so that the same rows give the same bytes. */
function selectInOrder({ table, columns, key }: Table): string {
  const list = (names: readonly string[]): string => names.map((name) => escapeIdentifier(name)).join(', ');
  return `SELECT ${list(columns)} FROM ${nameIn(SCHEMA, table)}${key.length > 0 ? ` ORDER BY ${list(key)}` : ''}`;
}

async function readSequences(client: Client, names: readonly string[]): Promise<BackedUpSequence[]> {
  const sequences: BackedUpSequence[] = [];
  for (const sequence of names) {
    const { rows } = await client.query<{ last_value: string; is_called: boolean }>(
      `SELECT last_value::text, is_called FROM ${nameIn(SCHEMA, sequence)}`,
    );
    sequences.push({ sequence, lastValue: rows[0]!.last_value, isCalled: rows[0]!.is_called });
  }
  return sequences;
}
