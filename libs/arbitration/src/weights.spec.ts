import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess, createMarket, type Assessment, type ConflictFact } from '#inference';
import { STARTING_ODDS, weighEvidence } from './weights.ts';

const values: Readonly<Record<string, readonly string[]>> = {
  receipt: ['none', 'own', 'countersigned'],
  check: ['none', 'online'],
  device: ['none', 'software', 'hardware'],
  testimony: ['none', 'given', 'contradicted'],
  binding: ['bare', 'chained'],
};
const features = fc
  .record(Object.fromEntries(Object.entries(values).map(([name, words]) => [name, fc.constantFrom(...words)])), {
    requiredKeys: [],
  })
  .map((drawn) => new Map(Object.entries(drawn as Record<string, string>)));

const conflicts: fc.Arbitrary<ConflictFact> = fc
  .record({
    shape: fc.constantFrom('copy' as const, 'fork' as const, 'duplicate' as const),
    sides: fc.array(features, { minLength: 2, maxLength: 5 }),
    gap: fc.constantFrom('seconds', 'hours'),
  })
  .map(({ shape, sides, gap }) => ({
    kind: 'conflict',
    id: 'case',
    at: 0,
    shape,
    issuer: 'issuer',
    claims: sides.map((own, i) => ({
      id: `claim ${i}`,
      claimant: shape === 'duplicate' ? 'holder' : `party ${i}`,
      bank: 'bank',
      at: 0,
      features: own,
    })),
    features: new Map([['gap', gap]]),
    ...(shape === 'fork' ? { fork: { holder: 'holder', next: sides.map((_, i) => `party ${i}`) } } : {}),
  }));

const logOdds = ({ hypotheses }: Assessment, h: number): number => {
  const others = hypotheses.reduce((sum, { probability }, i) => (i === h ? sum : sum + probability), 0);
  return Math.log10(hypotheses[h]!.probability / others);
};

describe('the weights of evidence', () => {
  it('sum exactly to the log-odds of each hypothesis, in millibans, the largest first', () => {
    const market = createMarket();
    let many = 0;
    fc.assert(
      fc.property(conflicts, (conflict) => {
        const assessment = assess(market, conflict);
        for (const h of assessment.hypotheses.keys()) {
          const weights = weighEvidence(assessment, h);
          expect(weights.reduce((sum, { milliban }) => sum + milliban, 0)).toBe(
            Math.round(1000 * logOdds(assessment, h)) + 0,
          );
          const sizes = weights.map(({ milliban }) => Math.abs(milliban));
          expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
          expect(weights.every(({ milliban }) => Number.isSafeInteger(milliban))).toBe(true);
          many += weights.length > 4 ? 1 : 0;
        }
        expect(weighEvidence(assessment, 0)).toEqual(weighEvidence(assessment));
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(many).toBeGreaterThan(50);
  });

  it('begin with the odds of one among equals, and leave out what moves nothing', () => {
    const none = new Float64Array([0, 0, 0]);
    const assessment: Assessment = {
      conflict: 'case',
      hypotheses: [0.9, 0.05, 0.05].map((probability, i) => ({
        id: `h${i}`,
        mechanism: 'unknown',
        culprits: [],
        probability,
        bare: probability,
      })),
      culpability: [],
      terms: [
        { about: 'claim', item: 'receipt=own', logLikelihood: new Float64Array([Math.log(18), 0, 0]) },
        { about: 'claim', item: 'check=none', logLikelihood: none },
      ],
    };
    expect(weighEvidence(assessment)).toEqual([
      { about: 'claim', item: 'receipt=own', milliban: 1_255 },
      { about: 'case', item: STARTING_ODDS, milliban: -301 },
    ]);
  });
});
