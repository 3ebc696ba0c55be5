import { joinWith } from '../births.ts';
import type { Slander } from '../strategy.ts';
import type { Campaign, World } from '../world.ts';
import type { Agent } from './agent.ts';
import { rename, soon } from './rename.ts';

/** Of those that nobody has complained of, targets are chosen anew so often over the horizon. */
const CHOICES = 8;

/** beginSlander invents parties that stage conflicts with their targets. */
export function beginSlander(world: World, strategy: Slander, number: number): Agent {
  const { plots, population, mint, plan, campaigns } = world;
  const sybils = Math.max(2, Math.round(strategy.sybils));
  const pool = Array.from({ length: sybils }, () => {
    const i = joinWith(world, plots.index(mint.customers), {
      volume: (strategy.volume * plan.settlements) / plan.horizon,
      theft: 1,
      doubleSpend: 1,
      keyTheft: 1,
      collusion: 1,
      accident: 1,
      carelessness: 1,
      sloppiness: 0,
      faking: strategy.faking,
    });
    population.parties[i]!.attacker = number;
    population.parties[i]!.cheatSince = world.now;
    return i;
  });
  const victims = chooseTargets(world, strategy, number);
  const campaign: Campaign = {
    strategy: number,
    stages: strategy.mechanism,
    rate: victims.length === 0 ? 0 : (strategy.share * plan.conflicts) / plan.horizon,
    culprits: pool,
    victims,
  };
  campaigns.push(campaign);
  if (strategy.aim === 'unblemished') {
    for (let n = 1; n < CHOICES; n += 1) {
      world.agenda.enter((n * plan.horizon) / CHOICES, () => {
        const others = chooseTargets(world, strategy, number);
        if (others.length > 0) campaign.victims = others;
      });
    }
  }
  const fresh = (): number => (strategy.frauds > 0 ? 1 + plots.poisson(Math.max(0, strategy.frauds - 1)) : Infinity);
  const left = new Map(pool.map((i) => [i, fresh()]));
  let budget = Math.round(strategy.budget);
  let names = Math.round(strategy.names) - sybils;
  return {
    heed({ culprits, strategy: staging }) {
      if (staging !== number) return;
      budget -= 1;
      if (budget <= 0) campaign.rate = 0;
      for (const i of culprits) {
        const frauds = left.get(i)!;
        left.set(i, frauds - 1);
        if (frauds > 1 || names <= 0) continue;
        names -= 1;
        left.set(i, Number.POSITIVE_INFINITY);
        soon(world, () => {
          const next = rename(world, i, plots.index(mint.customers), 0);
          left.set(next, fresh());
          campaign.culprits = campaign.culprits.map((one) => (one === i ? next : one));
        });
      }
    },
  };
}

function chooseTargets(world: World, { aim, targets }: Slander, number: number): readonly number[] {
  const { population, plots, mint } = world;
  const honest = population.parties.flatMap((party, i) =>
    i >= mint.issue.length && party.active && party.cheatSince === null && party.attacker === null ? [i] : [],
  );
  const volumeOf = (i: number): number => population.parties[i]!.volume;
  const byVolume = honest.toSorted((a, b) => volumeOf(b) - volumeOf(a) || a - b);
  const count = Math.max(1, Math.round(targets));
  let chosen: readonly number[];
  if (aim === 'popular') chosen = byVolume.slice(0, count);
  else if (aim === 'unblemished') {
    const usual = byVolume.slice(0, Math.ceil(byVolume.length / 2));
    const complaints = (i: number): number => population.parties[i]!.conflicts;
    chosen = usual.toSorted((a, b) => complaints(a) - complaints(b) || a - b).slice(0, count);
  } else {
    const rest = [...honest];
    chosen = Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(plots.below(rest.length), 1)[0]!);
  }
  for (const i of chosen) population.parties[i]!.framed = number;
  return chosen;
}
