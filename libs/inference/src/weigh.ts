import { roomyFloats } from './columns.ts';
import { weighCandour } from './candour.ts';
import { roundLog } from './dyadic.ts';
import { exponential, naturalLog } from './elementary.ts';
import { MECHANISMS } from './hypotheses.ts';
import { COPY, DUPLICATE, FORK, reliability, SHAPES, type Market } from './market.ts';
import { culpableLogOdds, OUTCOMES, putMechanismLogs } from './tables.ts';

/**
 * weighEvidence puts ln of what speaks for each hypothesis without its culprits' records on the scales, and the weight
 * of it, the greatest 1, into the history:
 *
 *     log ρ[shape, mechanism] + Σ_culprits' claims Σ_f log T_f[value | culpable] / T_f[value | not]
 *         + Σ_f log G_f[value | mechanism] + resolutions
 *
 * and besides what the culprits' candour takes off their claims' evidence; `bare` on the scales is without that. What c itself taught the tables must have been taken out before.
 */
export function weighEvidence(market: Market, c: number): void {
  const { history, scales } = market;
  const h0 = history.hypotheses[c]!;
  const size = history.hypotheses[c + 1]! - h0;
  weighMechanisms(market, c);
  weighEntries(market, c);
  weighCandour(market, c);
  weighCases(market, c);
  const proof = history.resolutions[c] === 0 ? 0 : resolutionWeight(market, size);
  const { log, bare, evidence, discount } = scales;
  let peak = Number.NEGATIVE_INFINITY;
  let face = Number.NEGATIVE_INFINITY;
  for (let h = 0; h < size; h += 1) {
    const m = history.mechanism[h0 + h]!;
    let sum = scales.prior[m]! + scales.caseSum[m]! + proof * history.named[h0 + h]!;
    const a = history.first[h0 + h]!;
    const b = history.second[h0 + h]!;
    if (a >= 0) sum += evidence[a]!;
    if (b >= 0) sum += evidence[b]!;
    bare[h] = sum;
    if (sum > face) face = sum;
    if (a >= 0) sum += discount[a]!;
    if (b >= 0) sum += discount[b]!;
    log[h] = sum;
    if (sum > peak) peak = sum;
  }
  for (let h = 0; h < size; h += 1) {
    bare[h] = exponential(bare[h]! - face);
    history.evidence[h0 + h] = exponential(log[h]! - peak);
  }
}

// A mechanism's share is spread evenly over its hypotheses: with relative rates of mean 1 that is the Poisson rate ρ
// of each, and more claimants do not make theft likelier than an outsider.
function weighMechanisms({ history, parameters, totals, scales }: Market, c: number): void {
  const shape = history.shape[c]!;
  const shares = parameters.mechanismShares[SHAPES[shape]!];
  const { prior } = scales;
  for (let m = 0; m < OUTCOMES; m += 1) prior[m] = 0;
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const m = history.mechanism[h]!;
    prior[m] = prior[m]! + 1;
  }
  let total = 0;
  for (let m = 0; m < shares.length; m += 1) {
    total += totals.mechanisms[shape * 4 + m]! + parameters.mechanismStrength * shares[m]!;
  }
  for (let m = 0; m < shares.length; m += 1) {
    const share = (totals.mechanisms[shape * 4 + m]! + parameters.mechanismStrength * shares[m]!) / total;
    prior[m] = prior[m]! > 0 ? roundLog(naturalLog(share / prior[m]!)) : 0;
  }
}

function weighEntries({ history, tables, parameters, scales }: Market, c: number): void {
  const e0 = history.entries[c]!;
  const size = history.entries[c + 1]! - e0;
  scales.entry = roomyFloats(scales.entry, size);
  const { entry, evidence } = scales;
  const slots = history.slots[c + 1]! - history.slots[c]!;
  for (let s = 0; s < slots; s += 1) evidence[s] = 0;
  for (let e = 0; e < size; e += 1) {
    const slot = history.entrySlot[e0 + e]!;
    const odds = culpableLogOdds(tables, history.entryCell[e0 + e]!, parameters.claimStrength);
    entry[e] = odds;
    if (slot >= 0) evidence[slot] = evidence[slot]! + odds;
  }
}

function weighCases({ history, tables, parameters, scales }: Market, c: number): void {
  const g0 = history.cases[c]!;
  const size = history.cases[c + 1]! - g0;
  const mechanisms = MECHANISMS[SHAPES[history.shape[c]!]!].length;
  scales.caseEntry = roomyFloats(scales.caseEntry, size * OUTCOMES);
  const { caseEntry, caseSum } = scales;
  for (let m = 0; m < OUTCOMES; m += 1) caseSum[m] = 0;
  for (let g = 0; g < size; g += 1) {
    const at = g * OUTCOMES;
    putMechanismLogs(tables, history.caseCell[g0 + g]!, parameters.caseStrength, mechanisms, caseEntry, at);
    for (let m = 0; m < mechanisms; m += 1) caseSum[m] = caseSum[m]! + caseEntry[at + m]!;
  }
}

