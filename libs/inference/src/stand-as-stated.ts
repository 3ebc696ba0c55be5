import { exponential } from './elementary.ts';
import type { ConflictFact } from './fact.ts';
import type { Slate } from './hypotheses.ts';
import { shapeNumber, type Market } from './market.ts';
import { widenScales } from './scales.ts';
import { putCheatShares } from './stand.ts';
import type { StatedFigures } from './stated-figures.ts';

/** standAsStated puts the stated figures of a conflict's parties on the scales; who is not described is ordinary. */
export function standAsStated(
  market: Market,
  { parties, leaks }: StatedFigures,
  conflict: ConflictFact,
  slate: Slate,
): void {
  const { scales } = market;
  putCheatShares(market);
  widenScales(scales, slate.mechanism.length, slate.parties.length);
  const shape = shapeNumber(conflict.shape);
  for (const [s, party] of slate.parties.entries()) {
    const [cheat, collusion, ...side] = parties.get(party) ?? [1, 1, 1, 1, 1];
    scales.cheat[s] = cheat!;
    scales.collusion[s] = collusion!;
    scales.side[s] = side[shape]!;
    scales.leak[s] = leaks.get(conflict.issuer)?.get(party) ?? 1;
  }
}

/** The figure whose natural logarithm is so many millionths. */
export const fromLogMillionths = (log: number): number => exponential(log / 1e6);
