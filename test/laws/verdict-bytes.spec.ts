/** The signed verdict is the same bytes in any order, process, time zone and locale. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFault, parseStatement, privateJwkOf } from '#statements';
import { keyOf } from './people.ts';
import { plans } from './plan.ts';
import { buildWorld, toJson } from './world.ts';

const BIN = fileURLToPath(new URL('../../apps/cli/bin/assize.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assize-law-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLACES: readonly Record<string, string>[] = [
  { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
  { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8' },
];

/** A case with several questions, replays and evidence of every kind, found once by its seed. */
const plan = fc
  .sample(plans({ people: 6, claims: 6 }), { numRuns: 300, seed: 20_261_122 })
  .find(
    ({ cls, moves, talks, deliveries }) => cls === 'bearer' && moves.length >= 5 && talks && deliveries.length >= 4,
  )!;

describe('a signed verdict', () => {
  it('is the same bytes wherever it is made, and from claims in whatever order', () => {
    const { claims, evidence } = buildWorld(plan);
    const tribunal = join(folder, 'tribunal.json');
    writeFileSync(tribunal, JSON.stringify(privateJwkOf(keyOf('tribunal'))));
    const orders = [
      toJson(claims, evidence),
      toJson(
        claims.toReversed().map((claim) => ({ ...claim, evidence: claim.evidence.toReversed() })),
        evidence.toReversed(),
      ),
      toJson([...claims.slice(2), ...claims.slice(0, 2)], evidence),
    ];
    const verdicts = orders.map((submission, i) => {
      const file = join(folder, `${i}.json`);
      writeFileSync(file, JSON.stringify(submission, null, i));
      const args = ['judge', file, '--sign', tribunal, '--out', '-', '--at', '1795000000', '--jti', 'v-1'];
      const env = { ...process.env, ...PLACES[i] };
      const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], { env, encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      return stdout;
    });
    const verdict = parseStatement(verdicts[0]!.trim());
    if (isFault(verdict)) throw new Error(verdict.why);
    expect(verdict.kind).toBe('verdict+jwt');
    expect((verdict.payload['qst'] as object[]).length).toBeGreaterThan(1);
    expect(new Set(verdicts).size).toBe(1);
  });
});
