import type { Shape } from '#inference';
import type { Chance } from './chance.ts';
import type { Event } from './events.ts';
import type { Plan } from './families.ts';

const VALUES = 3;
const MECHANISMS: Readonly<Record<Shape, readonly string[]>> = {
  copy: ['theft', 'collusion', 'issuer_leak', 'unknown'],
  fork: ['double_spend', 'key_theft', 'collusion', 'unknown'],
  duplicate: ['double_spend', 'accident', 'unknown'],
};

type Law = readonly number[];

/** How probable each value of each feature is. */
export interface Tables {
  readonly missing: number;
  /** Of a claim, by feature. */
  readonly claim: readonly { readonly culpable: Law; readonly innocent: Law }[];
  /** Of the conflict, by shape, feature and mechanism. */
  readonly case: Readonly<Record<Shape, readonly ReadonlyMap<string, Law>[]>>;
}

/** The number of each feature's value, null where it is missing. */
export interface Shown {
  readonly claims: readonly (readonly (number | null)[])[];
  readonly case: readonly (number | null)[];
}

/** Who is culpable, claim by claim, and by what. */
export interface Story {
  readonly mechanism: string;
  readonly culpable: readonly boolean[];
}

/** drawTables draws laws of values that have no meaning: which of them speak for a claim is what a judge has to find out. */
export function drawTables(plan: Plan, chance: Chance): Tables {
  const features = (shape: Shape): readonly ReadonlyMap<string, Law>[] =>
    Array.from(
      { length: plan.caseFeatures },
      () => new Map(MECHANISMS[shape].map((mechanism) => [mechanism, chance.dirichlet(VALUES, plan.flatness + 1)])),
    );
  return {
    missing: plan.missing,
    claim: Array.from({ length: plan.claimFeatures }, () => ({
      culpable: chance.dirichlet(VALUES, plan.flatness),
      innocent: chance.dirichlet(VALUES, plan.flatness),
    })),
    case: { copy: features('copy'), fork: features('fork'), duplicate: features('duplicate') },
  };
}

/** show draws what is seen of a conflict; values are missing whatever happened. */
export function show(tables: Tables, { shape, claimants, mechanism, culprits }: Event, chance: Chance): Shown {
  const valueOf = (law: Law): number | null => (chance.unit() < tables.missing ? null : chance.index(law));
  return {
    claims: claimants.map(({ id }) =>
      tables.claim.map((law) => valueOf(culprits.includes(id) ? law.culpable : law.innocent)),
    ),
    case: tables.case[shape].map((laws) => valueOf(laws.get(mechanism)!)),
  };
}

/** likelihood is the probability of the values that are not missing, had it come about like this. */
export function likelihood(tables: Tables, shown: Shown, shape: Shape, story: Story): number {
  let product = 1;
  for (const [claim, values] of shown.claims.entries()) {
    const side = story.culpable[claim] === true ? 'culpable' : 'innocent';
    for (const [feature, value] of values.entries()) {
      if (value !== null) product *= tables.claim[feature]![side][value]!;
    }
  }
  for (const [feature, value] of shown.case.entries()) {
    if (value !== null) product *= tables.case[shape][feature]!.get(story.mechanism)![value]!;
  }
  return product;
}
