import { exponential, naturalLog } from '#inference';

/*
 * The plain model's parties. A party's fault rate per exposure (settlements, and conflicts that it came through in good
 * faith) is drawn from a mixture of two gammas, the many who hardly ever cheat and the habitual few; rates are relative
 * to the mean rate r̄ of their class, customers or banks. With S expected faults in a relative exposure u
 *
 *     λ | k ~ Gamma(aₖ, aₖ/cₖ)      p(k | S, u) ∝ πₖ · Γ(aₖ+S)/Γ(aₖ) · βₖ^aₖ/(βₖ+u)^(aₖ+S)      βₖ = aₖ/cₖ
 *     E[λ] = Σₖ p(k | S, u)·(aₖ+S)/(βₖ+u)
 *
 * (Gelman et al., Bayesian Data Analysis, 2.6). a₁ = a₀ + 1 = 2 makes the ratio of the gamma functions 1 + S.
 */

const HABITUAL = 0.1;
const SHARE_STRENGTH = 20;
const COHORT_STRENGTH = 20;
const RATIO = 20;
const RATIO_STRENGTH = 10;

/** A party of the plain model. */
export interface PlainParty {
  readonly isBank: boolean;
  /** The bank that vouches for it; '' for nobody. */
  cohort: string;
  settled: number;
  conflicts: number;
  faults: number;
  /** The probability that it is one of the habitual few. */
  habitual: number;
}

/** Sums over those of a class, or of a cohort, that a conflict has named. */
interface Sums {
  faults: number;
  exposure: number;
  habitualFaults: number;
  habitualExposure: number;
  habitual: number;
  size: number;
}

export interface PlainPopulation {
  readonly partyOf: (name: string, isBank: boolean) => PlainParty;
  /** Changes a party's figures by these amounts. */
  readonly change: (party: PlainParty, amounts: Partial<Omit<PlainParty, 'isBank'>>) => void;
  /** E[λ] in relation to the class's mean; `joining` is the exposure that joins the class with the conflict. */
  readonly rateOf: (party: PlainParty, joining: number) => number;
  /** Thinks anew, by all that is counted, about which of them are habitual. */
  readonly judge: (parties: readonly PlainParty[]) => void;
}

/** openPopulation knows nobody. */
export function openPopulation(): PlainPopulation {
  const parties = new Map<string, PlainParty>();
  const classes = { banks: noSums(), customers: noSums() };
  const cohorts = new Map<string, Sums>();
  const classOf = ({ isBank }: PlainParty): Sums => (isBank ? classes.banks : classes.customers);
  const cohortOf = ({ isBank, cohort }: PlainParty): Sums => {
    const key = isBank ? ' banks' : cohort;
    const sums = cohorts.get(key) ?? noSums();
    cohorts.set(key, sums);
    return sums;
  };
  const weighIn = (party: PlainParty, sign: number): void => {
    if (party.conflicts <= 0) return;
    add(classOf(party), party, sign);
    add(cohortOf(party), party, sign);
  };
  const change: PlainPopulation['change'] = (party, { settled = 0, conflicts = 0, faults = 0, cohort, habitual }) => {
    weighIn(party, -1);
    party.settled += settled;
    party.conflicts += conflicts;
    party.faults += faults;
    party.cohort = cohort ?? party.cohort;
    party.habitual = habitual ?? party.habitual;
    weighIn(party, 1);
  };
  const standing = (party: PlainParty, joining: number): { readonly habitual: number; readonly rate: number } => {
    const sums = classOf(party);
    const ofCohort = cohortOf(party);
    const mean = meanRate(sums, 0);
    const many = 1 / (1 - HABITUAL + HABITUAL * RATIO);
    const manyMean =
      (sums.faults - sums.habitualFaults + RATIO_STRENGTH * many) /
      ((sums.exposure - sums.habitualExposure) * mean + RATIO_STRENGTH);
    const fewMean =
      (sums.habitualFaults + RATIO_STRENGTH * many * RATIO) / (sums.habitualExposure * mean + RATIO_STRENGTH);
    const overall = (sums.habitual + SHARE_STRENGTH * HABITUAL) / (sums.size + SHARE_STRENGTH);
    const share = (ofCohort.habitual + COHORT_STRENGTH * overall) / (ofCohort.size + COHORT_STRENGTH);
    const faults = Math.max(0, party.faults);
    const exposure = exposureOf(party) * meanRate(sums, joining);
    const [b0, b1] = [1 / manyMean, 2 / Math.max(fewMean, 4 * manyMean)];
    const logOdds =
      naturalLog((share / (1 - share)) * (1 + faults)) -
      2 * naturalLog(1 + exposure / b1) +
      naturalLog(1 + exposure / b0) -
      faults * naturalLog((b1 + exposure) / (b0 + exposure));
    const habitual = 1 / (1 + exponential(-logOdds));
    const rates = [(1 + faults) / (b0 + exposure), (2 + faults) / (b1 + exposure)] as const;
    return { habitual, rate: rates[0] + habitual * (rates[1] - rates[0]) };
  };
  return {
    partyOf(name, isBank) {
      const known = parties.get(name);
      if (known !== undefined) return known;
      const party = { isBank, cohort: '', settled: 0, conflicts: 0, faults: 0, habitual: 0 };
      parties.set(name, party);
      return party;
    },
    change,
    rateOf: (party, joining) => standing(party, joining).rate,
    judge(named) {
      // All start from the prior, so that neither their order nor what was thought before can show.
      for (const party of named) change(party, { habitual: HABITUAL });
      const thought = named.map((party) => standing(party, 0).habitual);
      for (const [i, party] of named.entries()) change(party, { habitual: thought[i]! });
    },
  };
}

/** exposureOf is settlements and the conflicts that a party probably came through in good faith. */
const exposureOf = ({ settled, conflicts, faults }: PlainParty): number => Math.max(0, settled + conflicts - faults);

const meanRate = ({ faults, exposure }: Sums, joining: number): number => (faults + 1) / (exposure + joining + 1);

const noSums = (): Sums => ({
  faults: 0,
  exposure: 0,
  habitualFaults: 0,
  habitualExposure: 0,
  habitual: 0,
  size: 0,
});

function add(sums: Sums, party: PlainParty, sign: number): void {
  const exposure = exposureOf(party);
  sums.faults += sign * party.faults;
  sums.exposure += sign * exposure;
  sums.habitualFaults += sign * party.habitual * party.faults;
  sums.habitualExposure += sign * party.habitual * exposure;
  sums.habitual += sign * party.habitual;
  sums.size += sign;
}
