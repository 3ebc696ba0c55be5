import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mutations } from './mutations.ts';
import { randomWorld } from './random-world.ts';
import { referenceJudge } from './reference-judge.ts';
import type { Jwk } from './reference-judge.ts';

interface OneShowFile {
  register: Jwk[];
  cases: {
    name: string;
    expect: { outcome: string; defects?: (string | null)[] };
    submission: unknown;
    identity: string;
    customer: string;
  }[];
}

const file = JSON.parse(readFileSync(new URL('../vectors/one-show.json', import.meta.url), 'utf8')) as OneShowFile;

describe('reference judge', () => {
  it.each(file.cases)('one-show.json: $name', ({ expect: wanted, submission, identity, customer }) => {
    for (const register of [file.register, undefined]) {
      const result = referenceJudge(JSON.stringify(submission), register);
      if ('refused' in result) throw new Error(result.refused);
      expect(result.outcome).toBe(wanted.outcome);
      expect(result.ignored).toEqual([]);
      expect(result.claims.map(({ defect }) => defect)).toEqual(wanted.defects ?? [null, null]);
      const revealed = result.findings.filter(({ code }) => code === 'identity_revealed');
      if (wanted.outcome === 'decided') expect(revealed).toMatchObject([{ parties: [customer], identity }]);
      else expect(result.findings).toEqual([]);
    }
  });

  it('names every mutation once', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
    expect(mutations.length).toBeGreaterThan(900);
  });

  it('finds what every mutation should be', () => {
    const surprises: unknown[] = [];
    for (const { name, text, register, expected } of mutations) {
      const result = referenceJudge(text, register);
      const seen = 'refused' in result ? result : { defect: result.claims[0]?.defect, at: result.claims[0]?.at };
      if (JSON.stringify(seen) !== JSON.stringify(expected)) surprises.push({ name, expected, seen });
    }
    expect(surprises).toEqual([]);
  });

  it('judges random worlds, the same each time', () => {
    const outcomes = new Set<string>();
    const codes = new Set<string>();
    for (let seed = 1; seed <= 300; seed += 1) {
      const world = randomWorld(seed);
      const result = referenceJudge(world.text, world.register);
      if (seed % 50 === 0) {
        expect(randomWorld(seed)).toEqual(world);
        expect(referenceJudge(world.text, world.register)).toEqual(result);
      }
      if ('refused' in result) outcomes.add(result.refused);
      else outcomes.add(result.outcome);
      for (const { code } of 'refused' in result ? [] : result.findings) codes.add(code);
    }
    expect([...outcomes].sort()).toEqual(['decided', 'different_notes', 'no_conflict', 'no_sound_claim', 'question']);
    expect(codes.size).toBe(11);
  });
});
