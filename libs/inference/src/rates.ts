import { COPY, DUPLICATE, FORK, type Market } from './market.ts';
import { sinceOf, volumeOf } from './parties.ts';
import { boundedVolume } from './volumes.ts';

/*
 * Rates at which types bring about conflicts, all relative: a party of cheating trait L and volume v has R·L·v expected
 * faults, with R the market's faults to its volume; of collusion trait C and age t, H·C·t collusions. So expected and
 * observed totals are equal where the mean traits are 1, which pins the traits' scale. Nobody's volume counts for more
 * than a multiple of the median.
 */

/** R, H, the like for each side trait, and the mean volume a time. */
export interface Rates {
  readonly cheat: number;
  readonly collusion: number;
  readonly side: readonly [robbed: number, keyLost: number, accident: number];
  readonly volume: number;
}

/** Whatever the unit of time, what happens in it stays a number. */
const FASTEST = 1e100;

/** ratesOf is how often things happen, as learned so far; `joining` is volume about to be counted. */
export function ratesOf({ totals, now }: Market, joining = 0): Rates {
  const { mechanisms, named } = totals;
  const volume = boundedVolume(totals.volumes);
  const copy = COPY * 4;
  const fork = FORK * 4;
  const duplicate = DUPLICATE * 4;
  const alone = mechanisms[copy]! + mechanisms[fork]! + mechanisms[fork + 1]! + mechanisms[duplicate]!;
  const faults = alone + totals.cheatLeaks + 2 * totals.cheatCollusions;
  const collusions = mechanisms[copy + 1]! + mechanisms[fork + 2]! - totals.cheatCollusions;
  const exposure = volume + joining + 5;
  const age = named === 0 ? 0 : Math.max(0, named * now - totals.since);
  return {
    cheat: (faults + 1) / exposure,
    collusion: named < 2 || age === 0 ? 0 : Math.min(FASTEST, (2 * collusions + 0.5) / (age * (1 + 1 / (named + 1)))),
    side: [
      (mechanisms[copy]! + 0.5) / exposure,
      (mechanisms[fork + 1]! + mechanisms[fork + 3]! + 0.5) / exposure,
      (mechanisms[duplicate + 1]! + 0.5) / exposure,
    ],
    volume: age === 0 ? 0 : Math.min(FASTEST, (volume + 1) / age),
  };
}

/** ageOf is how long a party has been known; 0 for one that is not. */
export function ageOf({ parties, now }: Market, i: number): number {
  return i < 0 ? 0 : Math.max(0, now - sinceOf(parties, i));
}

/** relativeVolume is a party's volume a time to the market's mean, shrunk to it. */
export function relativeVolume(market: Market, rates: Rates, i: number): number {
  const { volumeStrength } = market.parameters;
  const volume = i < 0 ? 0 : volumeOf(market.parties, i);
  return (volume + volumeStrength) / (ageOf(market, i) * rates.volume + volumeStrength);
}

/** classOf is 0 for parties known by the first conflict and 1 for those that came later. */
export function classOf({ parties, totals, now }: Market, i: number): number {
  return (i < 0 ? now : Math.min(now, sinceOf(parties, i))) > totals.firstConflictAt ? 1 : 0;
}
