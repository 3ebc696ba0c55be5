/** Proofs of what is broken on purpose: each has to see it, or it proves nothing where all seems well. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../dist/test/proof/main.js', import.meta.url));

interface Line {
  readonly id: string;
  readonly n: number;
  readonly failures: number;
  readonly seed: number;
}

function prove(
  id: string,
  ...more: string[]
): { readonly status: number | null; readonly line: Line; readonly told: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, id, '--seed', '7', ...more], {
    encoding: 'utf8',
  });
  return { status, told: stderr, line: JSON.parse(stdout.trim().split('\n').at(-1)!) as Line };
}

describe('a broken service is caught by', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['fuzz', ['--n', '300'], /500 is no problem document: text\/html <pre>\w*Error/],
    ['access', [], /readReputation: \d+ .+, not 403/],
    ['hostile', ['--n', '1'], /1,000,000 escapes: [\d.]+ ms of CPU on the thread that serves/],
  ])(
    'proof "%s"',
    (id, more, fault) => {
      const { status, line, told } = prove(id, '--broken', ...more);
      expect(line).toMatchObject({ id, seed: 7 });
      expect(line.failures).toBeGreaterThan(0);
      expect(line.n).toBeGreaterThan(0);
      expect(told).toMatch(fault);
      expect(told).not.toContain('the proof itself broke off');
      expect(status).toBe(1);
    },
    180_000,
  );
});
