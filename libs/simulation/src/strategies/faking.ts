import { changeTraits } from '../change-traits.ts';
import type { Faking } from '../strategy.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** beginFaking lets cheats get better at it with every fraud. */
export function beginFaking(world: World, { share, frauds, most }: Faking): Agent {
  const { plots, population } = world;
  const done = new Map<number, number>();
  return {
    heed({ culprits }) {
      for (const i of culprits) {
        const party = population.parties[i]!;
        if (party.cheatSince === null || !party.active) continue;
        let count = done.get(i);
        if (count === undefined && party.formerly !== null) count = done.get(party.formerly);
        if (count === undefined) count = plots.chance(share) ? 0 : Number.NaN;
        count += 1;
        done.set(i, count);
        if (!Number.isNaN(count)) changeTraits(world, i, { faking: (most * count) / (count + frauds) });
      }
    },
  };
}
