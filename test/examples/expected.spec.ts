import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DEFECTS, FINDING_CODES } from '#custody';
import { expectedOf, GROUPS, judge, ROOT, type Expected, type JudgedLine } from './judged.ts';

const sound = new Map(GROUPS.flatMap((group) => [...expectedOf(group)]));
const refused = expectedOf('refused');

/** Judged once for each register, a refused file in the middle of the first run. */
const judged = new Map<string, JudgedLine>();
const plain = [...sound].filter(([, { register }]) => register === undefined).map(([file]) => file);
const first = judge([...plain.slice(0, 9), ...refused.keys(), ...plain.slice(9)]);
for (const [file, line] of first.lines) judged.set(file, line);
for (const register of new Set([...sound.values()].flatMap((expected) => expected.register ?? []))) {
  const files = [...sound].filter(([, expected]) => expected.register === register).map(([file]) => file);
  const { run, lines } = judge(files, '--register', `examples/${register}`);
  if (run.status !== 0) throw new Error(run.stderr);
  for (const [file, line] of lines) judged.set(file, line);
}

/** In the members of an expectation, what came out. */
const told = ({ outcome, claims, findings, questions, ignored }: JudgedLine): object => ({
  outcome,
  defects: claims.map(({ defect }) => defect),
  ats: claims.map(({ at }) => at),
  findings: findings.map(({ proof: _proof, identity: _identity, ...finding }) => finding),
  questions: questions.map(({ shape, hypotheses }) => ({ shape, hypotheses: hypotheses.length })),
  ignored: ignored.length,
});
const wanted = ({ outcome, defects, ats, findings, questions, ignored }: Expected): object => ({
  outcome,
  defects,
  ats,
  findings,
  questions,
  ignored,
});

describe('the examples', () => {
  it.each([...sound.keys()])('%s comes out as the specification says', (file) => {
    expect(told(judged.get(file)!)).toEqual(wanted(sound.get(file)!));
  });

  it('have every file beside its expectation, and no other', () => {
    for (const group of [...GROUPS, 'refused']) {
      const files = readdirSync(`${ROOT}examples/${group}`).filter((name) => name.endsWith('.json'));
      expect(files.sort().map((name) => `examples/${group}/${name}`)).toEqual([...expectedOf(group).keys()].sort());
    }
  });

  it('have probabilities that sum to 1', () => {
    for (const { questions } of judged.values()) {
      for (const { hypotheses } of questions ?? []) {
        expect(hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      }
    }
  });
});

describe('the refused files', () => {
  it.each([...refused.keys()])('%s is refused, with its reason', (file) => {
    expect(judged.get(file)!.error?.code).toBe(refused.get(file)!.error);
  });

  it('are each named, on standard output and error, and the run exits with 2', () => {
    expect(first.run.status).toBe(2);
    const errors = first.run.stderr.split('\n').filter((line) => line !== '');
    const files = errors.map((line) => (JSON.parse(line) as { error: { file: string } }).error.file);
    expect(files.sort()).toEqual([...refused.keys()].sort());
  });
});

describe('together the examples show', () => {
  const all = [...sound.values()];

  it('every finding', () => {
    const shown = new Set(all.flatMap(({ findings }) => findings.map(({ code }) => code)));
    expect(FINDING_CODES.filter((code) => !shown.has(code))).toEqual([]);
  });

  it('every defect', () => {
    const shown = new Set(all.flatMap(({ defects }) => defects));
    expect(DEFECTS.filter((defect) => !shown.has(defect))).toEqual([]);
  });

  it('every shape, and every outcome but a split', () => {
    const shapes = new Set(all.flatMap(({ questions }) => questions.map(({ shape }) => shape)));
    expect(shapes).toEqual(new Set(['copy', 'duplicate', 'fork']));
    const outcomes = new Set(all.map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(['decided', 'no_conflict', 'no_sound_claim', 'question']));
  });

  it('a leaked key before and after the first claim, by itself and by its bank', () => {
    const leaks = all.flatMap(({ findings }) => findings.filter(({ code }) => code === 'compromised_key'));
    const kinds = new Set(leaks.map(({ when, binds }) => `${binds} ${when}`));
    expect(kinds).toEqual(new Set(['bank_asserted after', 'bank_asserted before', 'claimed after', 'claimed before']));
  });
});
