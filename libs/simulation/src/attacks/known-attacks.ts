import { ATTACKS } from '../attack-families.ts';
import { FAMILIES } from '../families.ts';
import { ORDINARY } from '../ordinary.ts';
import type { Plan } from '../plan.ts';
import { middlePlan, settlePlan } from '../settle-plan.ts';
import type { Attack } from './attack-space.ts';
import { repairAttack } from './repair-attack.ts';
import type { Means } from './search-attacks.ts';

export interface NamedAttack {
  readonly name: string;
  readonly attack: Attack;
}

/** handMadeAttacks are those of the families, each at the middle of what the family is, and within the means. */
export const handMadeAttacks = ({ budget, conflicts }: Means): readonly NamedAttack[] =>
  [...FAMILIES, ...ATTACKS]
    .filter(({ strategies }) => strategies.length > 0)
    .map((family) => ({
      name: family.name,
      attack: repairAttack(middlePlan(family).strategies, budget, conflicts),
    }));

/** attackedMarket is an ordinary market of so many conflicts under an attack; without one, the same people in peace. */
export const attackedMarket = (attack: Attack, conflicts: number, seed: number): Plan => ({
  ...settlePlan(ORDINARY, seed),
  conflicts,
  strategies: attack,
});
