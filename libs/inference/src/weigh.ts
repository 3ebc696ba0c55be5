import { roomyFloats } from './columns.ts';
import { roundLog } from './dyadic.ts';
import { MECHANISMS } from './hypotheses.ts';
import { reliability, SHAPES, type Market, type Scales } from './market.ts';
import { BANK, CUSTOMER, exposureOf, meanRate, rateLawOf, strangerCohort } from './parties.ts';
import { predictiveRate } from './rate-law.ts';
import { culpableLogOdds, likelihood, OUTCOMES } from './tables.ts';

/**
 * weighConflict weighs the hypotheses of conflict c into the market's scales:
 *
 *     log w(h) = log ρ[shape, mechanism] + Σ_culprits log λ̂ + Σ_their claims Σ_f log T_f[value | culpable] / T_f[value | not]
 *                + Σ_f log G_f[value | mechanism] + resolutions
 *
 * What c itself taught must have been taken back before (λ̂, T and G are predictive); nothing is learned here.
 */
export function weighConflict(market: Market, c: number): void {
  const { history, scales } = market;
  const h0 = history.hypotheses[c]!;
  const size = history.hypotheses[c + 1]! - h0;
  widen(scales, size, history.slots[c + 1]! - history.slots[c]!);
  weighMechanisms(market, c);
  weighReputations(market, c);
  weighEntries(market, c);
  weighCases(market, c);
  const proof = resolutionWeight(market, size);
  const { logWeight, bare, reputation, evidence } = scales;
  for (let h = 0; h < size; h += 1) {
    const m = history.mechanism[h0 + h]!;
    const a = history.first[h0 + h]!;
    const b = history.second[h0 + h]!;
    let log = scales.prior[m]! + scales.caseSum[m]! + proof * history.named[h0 + h]!;
    let known = 0;
    if (a >= 0) {
      log += evidence[a]!;
      known += reputation[a]!;
    }
    if (b >= 0) {
      log += evidence[b]!;
      known += reputation[b]!;
    }
    bare[h] = log;
    logWeight[h] = log + known;
  }
  normalise(logWeight, scales.posterior, size);
  normalise(bare, bare, size);
  blame(market, c, size);
}

function widen(scales: Scales, hypotheses: number, slots: number): void {
  scales.logWeight = roomyFloats(scales.logWeight, hypotheses);
  scales.posterior = roomyFloats(scales.posterior, hypotheses);
  scales.bare = roomyFloats(scales.bare, hypotheses);
  scales.reputation = roomyFloats(scales.reputation, slots);
  scales.evidence = roomyFloats(scales.evidence, slots);
  scales.culpable = roomyFloats(scales.culpable, slots);
}

// A mechanism's share is spread evenly over its hypotheses: with relative rates of mean 1 that is the Poisson rate ρ
// of each, and more claimants do not make theft likelier than an outsider.
function weighMechanisms(market: Market, c: number): void {
  const { history, parameters, mechanisms, scales } = market;
  const shape = history.shape[c]!;
  const shares = parameters.mechanismShares[SHAPES[shape]!];
  const { prior } = scales;
  prior.fill(0);
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const m = history.mechanism[h]!;
    prior[m] = prior[m]! + 1;
  }
  let total = 0;
  for (let m = 0; m < shares.length; m += 1)
    total += mechanisms[shape * 4 + m]! + parameters.mechanismStrength * shares[m]!;
  for (let m = 0; m < shares.length; m += 1) {
    const share = (mechanisms[shape * 4 + m]! + parameters.mechanismStrength * shares[m]!) / total;
    prior[m] = prior[m]! > 0 ? roundLog(Math.log(share / prior[m]!)) : 0;
  }
}

