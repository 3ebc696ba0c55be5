import { mapGenes, tidyAttack, type Attack, type Value, type Domain } from './attack-space.ts';
import { costOf } from './attack-cost.ts';

/** The strength that is left is found to one part in 2^20, finer than members are written. */
const HALVINGS = 20;

/**
 * repairAttack makes an attack one that is inside the space and costs no more than a budget, for a market of so many
 * conflicts: all that makes it dear is lessened by the same share; where even the least of it is too dear, the dearest
 * strategy is left out. What is already such an attack stays as it is.
 */
export function repairAttack(attack: Attack, budget: number, conflicts: number): Attack {
  const fits = (candidate: Attack): boolean => costOf(candidate, conflicts) <= budget;
  const tidy = tidyAttack(attack);
  if (fits(tidy)) return tidy;
  const least = weaken(tidy, 0);
  if (!fits(least)) {
    const costs = least.map((strategy) => costOf([strategy], conflicts));
    return repairAttack(tidy.toSpliced(costs.indexOf(Math.max(...costs)), 1), budget, conflicts);
  }
  let [affordable, low, high] = [least, 0, 1];
  for (let n = 0; n < HALVINGS; n += 1) {
    const strength = (low + high) / 2;
    const weaker = weaken(tidy, strength);
    if (fits(weaker)) [affordable, low] = [weaker, strength];
    else high = strength;
  }
  return affordable;
}

/** So much is left of every scaled member between its least and what it was. */
const weaken = (attack: Attack, strength: number): Attack =>
  tidyAttack(
    attack.map((strategy) =>
      mapGenes(strategy, (value: Value, domain: Domain) =>
        domain.of === 'number' && domain.isScaled ? domain.from + strength * ((value as number) - domain.from) : value,
      ),
    ),
  );
