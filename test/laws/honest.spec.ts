/** Honest transcripts are sound, however long and of whatever class; nothing is found in one that stands alone. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examine, isRefusal, type Examination, type Submission } from '#custody';
import { native, startVerification } from '#statements';
import { runs } from './people.ts';
import type { Move, Plan } from './plan.ts';
import { buildWorld } from './world.ts';

const judge = (submission: Submission): Examination => {
  const examination = examine(submission, startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
};

const honest = (cls: Plan['cls'], people: number, moves: readonly Partial<Move>[]): Plan => ({
  serial: 1,
  cls,
  people,
  moves: moves.map((move) => ({
    note: 0,
    from: 0,
    hops: [],
    claimant: 1,
    bank: 0,
    received: 0,
    replayed: false,
    backdated: false,
    rollsBack: false,
    ...move,
  })),
  deliveries: [],
  reissued: 'no',
  registered: false,
  leaks: [],
  isSpentInEvidence: false,
  isIllMade: false,
  talks: false,
  handedIn: 0,
});

const people = 40;
const hops = fc.oneof(
  fc.array(fc.nat({ max: people - 1 }), { minLength: 1, maxLength: 200, size: 'max' }),
  fc
    .integer({ min: 1, max: 5 })
    .chain((few) => fc.array(fc.nat({ max: few }), { minLength: 1, maxLength: 60, size: 'max' })),
);
const chained = fc.constantFrom('endorsed' as const, 'attested' as const);

describe('an honest transcript', () => {
  it('of 1 to 200 hops is sound, and shows nothing', () => {
    const lengths: number[] = [];
    fc.assert(
      fc.property(chained, hops, (cls, path) => {
        lengths.push(path.length);
        const { claims, findings, outcome, ignored, questions } = judge(
          buildWorld(honest(cls, people, [{ hops: path }])).submission,
        );
        expect(claims).toMatchObject([{ sound: true, fault: null, at: null }]);
        expect({ findings, outcome, ignored, questions }).toEqual({
          findings: [],
          outcome: 'no_conflict',
          ignored: [],
          questions: [],
        });
      }),
      {
        ...runs(24),
        examples: [
          ['endorsed', [1]],
          ['attested', Array.from({ length: 200 }, (_, i) => i % people)],
        ],
      },
    );
    expect(Math.min(...lengths)).toBe(1);
    expect(Math.max(...lengths)).toBe(200);
  });

  it.each(['bearer', 'one-show'] as const)('of a %s note is sound, whoever claims it', (cls) => {
    fc.assert(
      fc.property(fc.nat({ max: people - 1 }), (claimant) => {
        const { claims, findings, outcome } = judge(buildWorld(honest(cls, people, [{ claimant }])).submission);
        expect(claims).toMatchObject([{ sound: true, fault: null, at: null }]);
        expect({ findings, outcome }).toEqual({ findings: [], outcome: 'no_conflict' });
      }),
      runs(8),
    );
  });

  it('stays sound beside others that share its beginning: what they show is between them, not in them', () => {
    let forks = 0;
    const branch = fc.record({
      from: fc.nat({ max: 60 }),
      hops: fc.array(fc.nat({ max: people - 1 }), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(chained, hops, fc.array(branch, { minLength: 1, maxLength: 4 }), (cls, path, branches) => {
        const { submission } = buildWorld(honest(cls, people, [{ hops: path }, ...branches]));
        const { claims, findings } = judge(submission);
        expect(claims.filter(({ sound }) => !sound)).toEqual([]);
        forks += findings.filter(({ code }) => code === 'fork').length;
      }),
      runs(16),
    );
    expect(forks).toBeGreaterThan(10);
  });
});
