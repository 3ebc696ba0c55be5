import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What somebody needs to try the demo of a data folder; its token acts for a demo bank. */
export interface DemoAccess {
  readonly token: string;
  /** A submission that the demo leaves to be tried, and the conflict that it makes; null where examples/ was left out. */
  readonly example: { readonly file: string; readonly conflict: string } | null;
}

/** demoFile is where a data folder keeps the access to its demo. */
export const demoFile = (dataDir: string): string => join(dataDir, 'demo.json');

/** keepDemoAccess writes it, for its owner only. */
export function keepDemoAccess(dataDir: string, access: DemoAccess): void {
  mkdirSync(dataDir, { recursive: true });
  // A file that is there would keep its mode.
  rmSync(demoFile(dataDir), { force: true });
  writeFileSync(demoFile(dataDir), `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

/** readDemoAccess gives null where the data folder has no demo. */
export function readDemoAccess(dataDir: string): DemoAccess | null {
  try {
    const { token, example } = JSON.parse(readFileSync(demoFile(dataDir), 'utf8')) as Partial<DemoAccess>;
    return typeof token === 'string' ? { token, example: example ?? null } : null;
  } catch {
    return null;
  }
}
