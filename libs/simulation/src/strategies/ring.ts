import { toMoment } from '../moment.ts';
import type { Ring } from '../strategy.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';

/** beginRing forms groups that collude among themselves, and deals their members anew at each shift. */
export function beginRing(world: World, strategy: Ring, number: number): Agent {
  const { plots, population, plan, rings, mint } = world;
  const count = Math.max(1, Math.round(strategy.rings));
  const size = Math.max(2, Math.round(strategy.size));
  const free = population.parties.flatMap(({ ring, active, attacker }, i) =>
    i >= mint.issue.length && active && ring < 0 && attacker === null ? [i] : [],
  );
  const isCheat = (i: number): boolean => population.parties[i]!.cheatSince !== null;
  const cheats = free.filter(isCheat);
  const others = free.filter((i) => !isCheat(i));
  const pick = (list: number[]): number => list.splice(plots.below(list.length), 1)[0]!;
  const members = Array.from({ length: Math.min(count * size, free.length) }, () => {
    const honestly = plots.chance(strategy.outwardlyHonest);
    return pick((honestly && others.length > 0) || cheats.length === 0 ? others : cheats);
  });
  for (const i of members) {
    const party = population.parties[i]!;
    party.attacker = number;
    party.cheatSince ??= world.now;
  }
  const daily = (strategy.share * plan.conflicts) / plan.horizon / count;
  const first = rings.length;
  for (let r = 0; r < count; r += 1)
    rings.push({ strategy: number, members: [], rate: { copy: 0.7 * daily, fork: 0.3 * daily } });
  const deal = (): void => {
    const left = [...members];
    for (let r = 0; r < count; r += 1) {
      const group = Array.from({ length: Math.min(size, left.length) }, () => pick(left));
      for (const i of group) population.parties[i]!.ring = first + r;
      rings[first + r]!.members = group;
    }
  };
  deal();
  const shifts = Math.round(strategy.shifts);
  for (let n = 1; n <= shifts; n += 1) world.agenda.enter(toMoment((n * plan.horizon) / (shifts + 1)), deal);
  return { heed: () => undefined };
}
