import { describe, expect, it } from '@jest/globals';
import { openFeatureTables } from './feature-tables.ts';

const shown = (value: string): ReadonlyMap<string, string> => new Map([['receipt', value]]);

describe('feature tables', () => {
  it('are counts, each value pulled to its pooled frequency', () => {
    const tables = openFeatureTables(2, 4);
    tables.count(shown('none'), 0, 6);
    tables.count(shown('none'), 1, 2);
    tables.count(shown('own'), 1, 8);
    // Totals 6.5 and 10.5, with the half count of each; t/n = 4/17.
    expect(tables.likelihoods(shown('none'))).toEqual([6 / 6.5 + 4 / 17, 2 / 10.5 + 4 / 17]);
    expect(tables.likelihoods(shown('own'))).toEqual([4 / 17, 8 / 10.5 + 4 / 17]);
  });

  it('say nothing by what was never seen, and multiply what they say', () => {
    const tables = openFeatureTables(2, 4);
    tables.count(shown('none'), 0, 6);
    expect(tables.likelihoods(shown('new'))).toEqual([1, 1]);
    expect(tables.likelihoods(new Map([['device', 'none']]))).toEqual([1, 1]);
    tables.count(new Map([['check', 'online']]), 1, 3);
    const [alone] = tables.likelihoods(shown('none'));
    const [other] = tables.likelihoods(new Map([['check', 'online']]));
    const both = tables.likelihoods(
      new Map([
        ['receipt', 'none'],
        ['check', 'online'],
      ]),
    );
    expect(both[0]).toBeCloseTo(alone! * other!, 14);
  });

  it('never fall below nothing by what is taken back', () => {
    const tables = openFeatureTables(2, 4);
    tables.count(shown('none'), 0, 0.1 + 0.2);
    tables.count(shown('none'), 0, -0.1);
    tables.count(shown('none'), 0, -0.2);
    tables.count(shown('none'), 0, -1e-17);
    for (const likelihood of tables.likelihoods(shown('none'))) expect(likelihood).toBeGreaterThan(0);
  });
});
