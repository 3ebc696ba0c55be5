/** Folders that are made under another name and appear whole: a kill -9 in between leaves a draft, never half a folder. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from './is-alive.ts';

/** openDraft makes an empty folder that is to become `path`, and clears away what dead processes left of theirs. */
export async function openDraft(path: string): Promise<string> {
  const parent = dirname(path);
  for (const name of readdirSync(parent)) {
    const pid = /^pg.*\.new-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid))))
      await dropDraft(join(parent, name));
  }
  const draft = `${path}.new-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  return draft;
}

/** dropDraft removes a draft; an initdb whose parent was killed goes on writing into it for a moment. */
export const dropDraft = (draft: string): Promise<void> =>
  rm(draft, { recursive: true, force: true, maxRetries: 12, retryDelay: 50 });

/** nameFolder gives a folder its final name, durably; false where somebody was faster. */
export function nameFolder(from: string, to: string): boolean {
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Windows says EPERM of a folder that is there.
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && existsSync(to))) return false;
    throw error;
  }
  syncFolder(dirname(to));
  return true;
}

/** syncFolder makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
