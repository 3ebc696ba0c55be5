/** What keeps a database from starting, where somebody can mend it. */

export type EmbeddedFaultCode =
  /** No programs for this platform, or they do not run on it. */
  | 'no_binaries'
  /** The folder was written by another major version. */
  | 'other_version'
  /** The folder holds something, and it is no database. */
  | 'not_a_database'
  | 'disk_full'
  | 'no_permission'
  /** A file that PostgreSQL or we wrote there is missing or makes no sense. */
  | 'unreadable'
  /** Another process has been starting it for too long. */
  | 'busy'
  | 'failed';

export interface EmbeddedFault {
  readonly fault: EmbeddedFaultCode;
  /** What was seen and why it stops us. */
  readonly why: string;
  /** The one step that mends it. */
  readonly fix: string;
}

export const isEmbeddedFault = (value: object): value is EmbeddedFault =>
  'fault' in value && 'why' in value && 'fix' in value;

/** Carries a fault up to where it becomes an answer. */
export class EmbeddedFailure extends Error {
  constructor(readonly fault: EmbeddedFault) {
    super(`${fault.why}; ${fault.fix}`);
  }
}

export const failure = (fault: EmbeddedFaultCode, why: string, fix: string): EmbeddedFailure =>
  new EmbeddedFailure({ fault, why, fix });

/** answering turns what `work` throws into a fault, where somebody can mend it. */
export async function answering<T>(work: () => Promise<T>): Promise<T | EmbeddedFault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EmbeddedFailure) return error.fault;
    const { code, message, path } = error as NodeJS.ErrnoException;
    switch (code ?? '') {
      case 'ENOSPC':
      case 'EDQUOT':
        return diskFull(path ?? message);
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        return {
          fault: 'no_permission',
          why: `${path ?? message}: this user may not use it (${code})`,
          fix: 'run as the user who owns the data folder, or choose another with DATA_DIR',
        };
      case 'ENOTDIR':
        return {
          fault: 'not_a_database',
          why: `${path ?? message}: a part of this path is no folder`,
          fix: 'choose another folder with DATA_DIR',
        };
      default:
        throw error;
    }
  }
}

export const diskFull = (where: string): EmbeddedFault => ({
  fault: 'disk_full',
  why: `${where}: no space is left on the disk`,
  fix: 'free some space (a new database takes 100 MB), or choose a folder on another disk with DATA_DIR',
});
