/** A stop while the service starts: what was started ends with it. The built server, as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { describeEmbedded, stopEmbedded } from '#embedded';

const SERVER = fileURLToPath(new URL('../../../dist/apps/server/src/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assize-early-'));
chmodSync(folder, 0o755);
afterAll(async () => {
  await stopEmbedded(folder);
  rmSync(folder, { recursive: true, force: true });
});

describe('a stop while the service starts', () => {
  it.each(['PostgreSQL (private)', 'Migrations', 'Queue'])(
    'after %s leaves no database behind',
    async (step) => {
      const environment = { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error' };
      const child = spawn(process.execPath, [SERVER], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
      const ended = once(child, 'exit');
      const steps: unknown[] = [];
      for await (const text of createInterface({ input: child.stderr })) {
        const line = JSON.parse(text) as Record<string, unknown>;
        steps.push(line['step']);
        if (line['step'] === step) child.kill('SIGTERM');
      }
      expect((await ended)[0]).toBe(0);
      expect(steps).toContain(step);
      expect(steps).not.toContain('ready');
      expect(await describeEmbedded(folder)).toMatchObject({ isRunning: false });
    },
    60_000,
  );
});
