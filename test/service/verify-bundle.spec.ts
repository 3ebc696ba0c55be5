/** `assize verify` on a bundle of a real case, as a reader without the service runs it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jwkOf, type Json, type JsonObject } from '#statements';
import { openWorkplace, type Workplace } from '../../apps/cli/test/run-assize.ts';
import { bundleOf, makeRounds } from './bundles.ts';
import { north, openDesk, south, tribunalKey, type Desk } from './desk.ts';

let desk: Desk;
let place: Workplace;
let bundle: JsonObject;
const write = (name: string, value: Json | object): void =>
  writeFileSync(join(place.folder, name), typeof value === 'string' ? value : JSON.stringify(value));

beforeAll(async () => {
  desk = await openDesk('verify_bundle');
  place = openWorkplace();
  bundle = (await bundleOf(desk, (await makeRounds(desk, 'v-1')).id)) as JsonObject;
  write('case.bundle.json', bundle);
  write('tribunal.json', jwkOf(tribunalKey));
  write('other.json', jwkOf(north));
});
afterAll(async () => {
  place.leave();
  await desk.database.stop();
});

describe('assize verify BUNDLE', () => {
  it('says check by check what held, and in one sentence what was proved and what was taken on trust', () => {
    const { out, err, status } = place.run('verify', '--bundle', 'case.bundle.json', '--tribunal', 'tribunal.json');
    expect([status, err]).toEqual([0, '']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe(`case.bundle.json: the bundle of case ${bundle['conflict'] as string}, 4 verdicts`);
    expect(lines).toContain(
      '  ✔  all 14 checks held: it rests on 5 of the 11 statements; the others were handed in later',
    );
    expect(lines.at(-1)).toMatch(
      /^✔ Good, all 58 checks held: proved is that the tribunal’s key signed all 4 verdicts, .+; taken on trust is that the register lists .+\.$/,
    );
    expect(place.good('verify', 'case.bundle.json', '--tribunal', tribunalKey.id)).toBe(out);
    expect(place.good('verify', 'case.bundle.json', '--key', 'tribunal.json', '--tribunal', north.id)).toBe(out);
  });

  it('says plainly whose trust it is where nobody names the tribunal’s key', () => {
    const out = place.good('verify', 'case.bundle.json');
    expect(out).toContain('the key in its header: whether that is the tribunal’s, the reader has to know');
    expect(out).toContain('taken on trust is that this key is the tribunal’s, that the register lists');
    write('register.json', [north, south].map(jwkOf));
    expect(place.good('verify', 'case.bundle.json', '--register', 'register.json')).not.toContain('the register lists');
  });

  it('gives a record a check and one of the whole with --json', () => {
    const records = place
      .good('verify', '--json', 'case.bundle.json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);
    expect(records).toHaveLength(59);
    expect(records[0]).toEqual({
      file: 'case.bundle.json',
      round: 0,
      check: 'signature',
      held: true,
      why: expect.any(String),
    });
    expect(records.at(-1)).toMatchObject({ good: true, kind: 'bundle', conflict: bundle['conflict'], verdicts: 4 });
  });

  it('exits 1 and names what did not hold', () => {
    const evidence = (bundle['submission'] as JsonObject)['evidence'] as Json[];
    write('less.json', { ...bundle, submission: { ...(bundle['submission'] as object), evidence: evidence.slice(1) } });
    const { out, status } = place.run('verify', '--bundle', 'less.json');
    expect(status).toBe(1);
    expect(out).toMatch(/✖ {2}inputs +no part of the submission has the digest of its inputs/);
    expect(out).toMatch(/✖ Not good: \d+ of 58 checks did not hold \(.*inputs of round 3.*\), so nothing .+\.\n$/);
    const records = place.run('verify', '--json', 'less.json').out.trimEnd().split('\n');
    expect(JSON.parse(records.at(-1)!)).toMatchObject({ good: false });
    const forged = place.run('verify', 'case.bundle.json', '--tribunal', 'other.json');
    expect([forged.status, forged.out]).toEqual([1, expect.stringContaining(`not by ${north.id}`)]);
  });

  it('exits 2 where it is no bundle, and says why', () => {
    write('submission.json', bundle['submission']!);
    write('broken.json', JSON.stringify(bundle).slice(0, 5_000));
    write('odd.json', { ...bundle, policy: { ...(bundle['policy'] as object), answerFrom: 'maybe' } });
    const errorOf = (...args: string[]): unknown => {
      const { err, status } = place.run('verify', '--json', ...args);
      expect(status).toBe(2);
      return (JSON.parse(err) as { error: unknown }).error;
    };
    expect(errorOf('--bundle', 'submission.json')).toMatchObject({ code: 'not_a_bundle' });
    expect(errorOf('submission.json')).toMatchObject({ code: 'not_a_statement' });
    expect(errorOf('--bundle', 'broken.json')).toMatchObject({ code: 'not_json', place: 'line 1, column 5001' });
    expect(errorOf('odd.json')).toMatchObject({ code: 'not_a_bundle', place: '/policy' });
    expect(errorOf('--bundle', 'missing.json')).toMatchObject({ code: 'not_found' });
    expect(errorOf('case.bundle.json', '--submission', 'submission.json')).toMatchObject({ code: 'usage' });
    expect(errorOf('case.bundle.json', '--tribunal', 'case.bundle.json')).toMatchObject({ code: expect.any(String) });
  });

  it('goes on with the other files', () => {
    const verdict = (bundle['verdicts'] as string[])[3]!;
    write('verdict.jws', verdict);
    const { out, status } = place.run('verify', 'submission.json', 'case.bundle.json', 'verdict.jws');
    expect(status).toBe(2);
    expect(out).toContain('✔ verdict.jws: good');
    expect(out).toContain('Good, all 58 checks held');
    expect(readFileSync(join(place.folder, 'verdict.jws'), 'utf8')).toBe(verdict);
  });
});
