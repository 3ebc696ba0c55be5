import { drawTraits } from '../births.ts';
import { changeTraits } from '../change-traits.ts';
import type { LaxBank } from '../strategy.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** beginLaxBank fills the first bank with cheats; who joins it later is as likely one. */
export function beginLaxBank(world: World, { habitual }: LaxBank): Agent {
  const { plots, population, mint } = world;
  mint.habitual[0] = habitual;
  for (const [i, party] of population.parties.entries()) {
    if (i < mint.issue.length || party.bank !== 0) continue;
    if (party.cheatSince !== null || !plots.chance(habitual)) continue;
    changeTraits(world, i, drawTraits(world, true));
    party.cheatSince = world.now;
  }
  return { heed: () => undefined };
}
