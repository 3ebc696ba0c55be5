import { CASE_PRIORS, hypothesesOf, MECHANISMS, type ConflictFact, type Hypothesis, type Shape } from '#inference';
import { culpabilityOf, normalise, toPosterior, type Baseline } from './baseline.ts';
import {
  CULPABLE,
  GOOD_FAITH,
  openClaimTables,
  openFeatureTables,
  teachPriors,
  type FeatureTables,
} from './feature-tables.ts';
import { openPopulation, type PlainParty, type PlainPopulation } from './plain-population.ts';

const TABLE_STRENGTH = 40;
/** What shares of the mechanisms are held likely before any conflict, and how many conflicts that is worth. */
const SHARES: Readonly<Record<Shape, readonly number[]>> = {
  copy: [0.6, 0.14, 0.08, 0.18],
  fork: [0.6, 0.14, 0.14, 0.12],
  duplicate: [0.45, 0.4, 0.15],
};
const SHARE_WORTH = 150;
/** How many earlier conflicts are weighed again, in turn, for each new one. */
const WEIGHED_AGAIN = 2;

interface Question {
  readonly conflict: ConflictFact;
  readonly hypotheses: readonly Hypothesis[];
  readonly parties: ReadonlyMap<string, PlainParty>;
  posterior: readonly number[];
  readonly named: string[];
}

interface Model {
  readonly population: PlainPopulation;
  readonly claims: FeatureTables;
  readonly cases: Readonly<Record<Shape, FeatureTables>>;
  readonly mechanisms: Readonly<Record<Shape, number[]>>;
  right: number;
  heard: number;
}

/**
 * openPlainModel judges by a product of rates: what this product began with (model `plain-1`), in plain sums instead of
 * exact ones. For a hypothesis h
 *
 *     log w(h) = log ρ[shape, mechanism] + Σ_culprits log λ̂ + Σ_claims Σ_f log T_f[value | culpable or not]
 *                + Σ_f log G_f[value | mechanism] + resolutions
 *
 * with ρ, λ̂ (`plain-population.ts`), T and G learned by incremental expectation–maximisation (R. Neal and G. Hinton, "A View of
 * the EM Algorithm that Justifies Incremental, Sparse, and Other Variants", 1998): each conflict is counted as its
 * posterior says, and two earlier ones, in turn, are taken out, weighed by all else and put back.
 */
export function openPlainModel(): Baseline {
  const model = createModel();
  const questions: Question[] = [];
  const byId = new Map<string, Question>();
  let turn = 0;
  const learn = (question: Question): void => {
    question.posterior = weigh(model, question);
    count(model, question, 1);
  };
  const weighAgain = (question: Question): void => {
    count(model, question, -1);
    learn(question);
  };
  const ask = (conflict: ConflictFact): Question => {
    const hypotheses = hypothesesOf(conflict);
    const parties = new Map<string, PlainParty>();
    for (const name of hypotheses.flatMap(({ culprits }) => culprits)) {
      const isIssuer = conflict.shape === 'copy' && name === conflict.issuer;
      parties.set(name, model.population.partyOf(name, isIssuer));
    }
    return { conflict, hypotheses, parties, posterior: [], named: [] };
  };
  return {
    observe(fact) {
      const { population } = model;
      switch (fact.kind) {
        case 'bank':
          population.partyOf(fact.bank, true);
          return null;
        case 'registration':
          population.change(population.partyOf(fact.party, false), { cohort: fact.bank });
          return null;
        case 'activity':
          population.change(population.partyOf(fact.party, false), { settled: fact.settled });
          return null;
        case 'resolution': {
          const question = byId.get(fact.conflict);
          if (question === undefined) return null;
          count(model, question, -1);
          question.named.push(fact.hypothesis);
          learn(question);
          return null;
        }
        case 'conflict': {
          const question = ask(fact);
          learn(question);
          const answer = toPosterior(fact, question.hypotheses, question.posterior);
          questions.push(question);
          byId.set(fact.id, question);
          for (let again = 0; again < WEIGHED_AGAIN; again += 1) {
            turn = turn + 1 < questions.length ? turn + 1 : 0;
            weighAgain(questions[turn]!);
          }
          return answer;
        }
        default:
          return fact satisfies never;
      }
    },
  };
}

