import { describe, expect, it } from '@jest/globals';
import type { ConflictFact } from '#inference';
import { copyOf, resolutionOf } from '../test/facts.ts';
import type { Posterior } from './baseline.ts';
import { openFewestConflicts } from './fewest-conflicts.ts';
import { openFirstCome } from './first-come.ts';
import { openUniform } from './uniform.ts';

const probability = ({ hypotheses }: Posterior, id: string): number =>
  hypotheses.find((one) => one.id === id)!.probability;

const forkOf = (id: string, at: number, holder: string, next: readonly string[]): ConflictFact => ({
  ...copyOf(id, at, next),
  shape: 'fork',
  fork: { holder, next },
});

describe('first come, first served', () => {
  it('names whoever came later, as sure as resolutions bore it out', () => {
    const judge = openFirstCome();
    // (0 + 1)/(0 + 2) for the one it names; five others share the rest.
    const first = judge.observe(copyOf('c1', 1, ['early', 'late']))!;
    expect(probability(first, 'theft:late')).toBe(0.5);
    expect(probability(first, 'theft:early')).toBeCloseTo(0.1, 12);
    judge.observe(resolutionOf('c1', 2, 'theft:late'));
    expect(probability(judge.observe(copyOf('c2', 3, ['b', 'a']))!, 'theft:a')).toBeCloseTo(2 / 3, 12);
    judge.observe(resolutionOf('c2', 4, 'unknown:'));
    expect(probability(judge.observe(copyOf('c3', 5, ['b', 'a']))!, 'theft:a')).toBeCloseTo(2 / 4, 12);
  });

  it('names the successor of the later branch, or the holder of its own', () => {
    const judge = openFirstCome();
    expect(probability(judge.observe(forkOf('c1', 1, 'h', ['x', 'y']))!, 'key_theft:y')).toBe(0.5);
    expect(probability(judge.observe(forkOf('c2', 2, 'h', ['x', 'h']))!, 'double_spend:h')).toBe(0.5);
  });

  it('shares its word among several who came later', () => {
    const answer = openFirstCome().observe(copyOf('c1', 1, ['a', 'b', 'c']))!;
    expect([probability(answer, 'theft:b'), probability(answer, 'theft:c')]).toEqual([0.25, 0.25]);
  });
});

describe('fewest conflicts', () => {
  it('names whoever was in more conflicts before', () => {
    const judge = openFewestConflicts();
    judge.observe(copyOf('c1', 1, ['a', 'b']));
    judge.observe(copyOf('c2', 2, ['a', 'c']));
    const answer = judge.observe(copyOf('c3', 3, ['b', 'a']))!;
    expect(probability(answer, 'theft:a')).toBe(0.5);
    expect(probability(answer, 'theft:b')).toBeCloseTo(0.1, 12);
  });

  it('cannot tell equals apart', () => {
    const answer = openFewestConflicts().observe(copyOf('c1', 1, ['a', 'b']))!;
    expect([probability(answer, 'theft:a'), probability(answer, 'theft:b')]).toEqual([0.25, 0.25]);
  });
});

describe('uniform', () => {
  it('knows nothing', () => {
    const { hypotheses, culpability } = openUniform().observe(copyOf('c1', 1, ['a', 'b']))!;
    expect(hypotheses.map((one) => one.probability)).toEqual(Array.from({ length: 6 }, () => 1 / 6));
    expect(culpability.find(({ party }) => party === 'k')!.probability).toBeCloseTo(2 / 6, 12);
  });
});
