import type { Baseline } from './baseline.ts';
import { judgeByScore, type PartyScore, type ScoreOptions } from './party-score.ts';

/** The weight a of the pre-trusted in each step, and how near two steps are in the end (sum of differences). */
const PRETRUSTED = 0.15;
const NEAR = 1e-6;
const MOST_STEPS = 60;
/** Trust is computed anew whenever so many more experiences than this share of all were made. */
const STALE = 0.06;
/** Trust that everybody is granted, in shares of the usual: without it who is trusted by nobody yet would be condemned. */
const BENEFIT = 0.5;

type Row = Map<string, number>;

/**
 * openEigenTrust judges by global trust (S. Kamvar, M. Schlosser and H. Garcia-Molina, "The EigenTrust Algorithm for
 * Reputation Management in P2P Networks", WWW 2003). An experience of i with j is a conflict that both are in, as far as i is
 * in good faith: satisfactory as far as j is too. Banks, who vouch, are the pre-trusted, and are satisfied with each
 * customer they vouch for. Suspicion falls with the trust in a party, in relation to how many conflicts it was met in.
 */
export const openEigenTrust = (options: ScoreOptions): Baseline => judgeByScore(createTrustScores(), options);

/** createTrustScores returns the trust alone. */
export function createTrustScores(): PartyScore {
  const local = new Map<string, Row>();
  const met = new Map<string, number>();
  const banks: string[] = [];
  let trust: ReadonlyMap<string, number> = new Map();
  let experiences = 0;
  let computedAt = 0;
  const experience = (from: string, to: string, satisfaction: number): void => {
    const row = local.get(from) ?? new Map<string, number>();
    local.set(from, row);
    row.set(to, (row.get(to) ?? 0) + satisfaction);
  };
  const refresh = (): void => {
    if (experiences <= computedAt * (1 + STALE) && computedAt > 0) return;
    trust = globalTrust(local, banks);
    computedAt = experiences;
  };
  return {
    suspicion(party) {
      refresh();
      const usual = 1 / Math.max(1, trust.size);
      const often = 1 + (met.get(party) ?? 0);
      return 1 / (BENEFIT + (trust.get(party) ?? usual) / usual / often);
    },
    learn(culpable, before) {
      const parties = [...culpable.keys()];
      for (const [i, from] of parties.entries()) {
        if (before === null) met.set(from, (met.get(from) ?? 0) + 1);
        for (const [j, to] of parties.entries()) {
          if (i === j) continue;
          const felt = (of: ReadonlyMap<string, number>): number => (1 - of.get(from)!) * (1 - 2 * of.get(to)!);
          experience(from, to, felt(culpable) - (before === null ? 0 : felt(before)));
        }
      }
      experiences += 1;
    },
    hear(fact) {
      if (fact.kind === 'bank' && !banks.includes(fact.bank)) banks.push(fact.bank);
      if (fact.kind === 'registration') experience(fact.bank, fact.party, 1);
    },
  };
}

/**
 * globalTrust is the fixed point of t = (1 − a)·Cᵀt + a·p (the paper's algorithm 2), where c_ij = max(s_ij, 0)/Σ_j max(s_ij, 0)
 * (its eq. 1) and p is even over the pre-trusted (over all, without any); who trusts nobody trusts as p does. It sums to 1.
 */
export function globalTrust(
  local: ReadonlyMap<string, ReadonlyMap<string, number>>,
  pretrusted: readonly string[],
): ReadonlyMap<string, number> {
  const names = [
    ...new Set([...local.keys(), ...pretrusted, ...[...local.values()].flatMap((row) => [...row.keys()])]),
  ];
  const number = new Map(names.map((name, i) => [name, i]));
  const rows = names.map((name) => normalised(local.get(name), number));
  const anchors = pretrusted.length > 0 ? pretrusted.map((name) => number.get(name)!) : names.map((_, i) => i);
  const start = new Float64Array(names.length);
  for (const i of anchors) start[i] = 1 / anchors.length;
  let trust = start.slice();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = new Float64Array(names.length);
    let stray = 0;
    for (const [i, row] of rows.entries()) {
      if (row.length === 0) stray += trust[i]!;
      for (const [j, share] of row) next[j] = next[j]! + (1 - PRETRUSTED) * share * trust[i]!;
    }
    let apart = 0;
    for (let i = 0; i < next.length; i += 1) {
      next[i] = next[i]! + (PRETRUSTED + (1 - PRETRUSTED) * stray) * start[i]!;
      apart += Math.abs(next[i]! - trust[i]!);
    }
    trust = next;
    if (apart < NEAR) break;
  }
  return new Map(names.map((name, i) => [name, trust[i]!]));
}

function normalised(
  row: ReadonlyMap<string, number> | undefined,
  number: ReadonlyMap<string, number>,
): readonly (readonly [to: number, share: number])[] {
  if (row === undefined) return [];
  const trusted = [...row].filter(([, satisfaction]) => satisfaction > 0);
  const total = trusted.reduce((sum, [, satisfaction]) => sum + satisfaction, 0);
  return trusted.map(([to, satisfaction]) => [number.get(to)!, satisfaction / total]);
}
