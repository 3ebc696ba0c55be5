import { seededRandom } from '../random.ts';
import type { Attack } from './attack-space.ts';
import { crossAttacks, drawAttack } from './breed-attack.ts';
import { evolve, type Contender, type Trial } from './evolve.ts';
import { repairAttack } from './repair-attack.ts';

/** What an attack may cost, and the size of the market that it is for. */
export interface Means {
  readonly budget: number;
  readonly conflicts: number;
}

export interface AttackSearch extends Means {
  readonly tries: number;
  readonly seed: number;
  /** Attacks to begin with; they are brought within the budget. */
  readonly start: readonly Attack[];
  /** Share of later attacks that are drawn and not bred from better ones; 1 is random search. */
  readonly newcomers: number;
  /** The harm of each attack in its market, in order; however many are measured at a time changes nothing. */
  readonly measure: (trials: readonly Trial<Attack>[]) => Promise<readonly number[]>;
}

/** searchAttacks looks for the attack that does most harm within its means; all that it tried, the worst for us first. */
export async function searchAttacks(search: AttackSearch): Promise<readonly Contender<Attack>[]> {
  const { tries, seed, start, newcomers, measure, budget, conflicts } = search;
  const repaired = (attack: Attack): Attack => repairAttack(attack, budget, conflicts);
  return evolve({
    tries,
    start: start.map(repaired),
    newcomers,
    draw: (random) => repaired(drawAttack(random)),
    cross: (mother, father, random) => repaired(crossAttacks(mother, father, random)),
    keyOf: (attack) => JSON.stringify(attack),
    nicheOf,
    measure,
    random: seededRandom(seed, 'attack search'),
  });
}

/** nicheOf names what is attacked in the same way: the kinds of an attack's strategies, and what is staged. */
export const nicheOf = (attack: Attack): string =>
  attack
    .map((strategy) => (strategy.kind === 'slander' ? `slander by ${strategy.mechanism}` : strategy.kind))
    .join(' + ');
