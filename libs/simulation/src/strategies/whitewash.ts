import type { Whitewash } from '../strategy.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { rename, soon } from './rename.ts';

/** beginWhitewash lets cheats take a new name after some frauds, again and again. */
export function beginWhitewash(world: World, strategy: Whitewash): Agent {
  const { plots, population, mint, plan } = world;
  const left = new Map<number, number>();
  const fresh = (): number => 1 + plots.poisson(Math.max(0, strategy.frauds - 1));
  return {
    heed({ culprits }) {
      for (const i of culprits) {
        const party = population.parties[i]!;
        if (party.cheatSince === null || party.attacker !== null || !party.active) continue;
        let frauds = left.get(i);
        // Who does so is decided at a cheat's first fraud.
        if (frauds === undefined) frauds = plots.chance(strategy.share) ? fresh() : Number.POSITIVE_INFINITY;
        left.set(i, frauds - 1);
        if (frauds > 1) continue;
        left.set(i, Number.POSITIVE_INFINITY);
        soon(world, () => {
          if (!party.active) return;
          const bank =
            strategy.bank === 'same' ? party.bank : strategy.bank === 'first' ? 0 : plots.index(mint.customers);
          left.delete(i);
          left.set(rename(world, i, bank, strategy.rest * plan.horizon), fresh());
        });
      }
    },
  };
}