// A resolution is right with probability τ, and a wrong one names any other hypothesis alike.
function resolutionWeight(market: Market, hypotheses: number): number {
  const right = reliability(market);
  return naturalLog((right * (hypotheses - 1)) / (1 - right));
}

/**
 * weighConflict weighs the hypotheses by their evidence and their culprits' records (see `stand`), in units of an even
 * share of each mechanism:
 *
 *     theft of x         L_x · mean of the others' robbed traits      collusion of x, z   (1 − δ)·C_x·y_x·C_z·y_z + δ·L_x·L_z
 *     double-spend of x  L_x                                         leak to a           own·(1 − γ + γ·L_a) + pair·f
 *     key theft by n     L_n · holder's lost-keys trait              accident            trait of accidents
 *     unknown            1; in a fork the holder's lost-keys trait
 */
export function weighConflict(market: Market, c: number): void {
  const { history, scales } = market;
  const { weight, bare, posterior, culpable } = scales;
  const h0 = history.hypotheses[c]!;
  const size = history.hypotheses[c + 1]! - h0;
  let total = 0;
  let even = 0;
  openFactors(market, c);
  for (let h = 0; h < size; h += 1) {
    const evidence = history.evidence[h0 + h]!;
    weight[h] = evidence * factorOf(market, c, h0 + h);
    total += weight[h]!;
    even += bare[h]!;
  }
  const slots = history.slots[c + 1]! - history.slots[c]!;
  for (let s = 0; s < slots; s += 1) culpable[s] = 0;
  for (let h = 0; h < size; h += 1) {
    bare[h] = bare[h]! / even;
    const share = weight[h]! / total;
    posterior[h] = share;
    const a = history.first[h0 + h]!;
    const b = history.second[h0 + h]!;
    if (a >= 0) culpable[a] = culpable[a]! + share;
    if (b >= 0) culpable[b] = culpable[b]! + share;
  }
}

let holder = 0;
let robbed = 0;
let others = 1;

/** openFactors prepares factorOf for conflict c, which must stand on the scales. */
export function openFactors({ history, scales }: Market, c: number): void {
  const s0 = history.slots[c]!;
  const end = history.slots[c + 1]!;
  holder = history.first[history.hypotheses[c]!]!;
  robbed = 0;
  let claimants = 0;
  if (history.shape[c] !== COPY) return;
  for (let s = s0; s < end; s += 1) {
    if (history.takesPart[s] === 0) continue;
    robbed += scales.side[s - s0]!;
    claimants += 1;
  }
  others = Math.max(1, claimants - 1);
}

/** victimsOf is the mean robbed trait of the claimants other than slot x. */
export function victimsOf({ scales }: Market, x: number): number {
  return (robbed - scales.side[x]!) / others;
}

/** othersIn is how many claimants there are besides one. */
export const othersIn = (): number => others;

/** factorOf is what the records say for hypothesis h of the history, which is of conflict c; 1 is ordinary. */
export function factorOf(market: Market, c: number, h: number): number {
  const { history, scales } = market;
  const a = history.first[h]!;
  const m = history.mechanism[h]!;
  switch (history.shape[c]! * 4 + m) {
    case COPY * 4:
      return scales.cheat[a]! * victimsOf(market, a);
    case COPY * 4 + 2:
      return scales.leak[accompliceOf(market, c, h)]!;
    case FORK * 4:
    case DUPLICATE * 4:
      return scales.cheat[a]!;
    case FORK * 4 + 1:
      return scales.cheat[a]! * scales.side[holder]!;
    case COPY * 4 + 1:
    case FORK * 4 + 2:
      return collusionOf(market, a, history.second[h]!);
    case FORK * 4 + 3:
      return scales.side[holder]!;
    case DUPLICATE * 4 + 1:
      return scales.side[0]!;
    default:
      return 1;
  }
}

/** collusionOf is what the records say for a collusion of two slots: they collude, or both of them cheat anyhow. */
export function collusionOf({ scales }: Market, a: number, b: number): number {
  const { cheat, collusion, cheatCollusion } = scales;
  return (1 - cheatCollusion) * collusion[a]! * collusion[b]! + cheatCollusion * cheat[a]! * cheat[b]!;
}

/** accompliceOf is the claimant's slot of a leak, which names the issuer too. */
export function accompliceOf({ history }: Market, c: number, h: number): number {
  const a = history.first[h]!;
  const b = history.second[h]!;
  return b >= 0 && a === history.issuerSlot[c] ? b : a;
}
