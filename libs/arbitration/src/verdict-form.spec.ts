import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#statements';
import { findVerdictMistake } from './verdict-form.ts';

const verdict = (
  out: string,
  ...hypotheses: readonly (readonly [id: string, ppm: number, bare: number])[]
): JsonObject => ({
  qst: [{ shape: 'duplicate', hyp: hypotheses.map(([id, ppm, bare]) => ({ id, ppm, bare })), std: 'none', out }],
});

describe('the form of a verdict', () => {
  it('is good where hypotheses sum up and the outcome is one of them, or not proven', () => {
    for (const out of ['accident:', 'not_proven']) {
      expect(
        findVerdictMistake(verdict(out, ['accident:', 600_000, 500_000], ['unknown:', 400_000, 500_000])),
      ).toBeNull();
    }
    expect(findVerdictMistake({ qst: [] })).toBeNull();
  });

  it.each([
    ['"ppm" sums to 999999', verdict('not_proven', ['accident:', 600_000, 500_000], ['unknown:', 399_999, 500_000])],
    ['"bare" sums to 1000001', verdict('not_proven', ['accident:', 600_000, 500_001], ['unknown:', 400_000, 500_000])],
    ['"theft:x" is none', verdict('theft:x', ['accident:', 600_000, 500_000], ['unknown:', 400_000, 500_000])],
  ])('is not where %s', (words, wrong) => {
    expect(findVerdictMistake(wrong)).toContain(words);
  });
});
