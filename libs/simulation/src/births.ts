import { addParty, weighParty, type Party, type Traits } from './population.ts';
import type { World } from './world.ts';

/** bornParty lets a party join at a bank, with traits drawn as the plan has it, and tells its registration. */
export function bornParty(world: World, bank = world.births.index(world.mint.customers)): number {
  const { births, mint } = world;
  const cheat = births.chance(mint.habitual[bank]!);
  const i = joinWith(world, bank, drawTraits(world, cheat));
  if (cheat) world.population.parties[i]!.cheatSince = world.now;
  return i;
}

/** joinWith lets somebody join with known traits. */
export function joinWith(world: World, bank: number, traits: Traits): number {
  const { population } = world;
  const name = `p${population.parties.length - world.mint.issue.length}`;
  const i = addParty(population, name, bank, traits, world.now);
  tellRegistration(world, population.parties[i]!);
  return i;
}

/** tellRegistration tells that a party's bank vouches for it. */
export function tellRegistration(world: World, { name, bank }: Party): void {
  const vouching = world.population.parties[bank]!.name;
  world.due.push({ kind: 'registration', party: name, bank: vouching, at: world.now });
}

/** drawTraits draws what a cheat, or somebody who is none, is inclined to. */
export function drawTraits({ births, plan }: World, cheat: boolean): Traits {
  const level = (cheat ? plan.habitualRatio : 1) * births.lognormal(plan.rateSpread);
  const colludes = births.chance(cheat ? plan.colluders : plan.secretColluders);
  const prone = births.chance(plan.accidentProne);
  const careless = births.chance(plan.careless);
  const daily = plan.settlements / plan.horizon;
  return {
    volume: daily * (cheat ? plan.habitualVolume : 1) * births.lognormal(plan.volumeSpread),
    theft: level * births.lognormal(plan.specialists),
    doubleSpend: level * births.lognormal(plan.specialists),
    keyTheft: level * births.lognormal(plan.specialists),
    collusion: (colludes ? plan.colluderRatio : 1) * births.lognormal(0.5),
    accident: (prone ? plan.accidentRatio : 1) * births.lognormal(plan.accidentSpread),
    carelessness: (careless ? plan.carelessRatio : 1) * births.lognormal(plan.carelessRatio > 1 ? 0.3 : 0),
    sloppiness: careless ? plan.sloppiness : 0,
    faking: 0,
  };
}

/** leave takes a party out of the market; its name stays. */
export function leave(world: World, i: number): void {
  const one = world.population.parties[i]!;
  settleUp(world, one);
  one.active = false;
  weighParty(world.population, i);
}

/** settleUp counts what a party did up to now under its present traits; before any of them changes. */
export function settleUp(world: World, one: Party): void {
  if (!one.active) return;
  const days = world.now - one.until;
  one.until = world.now;
  one.unreported += days * one.volume;
  one.exposure += days * one.volume;
  for (const [way, rate] of lonePropensities(world, one).entries()) one.risk[way]! += days * one.volume * rate;
}

/** faultRates are a party's expected faults alone a settlement, now and on average over its settlements so far. */
export function faultRates(world: World, one: Party): { readonly now: number; readonly mean: number } {
  const { tried, made } = world.lone;
  // Draws that meet somebody twice make no conflict: the share that does is as it came out.
  const shares = tried.map((count, way) => (count === 0 ? 1 : made[way]! / count));
  const sum = (rates: readonly number[]): number => rates.reduce((all, rate, way) => all + rate * shares[way]!, 0);
  return {
    now: sum(lonePropensities(world, one)),
    mean: one.exposure > 0 ? sum(one.risk) / one.exposure : 0,
  };
}

/** By `LONE`, what a party sets about a settlement. */
const lonePropensities = ({ rates }: World, { theft, doubleSpend, keyTheft }: Party): readonly number[] => [
  rates.copy[0]! * theft,
  rates.fork[0]! * doubleSpend,
  rates.fork[1]! * keyTheft,
  rates.duplicate[0]! * doubleSpend,
];
