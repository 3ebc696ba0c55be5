import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config';
import { good, note, wrong, type Check } from './check.ts';

const WAIT_MS = 5_000;

/** A check of /readyz. */
interface Readiness {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** checkService asks the service of this folder how it is; `isRunning` where it answers at all. */
export async function checkService({
  dataDir,
}: Config): Promise<{ readonly isRunning: boolean; readonly url: string | null; readonly check: Check }> {
  const url = readAddress(join(dataDir, 'service.json'));
  if (url === null) return { isRunning: false, url, check: note('service', 'not running here', 'assize serve') };
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(WAIT_MS) });
    return { isRunning: true, url, check: await describe(url, response) };
  } catch (error) {
    const why = error instanceof Error && error.name === 'TimeoutError' ? 'is silent' : 'does not answer';
    return { isRunning: false, url, check: note('service', `the one started at ${url} ${why}`, 'assize serve') };
  }
}

async function describe(url: string, response: Response): Promise<Check> {
  const body = (await response.json().catch(() => null)) as unknown;
  const checks = Array.isArray(body) ? (body as readonly Readiness[]) : [];
  if (response.ok) return good('service', `${url} is ready`);
  const faults = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  return wrong(
    'service',
    `${url} is not ready (${faults.join('; ') || response.status})`,
    'mend what it names; it goes on by itself',
  );
}

function readAddress(file: string): string | null {
  try {
    const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url?: unknown };
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}