function weighReputations(market: Market, c: number): void {
  const { history, parties, parameters, scales } = market;
  const s0 = history.slots[c]!;
  const size = history.slots[c + 1]! - s0;
  // The conflict's own parties join the population with it, or the first of them would be measured against nothing.
  let customers = 0;
  let banks = 0;
  for (let s = 0; s < size; s += 1) {
    const i = history.party[s0 + s]!;
    const extra = i >= 0 && parties.conflicts[i] === 0 ? 1 + parties.settled[i]! : 1;
    if (history.kind[s0 + s] === BANK) banks += extra;
    else customers += extra;
  }
  const customerRate = meanRate(parties, CUSTOMER, customers);
  const bankRate = meanRate(parties, BANK, banks);
  for (let s = 0; s < size; s += 1) {
    const i = history.party[s0 + s]!;
    const kind = history.kind[s0 + s]!;
    const law = rateLawOf(parties, parameters, kind, i < 0 ? strangerCohort(kind) : parties.cohort[i]!);
    const exposure = i < 0 ? 0 : exposureOf(parties, i) * (kind === BANK ? bankRate : customerRate);
    scales.reputation[s] = roundLog(Math.log(predictiveRate(law, i < 0 ? 0 : parties.faults[i]!, exposure)));
  }
}

function weighEntries(market: Market, c: number): void {
  const { history, tables, parameters, scales } = market;
  const e0 = history.entries[c]!;
  const size = history.entries[c + 1]! - e0;
  scales.entry = roomyFloats(scales.entry, size);
  scales.evidence.fill(0, 0, history.slots[c + 1]! - history.slots[c]!);
  for (let e = 0; e < size; e += 1) {
    const slot = history.entrySlot[e0 + e]!;
    const odds = culpableLogOdds(tables, history.entryCell[e0 + e]!, parameters.tableStrength);
    scales.entry[e] = odds;
    if (slot >= 0) scales.evidence[slot] = scales.evidence[slot]! + odds;
  }
}

function weighCases(market: Market, c: number): void {
  const { history, tables, parameters, scales } = market;
  const g0 = history.cases[c]!;
  const size = history.cases[c + 1]! - g0;
  const mechanisms = MECHANISMS[SHAPES[history.shape[c]!]!].length;
  scales.caseEntry = roomyFloats(scales.caseEntry, size * OUTCOMES);
  scales.caseSum.fill(0);
  for (let g = 0; g < size; g += 1) {
    const cell = history.caseCell[g0 + g]!;
    for (let m = 0; m < mechanisms; m += 1) {
      const log = cell < 0 ? 0 : roundLog(Math.log(likelihood(tables, cell, m, parameters.tableStrength)));
      scales.caseEntry[g * OUTCOMES + m] = log;
      scales.caseSum[m] = scales.caseSum[m]! + log;
    }
  }
}

// A resolution is right with probability τ, and a wrong one names any other hypothesis alike.
function resolutionWeight(market: Market, hypotheses: number): number {
  const right = reliability(market);
  return Math.log((right * (hypotheses - 1)) / (1 - right));
}

// Subtracting the peak keeps exp() in range, whatever the evidence.
function normalise(logs: Float64Array, shares: Float64Array, size: number): void {
  let peak = Number.NEGATIVE_INFINITY;
  for (let h = 0; h < size; h += 1) if (logs[h]! > peak) peak = logs[h]!;
  let total = 0;
  for (let h = 0; h < size; h += 1) total += shares[h] = Math.exp(logs[h]! - peak);
  for (let h = 0; h < size; h += 1) shares[h] = shares[h]! / total;
}

function blame(market: Market, c: number, size: number): void {
  const { history, scales } = market;
  const h0 = history.hypotheses[c]!;
  const { culpable, posterior } = scales;
  culpable.fill(0, 0, history.slots[c + 1]! - history.slots[c]!);
  for (let h = 0; h < size; h += 1) {
    const a = history.first[h0 + h]!;
    const b = history.second[h0 + h]!;
    if (a >= 0) culpable[a] = culpable[a]! + posterior[h]!;
    if (b >= 0) culpable[b] = culpable[b]! + posterior[h]!;
  }
}
