import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { escapeIdentifier, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readArchive, type ArchiveEntry } from './archive-reader.ts';
import type { TableProgress } from './back-up.ts';
import { damaged, failure } from './backup-fault.ts';
import { nameIn, SCHEMA, type Catalogue } from './catalogue.ts';
import { countLines } from './count-lines.ts';
import { HEAD, type BackedUpSequence, type BackedUpTable, type Manifest } from './manifest.ts';

const decompress = promisify(gunzip);
/** A part is a mebibyte, and the row that went over it. */
const MOST_PART = 2 ** 30;

/** loadTables fills the empty tables of the schema from a verified file, within the transaction that is open. */
export async function loadTables(
  client: Client,
  { tables, sequences }: Manifest,
  { late }: Catalogue,
  { file, path, onTable }: { file: FileHandle; path: string; onTable: (progress: TableProgress) => void },
): Promise<void> {
  const entries = readArchive(file, path, HEAD);
  await entries.next();
  for (const { table, constraint, isDeferrable } of late) {
    if (!isDeferrable) await alterConstraint(client, table, constraint, 'DEFERRABLE');
  }
  await client.query('SET CONSTRAINTS ALL DEFERRED');
  for (const [i, table] of tables.entries()) {
    await loadTable(client, table, entries);
    onTable({ table: table.table, rows: table.rows, done: i + 1, total: tables.length });
  }
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  for (const { table, constraint, isDeferrable } of late) {
    if (!isDeferrable) await alterConstraint(client, table, constraint, 'NOT DEFERRABLE');
  }
  await countRows(client, tables);
  await setSequences(client, sequences);
}

const alterConstraint = async (client: Client, table: string, constraint: string, how: string): Promise<void> => {
  await client.query(`ALTER TABLE ${nameIn(SCHEMA, table)} ALTER CONSTRAINT ${escapeIdentifier(constraint)} ${how}`);
};

async function loadTable(client: Client, table: BackedUpTable, entries: AsyncIterator<ArchiveEntry>): Promise<void> {
  const hash = createHash('sha256');
  let [bytes, rows] = [0, 0];
  async function* parts(): AsyncGenerator<Buffer> {
    for (let part = 1; part <= table.parts; part += 1) {
      const next = await entries.next();
      if (next.done === true) throw damaged(table.folder, 'changed while it was being read');
      const piece = await decompressPart(next.value);
      hash.update(piece);
      bytes += piece.length;
      rows += countLines(piece);
      yield piece;
    }
    // Thrown here, a fault ends the COPY, and with it everything that it wrote.
    if (bytes !== table.bytes || rows !== table.rows || hash.digest('hex') !== table.sha256) {
      throw damaged(table.folder, `does not hold the ${table.rows} rows that the manifest states`);
    }
  }
  const columns = table.columns.map((name) => escapeIdentifier(name)).join(', ');
  const copy = client.query(copyFrom(`COPY ${nameIn(SCHEMA, table.table)} (${columns}) FROM STDIN`));
  await pipeline(Readable.from(parts(), { objectMode: false }), copy);
  if (copy.rowCount !== table.rows) {
    throw failure(
      'refused',
      `the database took ${copy.rowCount} of ${table.rows} rows of ${table.table}: a trigger keeps some out`,
      'restore it with the release that made it',
    );
  }
}

async function decompressPart({ name, bytes }: ArchiveEntry): Promise<Buffer> {
  try {
    return await decompress(bytes, { maxOutputLength: MOST_PART });
  } catch {
    throw damaged(name, 'is no gzip');
  }
}

/** What triggers added by themselves would be there twice. */
async function countRows(client: Client, tables: readonly BackedUpTable[]): Promise<void> {
  for (const { table, rows } of tables) {
    const { rows: counted } = await client.query<{ count: string }>(`SELECT count(*) FROM ${nameIn(SCHEMA, table)}`);
    if (Number(counted[0]!.count) === rows) continue;
    throw failure(
      'refused',
      `${table} has ${counted[0]!.count} rows after the backup's ${rows} were put in: a trigger adds to it`,
      'restore it with the release that made it',
    );
  }
}

async function setSequences(client: Client, sequences: readonly BackedUpSequence[]): Promise<void> {
  for (const { sequence, lastValue, isCalled } of sequences) {
    await client.query('SELECT setval($1::regclass, $2, $3)', [nameIn(SCHEMA, sequence), lastValue, isCalled]);
  }
}