function createModel(): Model {
  const caseTables = (shape: Shape): FeatureTables => {
    const tables = openFeatureTables(MECHANISMS[shape].length, TABLE_STRENGTH);
    teachPriors(tables, CASE_PRIORS[shape] ?? new Map());
    return tables;
  };
  const expected = (shape: Shape): number[] => SHARES[shape].map((share) => SHARE_WORTH * share);
  return {
    population: openPopulation(),
    claims: openClaimTables(TABLE_STRENGTH),
    cases: { copy: caseTables('copy'), fork: caseTables('fork'), duplicate: caseTables('duplicate') },
    mechanisms: { copy: expected('copy'), fork: expected('fork'), duplicate: expected('duplicate') },
    right: 45,
    heard: 50,
  };
}

function weigh(model: Model, { conflict, hypotheses, parties, named }: Question): number[] {
  const { shape, claims, features } = conflict;
  const joining = { banks: 0, customers: 0 };
  for (const party of parties.values()) {
    joining[party.isBank ? 'banks' : 'customers'] += party.conflicts <= 0 ? 1 + party.settled : 1;
  }
  const odds = new Map<string, number>();
  for (const [name, party] of parties) {
    odds.set(name, model.population.rateOf(party, party.isBank ? joining.banks : joining.customers));
  }
  for (const { claimant, features: shown } of claims) {
    const [culpable, goodFaith] = model.claims.likelihoods(shown);
    const so = odds.get(claimant);
    if (so !== undefined) odds.set(claimant, (so * culpable!) / goodFaith!);
  }
  const places = hypotheses.map(({ mechanism }) => MECHANISMS[shape].indexOf(mechanism));
  const sizes = MECHANISMS[shape].map((_, m) => places.filter((place) => place === m).length);
  const own = model.cases[shape].likelihoods(features);
  const reliability = Math.min(0.995, Math.max(0.6, model.right / model.heard));
  const proof = (reliability * (hypotheses.length - 1)) / (1 - reliability);
  return normalise(
    hypotheses.map(({ id, culprits }, h) => {
      const m = places[h]!;
      let weight = (Math.max(0, model.mechanisms[shape][m]!) / sizes[m]!) * own[m]!;
      for (const culprit of culprits) weight *= odds.get(culprit)!;
      for (const name of named) if (name === id) weight *= proof;
      return weight;
    }),
  );
}

/** count adds (or, negative, takes back) what a conflict teaches as its posterior has it. */
function count(model: Model, { conflict, hypotheses, parties, posterior, named }: Question, sign: number): void {
  const { shape, claims, features } = conflict;
  const culpable = culpabilityOf(hypotheses, posterior);
  for (const [h, { id, mechanism }] of hypotheses.entries()) {
    const m = MECHANISMS[shape].indexOf(mechanism);
    const times = sign * posterior[h]!;
    model.mechanisms[shape][m]! += times;
    model.cases[shape].count(features, m, times);
    model.right += times * named.filter((name) => name === id).length;
  }
  model.heard += sign * named.length;
  for (const { claimant, features: shown } of claims) {
    const share = culpable.get(claimant) ?? 0;
    model.claims.count(shown, CULPABLE, sign * share);
    model.claims.count(shown, GOOD_FAITH, sign * (1 - share));
  }
  for (const [name, party] of parties) {
    model.population.change(party, { conflicts: sign, faults: sign * (culpable.get(name) ?? 0) });
  }
  model.population.judge([...parties.values()]);
}
