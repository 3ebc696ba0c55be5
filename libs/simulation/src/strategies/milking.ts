import { changeTraits, traitsOf } from '../change-traits.ts';
import { toMoment } from '../moment.ts';
import { drawTraits } from '../births.ts';
import type { Milking } from '../strategy.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** beginMilking makes cheats live honestly until each one's moment has come. */
export function beginMilking(world: World, { share, earliest, latest, greed }: Milking): Agent {
  const { plots, population, plan } = world;
  for (const [i, party] of population.parties.entries()) {
    if (party.cheatSince === null || !plots.chance(share)) continue;
    const { theft, doubleSpend, keyTheft, collusion } = traitsOf(world, i);
    const honest = drawTraits(world, false);
    party.cheatSince = null;
    changeTraits(world, i, {
      theft: honest.theft,
      doubleSpend: honest.doubleSpend,
      keyTheft: honest.keyTheft,
      collusion: honest.collusion,
    });
    world.agenda.enter(toMoment((earliest + (latest - earliest) * plots.unit()) * plan.horizon), () => {
      if (!party.active) return;
      party.cheatSince = world.now;
      changeTraits(world, i, {
        theft: greed * theft,
        doubleSpend: greed * doubleSpend,
        keyTheft: greed * keyTheft,
        collusion,
      });
    });
  }
  return { heed: () => undefined };
}
