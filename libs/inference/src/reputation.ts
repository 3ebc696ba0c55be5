import { compareCodePoints } from './code-points.ts';
import { credibleInterval } from './credible-interval.ts';
import { closeInstant } from './observe.ts';
import type { Market } from './market.ts';
import { exposureOf, meanRate, rateLawOf } from './parties.ts';
import { habitualProbability, mixedRate } from './rate-law.ts';

/** What a party's history amounts to (facts.md, `--reputations`). */
export interface Reputation {
  readonly party: string;
  /** The bank that vouches for it now; null for a bank, and for a customer nobody registered. */
  readonly bank: string | null;
  /** Undisputed settlements reported. */
  readonly settled: number;
  /** Expected faults. */
  readonly faults: number;
  /** Faults per exposure (a settlement or a conflict that names the party): posterior mean, 90 % credible interval. */
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
  /** Probability of being a habitual cheat. */
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

function reputationAt({ parties, parameters }: Market, i: number): Reputation {
  const kind = parties.kind[i]!;
  const law = rateLawOf(parties, parameters, kind, parties.cohort[i]!);
  const scale = meanRate(parties, kind, 0);
  const faults = parties.faults[i]!;
  const exposure = exposureOf(parties, i) * scale;
  const habitual = habitualProbability(law, faults, exposure);
  const { low, high } = credibleInterval(law, faults, exposure, CREDIBLE_MASS);
  return {
    party: parties.names[i]!,
    bank: parties.cohortNames[parties.cohort[i]!]!,
    settled: parties.settled[i]!,
    faults,
    rate: { mean: scale * mixedRate(law, faults, exposure, habitual), low: scale * low, high: scale * high },
    cheater: habitual,
  };
}
