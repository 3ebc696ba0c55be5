import { describe, expect, it } from '@jest/globals';
import { plainClaim } from '../test/plain-market.ts';
import type { ConflictFact, Fact } from './fact.ts';
import { createMarket, observe, reputationOf } from './index.ts';

describe('a contradiction', () => {
  const conflict: ConflictFact = {
    kind: 'conflict',
    id: 'c',
    at: 5,
    shape: 'copy',
    issuer: 'b',
    features: new Map(),
    claims: [plainClaim('x', 'p'), plainClaim('y', 'q')],
  };
  it.each<[Fact, string]>([
    [{ kind: 'bank', bank: 'b', at: 4 }, 'at 4 goes back behind 5'],
    [{ ...conflict, at: 6 }, 'conflict "c" was already heard'],
    [conflict, 'conflict "c" was already heard'],
    [
      { kind: 'resolution', conflict: 'd', hypothesis: 'unknown:', at: 5 },
      'conflict "d" of the resolution was never heard',
    ],
    [
      { kind: 'resolution', conflict: 'c', hypothesis: 'theft:z', at: 5 },
      'hypothesis "theft:z" is not one of conflict "c"',
    ],
    [
      { kind: 'resolution', conflict: 'c', hypothesis: 'theft:z', at: 9 },
      'hypothesis "theft:z" is not one of conflict "c"',
    ],
  ])('is refused with a reason and changes nothing: %j', (fact, problem) => {
    const market = createMarket();
    observe(market, conflict);
    expect(observe(market, fact)).toEqual({ problem });
    expect(market.heard).toHaveLength(1);
  });

  it('is none where a resolution shares its conflict’s instant', () => {
    const market = createMarket();
    observe(market, conflict);
    expect(observe(market, { kind: 'resolution', conflict: 'c', hypothesis: 'theft:p', at: 5 })).toBeNull();
    expect(reputationOf(market, 'p')!.faults).toBeGreaterThan(reputationOf(market, 'q')!.faults);
  });
});
