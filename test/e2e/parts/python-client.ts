/** A client in another language, with no line of ours: it signs, submits, polls, and checks the verdict. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { privateJwkOf } from '#statements';
import { untilVerdict, type World } from '../harness/world.ts';

const CLIENT = fileURLToPath(new URL('../../clients/python/client.py', import.meta.url));
const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
const NEEDS = 'Not tested end to end: the Python client (needs python3 with the package cryptography).';
if (!hasPython && process.env['REQUIRE_ALL'] === '1') throw new Error(NEEDS);
if (!hasPython) process.stderr.write(`${NEEDS}\n`);

interface Report {
  readonly ok: boolean;
  readonly checks: readonly string[];
  readonly conflict: string;
}

export const pythonClient = (get: () => World): void => {
  if (!hasPython) return;
  describe('an independent client in Python', () => {
    it('submits a conflict and finds its verdict good', async () => {
      const world = get();
      const key = join(world.place.dataDir, 'north.json');
      writeFileSync(key, JSON.stringify(privateJwkOf(world.north.key)), { mode: 0o600 });
      const child = spawn('python3', [CLIENT, '--url', world.service.url, '--bank-key', key], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [printed, complained] = ['', ''];
      child.stdout.on('data', (part: Buffer) => (printed += part.toString()));
      child.stderr.on('data', (part: Buffer) => (complained += part.toString()));
      const [status] = (await once(child, 'close')) as [number];
      const report = JSON.parse(printed.trim().split('\n').at(-1)!) as Report;
      expect({ status, complained, ...report }).toMatchObject({ status: 0, complained: '', ok: true });
      expect(report.checks.length).toBeGreaterThan(5);
      expect(await untilVerdict(world, world.north.token, report.conflict)).toHaveLength(1);
    });
  });
};
