import { joinWith, leave } from '../births.ts';
import { changeTraits, traitsOf } from '../change-traits.ts';
import { toMoment } from '../moment.ts';
import type { World } from '../world.ts';

/** rename lets a party leave and come back as somebody new, at a bank, keeping still for some days; its new number. */
export function rename(world: World, i: number, bank: number, rest: number): number {
  const old = world.population.parties[i]!;
  const traits = traitsOf(world, i);
  leave(world, i);
  const fresh = joinWith(world, bank, rest > 0 ? { ...traits, volume: 0, collusion: 0 } : traits);
  const party = world.population.parties[fresh]!;
  party.cheatSince = old.cheatSince === null ? null : world.now;
  party.attacker = old.attacker;
  party.formerly = i;
  if (rest > 0) {
    world.agenda.enter(toMoment(world.now + rest), () =>
      changeTraits(world, fresh, { volume: traits.volume, collusion: traits.collusion }),
    );
  }
  return fresh;
}

/** A new name within about so many parts of the horizon, not in the very moment that would give it away. */
const PARTS = 500;

/** soon lets something happen some days from now. */
export function soon({ now, plots, plan, agenda }: World, act: () => void): void {
  agenda.enter(toMoment(now + (plots.exponential() * plan.horizon) / PARTS), act);
}
