import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JOB_NAMES, parseHint, type Hint } from './hint.ts';
import { packHints } from './pack-hints.ts';

const hints = fc.array(
  fc.record({
    job: fc.constantFrom(...JOB_NAMES),
    ids: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { maxLength: 6 }),
  }),
  { maxLength: 12 },
);
const pairs = (list: readonly Hint[]): string[] => list.flatMap(({ job, ids }) => ids.map((id) => `${job} ${id}`));

describe('packHints', () => {
  it('keeps every id of every job once, in as few packs as fit', () =>
    fc.assert(
      fc.property(hints, fc.integer({ min: 1, max: 5 }), (given, packSize) => {
        const packs = packHints(given, packSize);
        expect(new Set(pairs(packs))).toEqual(new Set(pairs(given)));
        expect(pairs(packs)).toHaveLength(new Set(pairs(given)).size);
        for (const job of JOB_NAMES) {
          const own = packs.filter((pack) => pack.job === job);
          expect(own.slice(0, -1).every(({ ids }) => ids.length === packSize)).toBe(true);
          expect(own.every(({ ids }) => ids.length > 0 && ids.length <= packSize)).toBe(true);
        }
      }),
      { seed: 3, numRuns: 200 },
    ));
});

describe('parseHint', () => {
  it('reads what packHints made, and nothing else', () => {
    expect(parseHint('examine', { ids: ['a'] })).toEqual({ job: 'examine', ids: ['a'] });
    for (const body of [null, 'a', {}, { ids: 'a' }, { ids: [1] }]) expect(parseHint('examine', body)).toBeNull();
    expect(parseHint('enforce', { ids: ['a'] })).toBeNull();
  });
});
