/** Runs the built `assize` as a user would: as a program of its own, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command's file. */
export const BIN = fileURLToPath(new URL('../bin/assize.js', import.meta.url));

/** What a run printed, and its exit status. */
interface Run {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

/** A folder in which assize is run. */
export interface Workplace {
  readonly folder: string;
  run(...args: string[]): Run;
  /** Runs and gives standard output; what exits with another status than 0 throws what it said. */
  good(...args: string[]): string;
  leave(): void;
}

/** openWorkplace makes an empty folder; `leave` takes it away. */
export function openWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'assize-cli-'));
  const run = (...args: string[]): Run => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: 'utf8' });
    return { out: stdout, err: stderr, status };
  };
  return {
    folder,
    run,
    good(...args) {
      const { out, err, status } = run(...args);
      if (status !== 0) throw new Error(`assize ${args.join(' ')}: exit ${status}: ${err}`);
      return out;
    },
    leave: () => rmSync(folder, { recursive: true, force: true }),
  };
}
