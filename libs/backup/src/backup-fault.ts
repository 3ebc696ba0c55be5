/** What keeps a backup from being made or restored, where somebody can mend it. */

export type BackupFaultCode =
  /** The database has nothing of assize in it. */
  | 'nothing_there'
  /** The file is there already. */
  | 'exists'
  | 'not_a_backup'
  /** A later release chose another form of file. */
  | 'newer_format'
  /** Truncated or changed; `section` says where. */
  | 'damaged'
  /** Its tables have migrations that this release does not know. */
  | 'newer_backup'
  /** This release cannot make the tables that it was made from. */
  | 'older_backup'
  /** The tables differ from the backup's, though the migrations are the same. */
  | 'other_tables'
  | 'not_empty'
  /** Others work in the database. */
  | 'in_use'
  /** The database refused a row or a step. */
  | 'refused'
  | 'disk_full'
  | 'no_permission'
  | 'unreadable';

export interface BackupFault {
  readonly fault: BackupFaultCode;
  /** What was seen and why it stops us. */
  readonly why: string;
  /** The one step that mends it. */
  readonly fix: string;
  /** The part of the file that is wrong. */
  readonly section?: string;
}

export const isBackupFault = (value: object): value is BackupFault =>
  'fault' in value && 'why' in value && 'fix' in value;

/** Carries a fault up to where it becomes an answer. */
class BackupFailure extends Error {
  constructor(readonly fault: BackupFault) {
    super(`${fault.why}; ${fault.fix}`);
  }
}

export const failure = (fault: BackupFaultCode, why: string, fix: string): Error =>
  new BackupFailure({ fault, why, fix });

/** damaged says which part of a file is wrong. */
export const damaged = (section: string, what: string): Error =>
  new BackupFailure({
    fault: 'damaged',
    why: `${section}: ${what}; the file is damaged, and nothing was changed`,
    fix: 'take another copy of the file, or another backup',
    section,
  });

/** answering turns what `work` throws into a fault, where somebody can mend it. What the connection throws goes through. */
export async function answering<T>(work: () => Promise<T>): Promise<T | BackupFault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupFailure) return error.fault;
    const fault = faultOfFile(error as NodeJS.ErrnoException) ?? faultOfDatabase(error as DatabaseError);
    if (fault === null) throw error;
    return fault;
  }
}

type DatabaseError = { readonly code?: string; readonly message?: string; readonly table?: string };

/** By SQLSTATE (PostgreSQL, "Error Codes"); what is wrong with the connection is for others to explain. */
function faultOfDatabase({ code = '', message = '', table }: DatabaseError): BackupFault | null {
  switch (code) {
    case '53100':
      return { fault: 'disk_full', why: `the database's disk is full: ${message}`, fix: 'free some space there' };
    case '42501':
      return {
        fault: 'no_permission',
        why: `the database does not permit it: ${message}`,
        fix: 'connect as the owner of its tables (a restore also needs CREATE on the database)',
      };
    case '55P03':
      return { fault: 'in_use', why: `somebody keeps a table locked: ${message}`, fix: 'stop what uses the database' };
    default:
      // Classes 22 and 23: a row that the tables do not take.
      if (!/^2[23]...$/.test(code)) return null;
      return {
        fault: 'refused',
        why: `the database refuses a row of ${table ?? 'the backup'}: ${message}`,
        fix: 'restore it with the release that made it',
      };
  }
}

function faultOfFile({ code, path, message, syscall }: NodeJS.ErrnoException): BackupFault | null {
  // What a socket says is the connection's; files name themselves or are written and read.
  if (path === undefined && !/^(write|read|fsync|open|rename)$/.test(syscall ?? '')) return null;
  const where = path ?? message;
  switch (code ?? '') {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        fault: 'disk_full',
        why: `${where}: no space is left on the disk`,
        fix: 'choose a file on another disk',
      };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        fault: 'no_permission',
        why: `${where}: this user may not use it (${code})`,
        fix: 'choose another file',
      };
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
      return { fault: 'unreadable', why: `${where}: no such file (${code})`, fix: 'name the file of a backup' };
    case 'EIO':
      return { fault: 'unreadable', why: `${where}: the disk gives an error (EIO)`, fix: 'use another disk' };
    default:
      return null;
  }
}
