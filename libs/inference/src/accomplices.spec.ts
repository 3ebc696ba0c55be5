import { describe, expect, it } from '@jest/globals';
import { createAccomplices, findPair, pairNumber, pairsOf, rehash } from './accomplices.ts';

const pairsIn = (accomplices: ReturnType<typeof createAccomplices>, bank: number): number[] => {
  const pairs: number[] = [];
  pairsOf(accomplices, bank, (pair) => pairs.push(pair));
  return pairs;
};

describe('the pairs of a bank', () => {
  it('are all of its own and no others, also after the table grew or was made anew', () => {
    const accomplices = createAccomplices();
    const own = new Map<number, number[]>();
    for (let n = 0; n < 2_000; n += 1) {
      const [bank, party] = [(n * n) % 37, n % 211];
      const known = findPair(accomplices, bank, party);
      const pair = pairNumber(accomplices, bank, party);
      if (known < 0) own.set(bank, [pair, ...(own.get(bank) ?? [])]);
      else expect(pair).toBe(known);
    }
    expect(accomplices.count).toBeGreaterThan(1_000);
    const check = (): void => {
      for (let bank = 0; bank < 40; bank += 1) expect(pairsIn(accomplices, bank)).toEqual(own.get(bank) ?? []);
    };
    check();
    rehash(accomplices);
    check();
    expect(pairsIn(accomplices, 1_000_000)).toEqual([]);
  });
});
