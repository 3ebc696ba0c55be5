import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { awardByExpectedLoss, worldsOf, type Award, type World } from './award.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import { toPpm } from './ppm.ts';

const MILLION = 1_000_000n;

const cases = fc.integer({ min: 1, max: 4 }).chain((claims) =>
  fc.record({
    claims: fc.constant(Array.from({ length: claims }, (_, i) => `claim ${i}`)),
    worlds: fc
      .array(
        fc.record({
          weight: fc.nat({ max: 1_000 }),
          inGoodFaith: fc.array(fc.boolean(), { minLength: claims, maxLength: claims }),
        }),
        { minLength: 1, maxLength: 6 },
      )
      .filter((drawn) => drawn.some(({ weight }) => weight > 0))
      .map((drawn): World[] => {
        const ppm = toPpm(drawn.map(({ weight }, i) => ({ id: `${i}`, weight })));
        return drawn.map(({ inGoodFaith }, i) => ({ ppm: ppm[i]!.ppm, inGoodFaith }));
      }),
    costs: fc.record({
      payWrong: fc.nat({ max: 3_000_000 }),
      refuseRight: fc.nat({ max: 3_000_000 }),
      hold: fc.nat({ max: 1_000_000 }),
    }),
  }),
);

/** Σ over worlds of what is paid to culprits and kept from the others, each at its cost: in whole numbers, from the definition. */
function expectedLoss(paid: readonly bigint[], worlds: readonly World[], costs: Policy['costs']): bigint {
  let loss = 0n;
  for (const { ppm, inGoodFaith } of worlds) {
    const good = BigInt(inGoodFaith.filter(Boolean).length);
    // Whoever is in good faith is owed an equal part, in whole parts per million.
    const owed = good === 0n ? 0n : MILLION / good;
    for (const [i, part] of paid.entries()) {
      const error = inGoodFaith[i]!
        ? (owed > part ? owed - part : 0n) * BigInt(costs.refuseRight)
        : part * BigInt(costs.payWrong);
      loss += BigInt(ppm) * error;
    }
  }
  return loss;
}

describe('an award', () => {
  it('loses no more in expectation than paying anybody, sharing, holding or paying nobody', () => {
    const acts = new Map<string, number>();
    fc.assert(
      fc.property(cases, ({ claims, worlds, costs }) => {
        const awards = awardByExpectedLoss(claims, worlds, { ...DEFAULT_POLICY, costs });
        const lossOf = (paid: readonly bigint[]): bigint => expectedLoss(paid, worlds, costs);
        const holding = worlds.reduce((sum, { ppm }) => sum + BigInt(ppm), 0n) * MILLION * BigInt(costs.hold);
        const isHeld = awards.some(({ act }) => act === 'hold');
        const chosen = isHeld ? holding : lossOf(awards.map(({ ppm }) => BigInt(ppm)));

        const trust = claims.map((id, i) => {
          const weight = worlds.reduce((sum, { ppm, inGoodFaith }) => sum + (inGoodFaith[i]! ? ppm : 0), 0);
          return { id, weight: 2 * weight > 1_000_000 ? weight : 0 };
        });
        const isTrusted = trust.some(({ weight }) => weight > 0);
        const options = [
          holding,
          lossOf(claims.map(() => 0n)),
          ...claims.map((_, i) => lossOf(claims.map((__, j) => (i === j ? MILLION : 0n)))),
          ...(isTrusted ? [lossOf(toPpm(trust).map(({ ppm }) => BigInt(ppm)))] : []),
        ];
        expect(options.filter((option) => option < chosen)).toEqual([]);
        expect(options).toContain(chosen);
        for (const { act } of awards) acts.set(act, (acts.get(act) ?? 0) + 1);
      }),
      { numRuns: 500, seed: 1 },
    );
    for (const act of ['pay', 'share', 'hold', 'reject']) expect(acts.get(act)).toBeGreaterThan(20);
  });

  it('never gives away more than there is, and says what it does', () => {
    fc.assert(
      fc.property(cases, ({ claims, worlds, costs }) => {
        const awards = awardByExpectedLoss(claims, worlds, { ...DEFAULT_POLICY, costs });
        expect(awards.map(({ claim }) => claim)).toEqual(claims);
        const paid = awards.reduce((sum, { ppm }) => sum + ppm, 0);
        expect([0, 1_000_000]).toContain(paid);
        const isTrue = ({ act, ppm }: Award): boolean =>
          act === 'pay' ? ppm === 1_000_000 : act === 'share' ? ppm > 0 && ppm < 1_000_000 : ppm === 0;
        expect(awards.filter((award) => !isTrue(award))).toEqual([]);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it.each<[string, World[], Award['act'][]]>([
    ['pays the one who is surely in good faith', [{ ppm: 1_000_000, inGoodFaith: [true, false] }], ['pay', 'reject']],
    ['shares between two who surely are', [{ ppm: 1_000_000, inGoodFaith: [true, true] }], ['share', 'share']],
    ['rejects two who surely are not', [{ ppm: 1_000_000, inGoodFaith: [false, false] }], ['reject', 'reject']],
    [
      'holds where it cannot tell',
      [
        { ppm: 500_000, inGoodFaith: [true, false] },
        { ppm: 500_000, inGoodFaith: [false, true] },
      ],
      ['hold', 'hold'],
    ],
  ])('%s', (_, worlds, acts) => {
    expect(awardByExpectedLoss(['a', 'b'], worlds, DEFAULT_POLICY).map(({ act }) => act)).toEqual(acts);
  });
});

describe('the worlds of several questions', () => {
  it('are every combination of answers, with whom each leaves in good faith', () => {
    const worlds = worldsOf(
      ['a', 'b'],
      [
        [
          { ppm: 750_000, culprits: ['a'] },
          { ppm: 250_000, culprits: [] },
        ],
        [
          { ppm: 500_000, culprits: ['b', 'somebody'] },
          { ppm: 500_000, culprits: ['somebody'] },
        ],
      ],
    );
    expect(new Set(worlds.map(({ ppm, inGoodFaith }) => `${ppm} ${inGoodFaith.join()}`))).toEqual(
      new Set(['375000 false,false', '375000 false,true', '125000 true,false', '125000 true,true']),
    );
  });
});
