/** What a backup says of itself: `backup.json` is its first entry, `manifest.json` the last but one. */
import { damaged, failure } from './backup-fault.ts';

export const HEAD = 'backup.json';
export const MANIFEST = 'manifest.json';
const FORMAT = 'assize-backup';
const VERSION = 1;

/** Which backup this is. */
export interface BackupHead {
  /** The release that made it, such as `0.1.0`. */
  readonly service: string;
  /** RFC 3339, UTC. */
  readonly takenAt: string;
  /** The server's version, such as `18.4`. */
  readonly postgres: string;
  /** The names of the migrations that made its tables, in their order. */
  readonly migrations: readonly string[];
}

export interface BackedUpTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** The folder of its parts: gzip of PostgreSQL's COPY in text format, to be read one after another. */
  readonly folder: string;
  readonly parts: number;
  readonly rows: number;
  /** Of the rows before compression. */
  readonly bytes: number;
  readonly sha256: string;
}

export interface BackedUpSequence {
  readonly sequence: string;
  /** A bigint in decimal. */
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** What is in it; tables in the order in which their foreign keys let them be filled. */
export interface Manifest {
  readonly tables: readonly BackedUpTable[];
  readonly sequences: readonly BackedUpSequence[];
}

/** partName names the entry of a table's part, from 1. */
export const partName = (folder: string, part: number): string => `${folder}/${String(part).padStart(6, '0')}.copy.gz`;

export const writeHead = (head: BackupHead): Buffer => toJson({ format: FORMAT, version: VERSION, ...head });
export const writeManifest = (manifest: Manifest): Buffer => toJson(manifest);

const toJson = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** readHead reads `backup.json`; another format is refused here, before anything else is looked at. */
export function readHead(bytes: Buffer, path: string): BackupHead {
  const { format, version, service, takenAt, postgres, migrations } = parseObject(bytes, HEAD);
  if (format !== FORMAT) throw damaged(HEAD, 'does not say that it is a backup');
  if (typeof version !== 'number') throw damaged(HEAD, 'has no version');
  if (version > VERSION) {
    throw failure(
      'newer_format',
      `${path}: has format ${version}, and this assize reads ${VERSION}`,
      `restore it with assize ${text(service, HEAD)} or newer`,
    );
  }
  return {
    service: text(service, HEAD),
    takenAt: text(takenAt, HEAD),
    postgres: text(postgres, HEAD),
    migrations: list(migrations, HEAD).map((name) => text(name, HEAD)),
  };
}

/** readManifest reads `manifest.json`. */
export function readManifest(bytes: Buffer): Manifest {
  const { tables, sequences } = parseObject(bytes, MANIFEST);
  return {
    tables: list(tables, MANIFEST).map((row) => {
      const { table, columns, folder, parts, rows, bytes: size, sha256 } = asObject(row, MANIFEST);
      return {
        table: text(table, MANIFEST),
        columns: list(columns, MANIFEST).map((name) => text(name, MANIFEST)),
        folder: text(folder, MANIFEST),
        parts: count(parts),
        rows: count(rows),
        bytes: count(size),
        sha256: text(sha256, MANIFEST),
      };
    }),
    sequences: list(sequences, MANIFEST).map((row) => {
      const { sequence, lastValue, isCalled } = asObject(row, MANIFEST);
      if (typeof isCalled !== 'boolean') throw odd(MANIFEST);
      return { sequence: text(sequence, MANIFEST), lastValue: text(lastValue, MANIFEST), isCalled };
    }),
  };
}

function parseObject(bytes: Buffer, section: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(bytes.toString('utf8')), section);
  } catch (error) {
    throw error instanceof SyntaxError ? damaged(section, 'is no JSON') : error;
  }
}

const odd = (section: string): Error => damaged(section, 'does not have the members of a backup');

function asObject(value: unknown, section: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw odd(section);
  return value as Record<string, unknown>;
}

function list(value: unknown, section: string): unknown[] {
  if (!Array.isArray(value)) throw odd(section);
  return value;
}

function text(value: unknown, section: string): string {
  if (typeof value !== 'string') throw odd(section);
  return value;
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw odd(MANIFEST);
  return value;
}
