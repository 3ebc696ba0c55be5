import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { answersOf, drawStream, probabilitiesOf } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import {
  assess,
  closeInstant,
  createMarket,
  describeMarket,
  missingEvidence,
  observe,
  rebuildMarket,
  relearn,
  saveMarket,
  tellingCases,
} from './index.ts';

const question: ConflictFact = {
  kind: 'conflict',
  id: 'asked',
  at: 1e6,
  shape: 'copy',
  issuer: 'b0',
  features: new Map(),
  claims: [plainClaim('x', 'p1', { receipt: 'own' }), plainClaim('y', 'p2')],
};

const streams = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 60 })).map(([seed, length]) => drawStream(seed, length));

describe('missing evidence', () => {
  it('is worth no less than nothing, and what it could say averages to what is known without it', () =>
    fc.assert(
      fc.property(streams, (facts) => {
        const market = createMarket();
        answersOf(facts, market);
        const now = probabilitiesOf(assess(market, question));
        const found = missingEvidence(market, question);
        expect(found.length).toBeGreaterThan(0);
        for (const [i, { claim, feature, millibits, values }] of found.entries()) {
          expect(millibits).toBeGreaterThanOrEqual(0);
          if (i > 0) expect(millibits).toBeLessThanOrEqual(found[i - 1]!.millibits);
          const mean = new Map<string, number>();
          for (const { value, probability } of values) {
            const claims = question.claims.map((one) =>
              one.id === claim ? { ...one, features: new Map(one.features).set(feature, value) } : one,
            );
            for (const [id, share] of probabilitiesOf(assess(market, { ...question, claims }))) {
              mean.set(id, (mean.get(id) ?? 0) + probability * share);
            }
          }
          for (const [id, share] of mean) expect(share).toBeCloseTo(now.get(id)!, 9);
        }
        // A feature that a claim has is not missing.
        expect(found.some(({ claim, feature }) => claim === 'x' && feature === 'receipt')).toBe(false);
      }),
      { numRuns: 8 },
    ));
});

