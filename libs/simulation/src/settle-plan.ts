import type { Plan, Ranged, Range } from './plan.ts';
import { seededRandom, type Random } from './random.ts';

/** range is a number left open between two bounds. */
export const range = (from: number, to: number): Range => ({ from, to });

/** settlePlan draws every open number of a plan, as the seed has it. */
export function settlePlan(plan: Ranged<Plan>, seed: number): Plan {
  return settle(plan, seededRandom(seed, `${plan.name}: plan`)) as Plan;
}

/** middlePlan puts every open number of a plan in the middle of its bounds. */
export const middlePlan = (plan: Ranged<Plan>): Plan => settle(plan, { unit: () => 0.5 }) as Plan;

function settle(value: unknown, random: Pick<Random, 'unit'>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => settle(item, random));
  if (isRange(value)) return value.from + (value.to - value.from) * random.unit();
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, settle(item, random)]));
}

const isRange = (value: object): value is Range => 'from' in value && 'to' in value;

/** enlargePlan is a settled plan of more conflicts, and of more parties in proportion. */
export const enlargePlan = (plan: Plan, conflicts: number): Plan => ({
  ...plan,
  conflicts,
  parties: Math.round(plan.parties * Math.max(1, conflicts / plan.conflicts)),
});
