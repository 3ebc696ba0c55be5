import { settleUp } from './births.ts';
import { weighParty, type Traits } from './population.ts';
import type { World } from './world.ts';

/** changeTraits gives a party other traits from now on. */
export function changeTraits(world: World, i: number, traits: Partial<Traits>): void {
  const one = world.population.parties[i]!;
  settleUp(world, one);
  Object.assign(one, traits);
  weighParty(world.population, i);
}

/** traitsOf is a copy of what a party is inclined to. */
export function traitsOf({ population }: World, i: number): Traits {
  const { volume, theft, doubleSpend, keyTheft, collusion, accident, carelessness, sloppiness, faking } =
    population.parties[i]!;
  return { volume, theft, doubleSpend, keyTheft, collusion, accident, carelessness, sloppiness, faking };
}
