import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { compareCodePoints } from './code-points.ts';
import type { ConflictFact } from './fact.ts';
import { hypothesesOf } from './hypotheses.ts';

const conflict = (members: Partial<ConflictFact>, ...claimants: string[]): ConflictFact => ({
  kind: 'conflict',
  id: 'c',
  at: 0,
  shape: 'copy',
  issuer: 'b1',
  features: new Map(),
  claims: claimants.map((claimant, i) => plainClaim(`c.${i}`, claimant)),
  ...members,
});
const idsOf = (fact: ConflictFact): string[] => hypothesesOf(fact).map(({ id }) => id);
const fork = (holder: string, ...next: string[]): ConflictFact =>
  conflict({ shape: 'fork', fork: { holder, next } }, ...next);

describe('hypothesesOf', () => {
  it('lists those of a copy', () => {
    expect(new Set(idsOf(conflict({}, 'p9', 'p4', 'p9')))).toEqual(
      new Set(['theft:p4', 'theft:p9', 'collusion:p4+p9', 'issuer_leak:b1+p4', 'issuer_leak:b1+p9', 'unknown:']),
    );
  });

  it('names an issuer that claims once', () => {
    expect(new Set(idsOf(conflict({}, 'b1', 'p4')))).toEqual(
      new Set(['theft:b1', 'theft:p4', 'collusion:b1+p4', 'issuer_leak:b1', 'issuer_leak:b1+p4', 'unknown:']),
    );
  });

  it('lists those of a fork, without the holder among the successors and without repeats', () => {
    expect(new Set(idsOf(fork('p2', 'p6', 'p2', 'p5', 'p6')))).toEqual(
      new Set(['double_spend:p2', 'key_theft:p5', 'key_theft:p6', 'collusion:p2+p5', 'collusion:p2+p6', 'unknown:']),
    );
    expect(idsOf(fork('p2', 'p2'))).toEqual(['double_spend:p2', 'unknown:']);
  });

  it('lists those of a duplicate', () => {
    expect(idsOf(conflict({ shape: 'duplicate' }, 'x', 'x'))).toEqual(['double_spend:x', 'accident:', 'unknown:']);
  });

  it('leaves pairs out beyond 32 claimants', () => {
    const names = Array.from({ length: 33 }, (_, i) => `p${i}`);
    const pairs = (size: number): number =>
      hypothesesOf(conflict({}, ...names.slice(0, size))).filter(({ mechanism }) => mechanism === 'collusion').length;
    expect(pairs(32)).toBe((32 * 31) / 2);
    expect(pairs(33)).toBe(0);
    expect(idsOf(conflict({}, ...names))).toHaveLength(33 + 33 + 1);
  });

  it('sorts culprits by code point, where UTF-16 and locales order otherwise', () => {
    expect(idsOf(conflict({}, '\u{1f600}', '\uff5e'))).toContain('collusion:\uff5e+\u{1f600}');
    expect(idsOf(conflict({}, 'a', 'B'))).toContain('collusion:B+a');
  });

  it('is the same whatever the order of claims', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 6 }), (names) => {
        expect(idsOf(conflict({}, ...names.toReversed()))).toEqual(idsOf(conflict({}, ...names)));
      }),
    ));
});

describe('compareCodePoints', () => {
  it('agrees with comparing the code points one by one', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const [p, q] = [a, b].map((text) => Array.from(text, (point) => point.codePointAt(0)!));
        const i = p!.findIndex((point, n) => point !== q![n]);
        const expected = i < 0 ? p!.length - q!.length : q![i] === undefined ? 1 : p![i]! - q![i]!;
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
      }),
    ));
});
