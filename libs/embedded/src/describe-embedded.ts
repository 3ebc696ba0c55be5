import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join, resolve } from 'node:path';
import { findCluster } from './cluster.ts';
import { answering, type EmbeddedFault } from './embedded-fault.ts';
import { findServer } from './postmaster.ts';

/** A data folder's database, seen from outside. */
export interface EmbeddedDescription {
  /** Where its files really are. */
  readonly folder: string;
  readonly isRunning: boolean;
  readonly pid: number | null;
  readonly port: number | null;
  /** The major version that wrote it, such as `18`. */
  readonly version: string;
  readonly sizeBytes: number;
}

/** describeEmbedded tells of the database of a data folder without touching it; null where there is none. */
export function describeEmbedded(dataDir: string): Promise<EmbeddedDescription | EmbeddedFault | null> {
  return answering(async () => {
    const folder = resolve(dataDir);
    const cluster = existsSync(folder) ? findCluster(folder) : null;
    if (cluster === null) return null;
    const server = await findServer(cluster);
    return {
      folder: cluster,
      isRunning: server !== null,
      pid: server?.pid ?? null,
      port: server?.port ?? null,
      version: readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim(),
      sizeBytes: sizeOf(cluster),
    };
  });
}

/** A running server takes files and folders away at any moment. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readFolder(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += sizeOf(path);
    else if (entry.isFile()) bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

function readFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
