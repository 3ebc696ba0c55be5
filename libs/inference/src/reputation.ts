import { pairsOf } from './accomplices.ts';
import { putAccomplice, putTypes } from './beliefs.ts';
import { compareCodePoints } from './code-points.ts';
import { gammaInterval, summariseGrid } from './credible-interval.ts';
import { roundLog } from './dyadic.ts';
import { exponential, naturalLog } from './elementary.ts';
import { ACCOMPLICES, CHEAT, CHEATS, COLLUSION, COLLUSIONS, TYPES } from './grid.ts';
import { COPY, type Market } from './market.ts';
import { closeInstant } from './observe.ts';
import { BANK, volumeOf } from './parties.ts';
import { ratesOf } from './rates.ts';
import { ratesFor } from './stand.ts';
import { boundedVolume } from './volumes.ts';

/** What a party's history amounts to (facts.md, `--reputations`). */
export interface Reputation {
  readonly party: string;
  /** The bank that vouches for it now; null for a bank, and for a customer nobody registered. */
  readonly bank: string | null;
  /** Undisputed settlements reported, and conflicts that it took part in (a bank: copies of its notes): what this rests on. */
  readonly settled: number;
  readonly conflicts: number;
  /** Expected faults. */
  readonly faults: number;
  /**
   * A customer's faults alone (theft, double-spending, key theft) to a settlement, or to a conflict where no settlements
   * are reported; a bank's leaks to a copy of its notes. Posterior mean and 90 % credible interval.
   */
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
  /** Probability of being a habitual cheat, colluder or accomplice. */
  readonly cheater: number;
}

/** The probability inside the interval of a reputation. */
const CREDIBLE_MASS = 0.9;

/** reputations lists every party heard of, by code point; it closes the present instant first, like `assess`. */
export function reputations(market: Market): Reputation[] {
  closeInstant(market);
  return market.parties.names
    .map((_, i) => reputationAt(market, i))
    .sort((a, b) => compareCodePoints(a.party, b.party));
}

/** reputationOf is one party's reputation, null where it was never heard of; it closes the present instant first. */
export function reputationOf(market: Market, party: string): Reputation | null {
  closeInstant(market);
  const i = market.parties.number.get(party);
  return i === undefined ? null : reputationAt(market, i);
}

function reputationAt(market: Market, i: number): Reputation {
  const { parties } = market;
  const isBank = parties.kind[i] === BANK;
  return {
    party: parties.names[i]!,
    bank: isBank ? null : parties.cohortNames[parties.cohort[i]!]!,
    settled: parties.settled[i]!,
    conflicts: parties.conflicts[i]! + (isBank ? parties.copies[i]! : 0),
    faults: parties.faults[i]!,
    ...(isBank ? bankFigures(market, i) : customerFigures(market, i)),
  };
}

function customerFigures(market: Market, i: number): Pick<Reputation, 'rate' | 'cheater'> {
  const types = new Float64Array(TYPES);
  const rates = ratesFor(market, ratesOf(market), i);
  putTypes(market, rates, i, types, 0, { cheat: 1, collusion: 1 });
  const law = new Float64Array(CHEATS);
  const least = habitualFrom(market);
  let cheater = 0;
  for (let l = 0, k = 0; l < CHEATS; l += 1) {
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      law[l] = law[l]! + types[k]!;
      if (l >= least || COLLUSION[j]! >= COLLUDER) cheater += types[k]!;
    }
  }
  const scale = rates.cheat * perSettlement(market, i);
  const { mean, low, high } = summariseGrid(law, CHEAT, CREDIBLE_MASS);
  return {
    rate: { mean: scale * mean, low: scale * low, high: scale * high },
    cheater: Math.min(1, cheater),
  };
}

/** Collusion so many times the mean is a habit. */
const COLLUDER = 16;

// Exposure counts conflicts too; of that, a settlement's share. Where settlements are hardly reported, none are counted on;
// others decide that, or a party's own report could raise its rate.
function perSettlement({ parties, totals }: Market, i: number): number {
  const others = boundedVolume(totals.volumes) - totals.parts - parties.settled[i]!;
  if (parties.conflicts[i] === 0 || others < totals.parts) return 1;
  return Math.max(1, volumeOf(parties, i) / (parties.settled[i]! + 1));
}

/** Where the law of L falls into two parts that differ most (Otsu 1979, on the logarithm): the first L of the upper. */
function habitualFrom({ population }: Market): number {
  const law = Array.from({ length: CHEATS }, (_, l) => population.byClass[l]! + population.byClass[CHEATS + l]!);
  const total = law.reduce((sum, p) => sum + p, 0);
  const mean = law.reduce((sum, p, l) => sum + p * l, 0) / total;
  let [below, sum, best, most] = [0, 0, CHEATS - 1, -1];
  for (let l = 1; l < CHEATS; l += 1) {
    below += law[l - 1]!;
    sum += law[l - 1]! * (l - 1);
    const gap = mean * below - sum;
    const apart = (gap * gap) / (below * (total - below));
    if (apart > most) [best, most] = [l, apart];
  }
  return Math.max(best, LEAST_HABIT);
}

/** Below twice the mean rate nothing is a habit. */
const LEAST_HABIT = 10;

function bankFigures(market: Market, i: number): Pick<Reputation, 'rate' | 'cheater'> {
  const { parties, accomplices, totals, parameters, scales } = market;
  const prior = parameters.mechanismStrength * parameters.mechanismShares.copy[2]!;
  const usual = (totals.mechanisms[COPY * 4 + 2]! + prior) / (totals.copies + parameters.mechanismStrength);
  const leaks = parties.copies[i]! - parties.issued[i]!;
  const shape = leaks + 1;
  const rate = parties.copies[i]! + 1 / usual;
  let innocent = 0;
  pairsOf(accomplices, i, (pair) => {
    // Of a pair whose copies were all retracted nothing is said.
    if (Math.abs(accomplices.log[pair * ACCOMPLICES + ACCOMPLICES - 1]!) <= 1e-9) return;
    putAccomplice(market, pair, accomplices.party[pair]!, scales.few);
    let often = 0;
    for (let f = HABITUALLY; f < ACCOMPLICES; f += 1) often += scales.few[f]!;
    // As a logarithm on the grid on which sums are exact: pairs have no order.
    innocent += roundLog(naturalLog(Math.max(1e-12, 1 - often)));
  });
  const { low, high } = gammaInterval(shape, rate, CREDIBLE_MASS);
  return { rate: { mean: shape / rate, low, high }, cheater: 1 - exponential(innocent) };
}

/** f from here on is more than the least that could be told from none. */
const HABITUALLY = 3;
