import { describe, expect, it } from '@jest/globals';
import type { Json } from '#statements';
import { DEFAULT_POLICY, EXPRESS_POLICY, parsePolicy, policyDigest, standardOf } from './policy.ts';

const document = (change: Record<string, Json> = {}): Json =>
  ({ ...(JSON.parse(JSON.stringify(DEFAULT_POLICY)) as Record<string, Json>), ...change }) as Json;
const problemsOf = (json: Json): readonly string[] => {
  const read = parsePolicy(json);
  return 'problems' in read ? read.problems : [];
};

describe('a policy', () => {
  it('reads back as what was published', () => {
    for (const policy of [DEFAULT_POLICY, EXPRESS_POLICY]) {
      expect(parsePolicy(JSON.parse(JSON.stringify(policy)) as Json)).toEqual(policy);
    }
  });

  it('tells everything that is wrong with it at once, each with its member', () => {
    const problems = problemsOf(
      document({
        id: '',
        answerFrom: 'beyond doubt',
        standards: { compelling: 0.95, clear: 750_000 },
        panel: { size: 0, maxRounds: 3 },
        valueLimits: { EUR: '01' },
      }),
    );
    for (const member of [
      'id',
      'answerFrom',
      'standards.compelling',
      'standards.preponderance',
      'panel.size',
      'valueLimits',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(`"${member}"`))).toHaveLength(1);
    }
    expect(problems).toHaveLength(6);
  });

  it('tells what its figures contradict', () => {
    const contradicting = document({
      standards: { compelling: 400_000, clear: 450_000, preponderance: 480_000 },
      panel: { size: 4, maxRounds: 1 },
    });
    expect(problemsOf(contradicting)).toEqual([
      '"standards" do not rise from preponderance to compelling',
      '"standards.preponderance" is below one half, so two answers could reach it',
      '"panel.size" is even, so a panel could tie',
    ]);
  });

  it.each<[string, Json]>([
    ['a list', []],
    ['nothing', null],
    ['a text', 'default-1'],
  ])('is not %s', (_, json) => {
    expect(problemsOf(json)).toEqual(['the policy is not an object']);
  });

  it('reaches a standard by more than its figure, never by just that', () => {
    const at = (ppm: number): string => standardOf(DEFAULT_POLICY, ppm);
    expect([500_000, 500_001, 750_000, 750_001, 950_000, 950_001].map(at)).toEqual([
      'none',
      'preponderance',
      'preponderance',
      'clear',
      'clear',
      'compelling',
    ]);
  });

  it('is named by its digest, whatever order its members stand in', () => {
    const turned = Object.fromEntries(Object.entries(DEFAULT_POLICY).toReversed()) as unknown as typeof DEFAULT_POLICY;
    expect(policyDigest(turned)).toBe(policyDigest(DEFAULT_POLICY));
    expect(policyDigest(EXPRESS_POLICY)).not.toBe(policyDigest(DEFAULT_POLICY));
  });
});