describe('missing evidence among much', () => {
  const shown = (n: number, features: Record<string, string>): ConflictFact => ({
    ...question,
    id: `c${n}`,
    at: n,
    claims: [plainClaim(`${n}x`, `v${n}`, features), plainClaim(`${n}y`, `w${n}`, { receipt: 'own' })],
  });

  it('is of the values seen most often, each with its chance among all', () => {
    const market = createMarket();
    for (let n = 0; n < 240; n += 1) observe(market, shown(n, { odd: n < 200 ? `v${n}` : 'usual' }));
    const { values } = missingEvidence(market, question).find(({ feature }) => feature === 'odd')!;
    expect(values).toHaveLength(32);
    expect(values.find(({ value }) => value === 'usual')!.probability).toBeCloseTo(40 / 240, 1);
    // A value seen once is as likely as any other such: the ties go by code point.
    expect(values.map(({ value }) => value).slice(0, 3)).toEqual(['usual', 'v0', 'v1']);
    expect(values.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo((40 + 31) / 240, 1);
  });

  it('is not hidden behind features that nobody shows twice', () => {
    const market = createMarket();
    for (let n = 0; n < 60; n += 1) observe(market, shown(n, { [`!${n}`]: 'x', telling: n % 2 === 0 ? 'a' : 'b' }));
    const features = new Set(missingEvidence(market, question).map(({ feature }) => feature));
    for (const feature of ['telling', 'receipt', 'device']) expect([...features]).toContain(feature);
    expect(features.size).toBeLessThanOrEqual(32);
  });

  it('of many claims is asked of those of the likeliest culprits, in whatever order they stand', () => {
    const market = createMarket();
    answersOf(drawStream(3, 60), market);
    const claims = Array.from({ length: 24 }, (_, n) =>
      plainClaim(`k${String(n).padStart(2, '0')}`, `q${n}`, n === 20 ? { check: 'none' } : { check: 'online' }),
    );
    const crowd: ConflictFact = { ...question, claims };
    const asked = missingEvidence(market, crowd);
    expect(missingEvidence(market, { ...crowd, claims: claims.toReversed() })).toEqual(asked);
    expect(new Set(asked.map(({ claim }) => claim)).size).toBe(16);
    expect(assess(market, crowd).culpability[0]!.party).toBe('q20');
    expect(asked[0]!.claim).toBe('k20');
  });

  it('is measured against the answer that was given, also where what is missing is stated', () => {
    const market = createMarket();
    const stated = { ...question, claims: [plainClaim('x', 'p1', { receipt: 'none' }), plainClaim('y', 'p2')] };
    const isMissing = (_: string, value: string | undefined): boolean => value === undefined || value === 'none';
    const bitsOf = (conflict: ConflictFact): number =>
      [...probabilitiesOf(assess(market, conflict)).values()].reduce((sum, p) => sum - p * Math.log2(p), 0);
    const { millibits, values } = missingEvidence(market, stated, isMissing).find(
      ({ claim, feature }) => claim === 'x' && feature === 'receipt',
    )!;
    const after = values.reduce((sum, { value, probability }) => {
      const claims = [plainClaim('x', 'p1', { receipt: value }), stated.claims[1]!];
      return sum + probability * bitsOf({ ...stated, claims });
    }, 0);
    expect(values.map(({ value }) => value)).toEqual(['countersigned', 'own']);
    expect(millibits).toBe(Math.max(0, Math.round(1000 * (bitsOf(stated) - after))));
  });
});

describe('an explanation of what was just heard', () => {
  it('is of the answer that was given, and leaves the stream as it was, to the bit', () =>
    fc.assert(
      fc.property(streams, (facts) => {
        const [asked, plain] = [createMarket(), createMarket()];
        for (const fact of facts) {
          const heard = observe(asked, fact);
          observe(plain, fact);
          if (fact.kind !== 'conflict' || heard === null || 'problem' in heard) continue;
          for (const { hypothesis, probability } of tellingCases(asked, fact)) {
            expect([hypothesis, probability]).toEqual([heard.hypotheses[0]!.id, heard.hypotheses[0]!.probability]);
          }
          missingEvidence(asked, fact);
        }
        closeInstant(asked);
        closeInstant(plain);
        expect(saveMarket(asked)).toEqual(saveMarket(plain));
      }),
      { numRuns: 6 },
    ));

  it('knows no past case of a market rebuilt from a description', () => {
    const market = rebuildMarket(JSON.parse(JSON.stringify(describeMarket(createMarket(), []))));
    expect('problem' in market ? market : tellingCases(market, question)).toEqual([]);
  });
});

describe('the most telling cases', () => {
  it('leave the market as it was, and begin with the answer there is', () =>
    fc.assert(
      fc.property(streams, (facts) => {
        const market = createMarket();
        answersOf(facts, market);
        const answer = assess(market, question);
        const saved = saveMarket(market);
        const found = tellingCases(market, question, 100);
        expect(saveMarket(market)).toEqual(saved);
        for (const [i, { moved, hypothesis, probability, without }] of found.entries()) {
          expect([hypothesis, probability]).toEqual([answer.hypotheses[0]!.id, answer.hypotheses[0]!.probability]);
          expect(moved).toBeGreaterThanOrEqual(Math.abs(probability - without) - 1e-12);
          if (i > 0) expect(moved).toBeLessThanOrEqual(found[i - 1]!.moved);
        }
        const standing = [...market.history.number.keys()];
        expect(standing).toEqual(expect.arrayContaining(found.map(({ conflict }) => conflict)));
      }),
      { numRuns: 8 },
    ));

  it('are those that were proved against a party', () => {
    const theft = (n: number, thief: string): Fact[] => [
      { ...question, id: `c${n}`, at: n, claims: [plainClaim(`${n}x`, thief), plainClaim(`${n}y`, `v${n}`)] },
      { kind: 'resolution', conflict: `c${n}`, hypothesis: n === 3 ? 'theft:p1' : 'unknown:', at: n + 0.5 },
    ];
    const market = createMarket();
    for (const fact of [1, 2, 3, 4, 5].flatMap((n) => theft(n, 'p1'))) observe(market, fact);
    relearn(market);
    const [first] = tellingCases(market, {
      ...question,
      claims: question.claims.map((one) => ({ ...one, features: new Map() })),
    });
    expect(first).toMatchObject({ conflict: 'c3' });
    // Without it whatever names the party is less likely, and the rest more.
    expect(first!.without < first!.probability).toBe(first!.hypothesis.includes('p1'));
    expect(first!.moved).toBeGreaterThan(0.02);
  });
});
