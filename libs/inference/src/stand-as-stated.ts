import { exponential, naturalLog } from './elementary.ts';
import type { ConflictFact } from './fact.ts';
import type { Slate } from './hypotheses.ts';
import { CANDOURS, SIDE_TRAITS } from './grid.ts';
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
    const [cheat, collusion, ...rest] = parties.get(party) ?? ORDINARY;
    scales.cheat[s] = cheat!;
    scales.collusion[s] = collusion!;
    scales.side[s] = rest[shape]!;
    for (let k = 0; k < CANDOURS; k += 1) scales.candour[s * CANDOURS + k] = naturalLog(rest[SIDE_TRAITS + k]!);
    scales.leak[s] = leaks.get(conflict.issuer)?.get(party) ?? 1;
  }
}

const ORDINARY: readonly number[] = [1, 1, 1, 1, 1, ...Array.from({ length: CANDOURS }, () => 1e-40)];

/** The figure whose natural logarithm is so many millionths. */
export const fromLogMillionths = (log: number): number => exponential(log / 1e6);
