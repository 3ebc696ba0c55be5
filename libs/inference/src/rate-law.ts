/*
 * The law of one party's fault rate: a mixture of two gammas, the many who hardly ever cheat and the habitual few,
 * seen through a Poisson count of S expected faults in an exposure of v (Gelman et al., Bayesian Data Analysis, 2.6:
 * each component is conjugate). Rates are relative: 1 is the market's mean rate r̄, an exposure is u = r̄·v, so the
 * model has no unit to get wrong.
 *
 *     λ | k ~ Gamma(aₖ, aₖ/cₖ)      p(k | S, u) ∝ πₖ · Γ(aₖ+S)/Γ(aₖ) · βₖ^aₖ / (βₖ+u)^(aₖ+S)      βₖ = aₖ/cₖ
 *
 * With a₁ = a₀ + 1 the ratio of the gamma functions is (a₀+S)/a₀.
 */

/** The two components in relative rates, and the prior share of the habitual one. */
export interface RateLaw {
  readonly manyShape: number;
  readonly manyMean: number;
  readonly habitualMean: number;
  readonly habitualShare: number;
}

/** habitualProbability is p(habitual | S faults in relative exposure u). */
export function habitualProbability(law: RateLaw, faults: number, exposure: number): number {
  return 1 / (1 + Math.exp(-habitualLogOdds(law, faults, exposure)));
}

function habitualLogOdds(law: RateLaw, faults: number, exposure: number): number {
  const a0 = law.manyShape;
  const a1 = a0 + 1;
  const b0 = a0 / law.manyMean;
  const b1 = a1 / law.habitualMean;
  return (
    Math.log((law.habitualShare / (1 - law.habitualShare)) * ((a0 + faults) / a0)) -
    a1 * Math.log(1 + exposure / b1) +
    a0 * Math.log(1 + exposure / b0) -
    faults * Math.log((b1 + exposure) / (b0 + exposure))
  );
}

/** predictiveRate is E[λ | S faults in relative exposure u], relative to the market's mean rate. */
export function predictiveRate(law: RateLaw, faults: number, exposure: number): number {
  const habitual = habitualProbability(law, faults, exposure);
  return mixedRate(law, faults, exposure, habitual);
}

/** mixedRate is predictiveRate where the probability of the habitual component is already known. */
export function mixedRate(law: RateLaw, faults: number, exposure: number, habitual: number): number {
  const a0 = law.manyShape;
  const a1 = a0 + 1;
  const many = (a0 + faults) / (a0 / law.manyMean + exposure);
  const few = (a1 + faults) / (a1 / law.habitualMean + exposure);
  return many + habitual * (few - many);
}
