import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCourse } from './read-course.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assize-course-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, ...lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
};
const read = (facts: readonly string[], truth: readonly string[], parties: readonly string[] | null = null) =>
  readCourse({
    facts: file('facts', ...facts),
    truth: file('truth', ...truth),
    parties: parties === null ? null : file('parties', ...parties),
  });

const BANK = '{"kind":"bank","bank":"k","at":0}';
const conflict = (id: string): string =>
  JSON.stringify({
    kind: 'conflict',
    id,
    at: 1,
    shape: 'duplicate',
    issuer: 'k',
    features: {},
    claims: ['1', '2'].map((claim) => ({ id: claim, claimant: 'a', bank: 'k', at: 1, features: {} })),
  });
const truth = (id: string, rest: object = {}): string => JSON.stringify({ conflict: id, truth: 'unknown:', ...rest });
const weighed = (probabilities: Readonly<Record<string, number>>): object => ({
  oracle: Object.entries(probabilities).map(([id, probability]) => ({ id, probability })),
});
const ORACLE = weighed({ 'unknown:': 0.5, 'accident:': 0.3, 'double_spend:a': 0.2 });

describe('facts and their truth', () => {
  it('belong together by the conflict, in whatever order the truth is told', async () => {
    const { conflicts, hasOracle, steps, parties } = await read(
      [BANK, conflict('c1'), conflict('c2')],
      [truth('c2', { truth: 'double_spend:a', ...ORACLE }), '', truth('c1', ORACLE), truth('another')],
      ['{"party":"a","bank":"k","cheatSince":2.5,"settled":3,"rate":{"mean":0.1},"more":1}'],
    );
    expect([conflicts, hasOracle]).toEqual([2, true]);
    const [bank, first, second] = [...steps];
    expect(bank!.told).toBeNull();
    expect([first!.told!.truth, first!.told!.culprits]).toEqual(['unknown:', []]);
    expect([second!.told!.truth, second!.told!.culprits]).toEqual(['double_spend:a', ['a']]);
    expect(second!.told!.oracle!.map(({ id, probability }) => [id, probability])).toEqual([
      ['double_spend:a', 0.2],
      ['accident:', 0.3],
      ['unknown:', 0.5],
    ]);
    expect(parties()).toEqual([
      { party: 'a', bank: 'k', cheat: true, cheatSince: 2.5, settled: 3, rate: { mean: 0.1 }, attacker: null },
    ]);
  });

  it('have an oracle only where it answers every conflict', async () => {
    const { hasOracle, parties } = await read(
      [conflict('c1'), conflict('c2')],
      [truth('c1', ORACLE), truth('c2', { oracle: null })],
    );
    expect([hasOracle, parties()]).toEqual([false, null]);
  });

  const ONE = [conflict('c1')];
  it.each<readonly [string, readonly string[], readonly string[], string]>([
    ['no JSON', ONE, ['truth'], 'truth, line 1: no valid JSON'],
    ['no object', ONE, ['[]'], 'truth, line 1: a JSON object is needed'],
    ['no conflict named', ONE, ['{"truth":"unknown:"}'], 'truth, line 1: conflict is missing or no text'],
    ['no truth of a conflict', [BANK, conflict('c1')], [], 'truth does not say what is true of conflict "c1"'],
    ['another hypothesis', ONE, [truth('c1', { truth: 'theft:a' })], 'truth, line 1: truth "theft:a" is no hypothesis'],
    ['a conflict told twice', ONE, [truth('c1'), truth('c1')], 'truth, line 2: tells of conflict "c1" a second time'],
    ['an oracle that leaves one out', ONE, [truth('c1', weighed({ 'unknown:': 1 }))], 'over exactly the hypotheses'],
    ['an oracle in words', ONE, [truth('c1', { oracle: 'yes' })], 'oracle is not an array'],
    [
      'an oracle of shares below 0',
      ONE,
      [truth('c1', weighed({ 'unknown:': -1 }))],
      'something else than {id, probability}',
    ],
    [
      'an oracle of too much',
      ONE,
      [truth('c1', weighed({ 'unknown:': 1, 'accident:': 0.5, 'double_spend:a': 0 }))],
      'oracle sums to 1.5',
    ],
    ['a bad fact', [BANK, '{"kind":"bank"}'], [], 'facts, line 2: at is missing'],
    ['no conflict', [BANK], [], 'facts: holds no conflict'],
  ])('are refused for %s', async (_, facts, truths, words) => {
    await expect(read(facts, truths)).rejects.toThrow(words);
  });

  it.each<readonly [string, string, string]>([
    [
      'a time in words',
      '{"party":"a","bank":"k","cheatSince":"then","settled":1,"rate":{"mean":1}}',
      'neither a time nor null',
    ],
    ['no rate', '{"party":"a","bank":"k","cheatSince":null,"settled":1}', 'settled and rate.mean are needed'],
    ['no name', '{"bank":"k","cheatSince":null,"settled":1,"rate":{"mean":1}}', 'party is missing'],
  ])('are refused for a party with %s', async (_, party, words) => {
    await expect(read(ONE, [truth('c1')], [party])).rejects.toThrow(words);
  });
});
