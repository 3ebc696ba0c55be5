/** Each proof can fail: what `--broken` puts in the service's place is caught, and by the words that name it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../dist/test/proof/main.js', import.meta.url));

const BROKEN: readonly [id: string, n: number, finds: RegExp][] = [
  ['kill', 4, /acknowledged and lost/],
  ['races', 40, /2 conflicts on one serial[^]*closed over it[^]*2 effects of one key/],
  ['twice', 12, /two workers at once: [^]*its verdicts are not rounds 0, 1, 2/],
  ['clocks', 60, /ms early/],
];

describe('a proof', () => {
  it.each(BROKEN)(
    '"%s" catches what is broken on purpose',
    (id, n, finds) => {
      const args = [MAIN, id, '--broken', '--n', String(n), '--seed', '1'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(stderr).toMatch(finds);
      expect(stderr).not.toMatch(/the proof itself broke off/);
      expect(status).toBe(1);
      const last = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
      expect(last).toMatchObject({ id, seed: 1, failures: expect.any(Number) });
      expect(last['failures']).toBeGreaterThan(0);
    },
    180_000,
  );
});
