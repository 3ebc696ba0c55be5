import { enlargePlan, settlePlan, type Attack, type Plan, type Ranged } from '#simulation';
import { ORACLE } from './contestants.ts';
import { simulateCourse, type Course } from './course.ts';
import { openEntrant, type Clock, type Losses, type Performance } from './entrant.ts';

/** One simulated market. */
export interface Simulated {
  readonly family: string;
  readonly seed: number;
  /** The family's own number where none is given. */
  readonly conflicts: number | null;
  /** Instead of the family's own attack. */
  readonly attack: { readonly name: string; readonly strategies: Attack } | null;
}

/** How one judge did in one market. */
export interface Run extends Performance {
  /** A family of the simulator, or the name of a file. */
  readonly family: string;
  /** Null where the stream was given. */
  readonly seed: number | null;
  /** Without an oracle there is no skill, and the oracle's figures in the score are nobody's. */
  readonly hasOracle: boolean;
  /** The same market without its attack; null where it has none. */
  readonly unattacked: Losses | null;
}

/** evaluateMarket puts one market, and the same without its attack, to all judges. */
export function evaluateMarket(
  open: Ranged<Plan>,
  { family: kind, seed, conflicts, attack }: Simulated,
  judges: readonly string[],
  clock: Clock,
): Run[] {
  const family = attack === null ? kind : `${kind} under ${attack.name}`;
  const settled = settlePlan(attack === null ? open : { ...open, strategies: attack.strategies }, seed);
  const own = Math.round(settled.conflicts);
  const wanted = conflicts ?? own;
  const plan = wanted > own ? enlargePlan(settled, wanted) : settled;
  const attacked = evaluateCourse(simulateCourse(plan, seed, wanted), family, judges, clock);
  if (plan.strategies.length === 0) return attacked.map((run) => ({ ...run, seed }));
  const peaceful = evaluateCourse(simulateCourse({ ...plan, strategies: [] }, seed, wanted), family, judges, clock);
  return attacked.map((run, e) => ({ ...run, seed, unattacked: peaceful[e]!.losses }));
}

/** evaluateCourse puts one stream to all judges; the oracle is left out where there is none. */
export function evaluateCourse(course: Course, family: string, judges: readonly string[], clock: Clock): Run[] {
  const { conflicts, hasOracle, steps, parties } = course;
  const entrants = judges
    .filter((judge) => hasOracle || judge !== ORACLE)
    .map((judge) => openEntrant(judge, conflicts, clock));
  for (const step of steps) for (const entrant of entrants) entrant.hear(step);
  const known = parties();
  return entrants.map((entrant) => ({
    ...entrant.finish(known),
    family,
    seed: null,
    hasOracle,
    unattacked: null,
  }));
}
