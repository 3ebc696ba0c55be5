import { pairKey } from '../bank-side.ts';
import { toMoment } from '../moment.ts';
import type { CrookedIssuer } from '../strategy.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** beginCrookedIssuer gives some banks accomplices, and others at each shift. */
export function beginCrookedIssuer(world: World, strategy: CrookedIssuer, number: number): Agent {
  const { plots, population, plan, mint } = world;
  const count = Math.min(mint.issue.length, Math.max(1, Math.round(strategy.banks)));
  const accomplices = Math.max(1, Math.round(strategy.accomplices));
  const left = mint.issue.map((_, k) => k);
  const crooked = Array.from({ length: count }, () => left.splice(plots.below(left.length), 1)[0]!);
  for (const k of crooked) {
    population.parties[k]!.attacker = number;
    population.parties[k]!.cheatSince = world.now;
  }
  const daily = (strategy.share * plan.conflicts) / plan.horizon / count;
  const own: number[] = [];
  const choose = (): void => {
    for (const key of own.splice(0)) mint.accomplices.delete(key);
    for (const k of crooked) {
      const chosen: number[] = [];
      while (chosen.length < accomplices) {
        const i = mint.issue.length + plots.below(population.parties.length - mint.issue.length);
        const isTaken = chosen.includes(i) || mint.accomplices.has(pairKey(k, i));
        if (population.parties[i]!.active && !isTaken) chosen.push(i);
      }
      const weights = chosen.map(() => plots.lognormal(0.5));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (const [a, i] of chosen.entries()) {
        const key = pairKey(k, i);
        own.push(key);
        mint.accomplices.set(key, { rate: (daily * weights[a]!) / total, strategy: number });
        population.parties[i]!.attacker ??= number;
        population.parties[i]!.cheatSince ??= world.now;
      }
    }
  };
  choose();
  const shifts = Math.round(strategy.shifts);
  for (let n = 1; n <= shifts; n += 1) world.agenda.enter(toMoment((n * plan.horizon) / (shifts + 1)), choose);
  return { heed: () => undefined };
}
