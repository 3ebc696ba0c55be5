import type { Shape } from '#inference';
import { createAgenda } from './agenda.ts';
import { drawMint } from './bank-side.ts';
import { bornParty } from './births.ts';
import { addParty, createPopulation, LONE } from './population.ts';
import type { Plan } from './plan.ts';
import { seededRandom } from './random.ts';
import { sizesOfCopies, sizesOfForks } from './sizes.ts';
import { drawTables } from './tables.ts';
import { drawVocabulary } from './vocabulary.ts';
import { MECHANISMS_OF, SHAPES } from './mechanisms.ts';
import type { World } from './world.ts';

/** createWorld draws a market as it stands at its beginning, before any strategy. Its records are due. */
export function createWorld(plan: Plan, seed: number): World {
  const births = seededRandom(seed, `${plan.name}: births`);
  const words = seededRandom(seed, `${plan.name}: words`);
  const vocabulary = drawVocabulary(plan, words);
  const faking = plan.strategies.find((strategy) => strategy.kind === 'faking');
  const slander = plan.strategies.some((strategy) => strategy.kind === 'slander' && strategy.faking > 0);
  const faked = faking ?? (slander ? { features: [], as: 'honest' as const } : null);
  const world: Omit<World, 'rates'> & { rates: World['rates'] } = {
    plan,
    seed,
    chance: seededRandom(seed, `${plan.name}: chance`),
    births,
    plots: seededRandom(seed, `${plan.name}: plots`),
    now: 0,
    population: createPopulation(),
    mint: drawMint(births, Math.max(1, Math.round(plan.banks)), plan.habitual, {
      cheats: plan.bankSpread,
      leaks: plan.leakSpread,
    }),
    rates: { copy: [0, 0, 0, 0], fork: [0, 0, 0, 0], duplicate: [0, 0, 0] },
    copies: sizesOfCopies(plan),
    forks: sizesOfForks(plan),
    rings: [],
    campaigns: [],
    vocabulary,
    tables: drawTables(plan, vocabulary, words, faked),
    agenda: createAgenda(),
    lone: { tried: LONE.map(() => 0), made: LONE.map(() => 0) },
    due: [],
  };
  for (const [k] of world.mint.issue.entries()) foundBank(world, k);
  const present = Math.max(2, Math.round(plan.parties * (1 - plan.newcomers)));
  for (let i = 0; i < present; i += 1) bornParty(world);
  world.rates = calibrate(world);
  return world;
}

/** A bank is a party too, which settles little of its own or nothing. */
function foundBank(world: World, k: number): void {
  const { plan } = world;
  const traits = {
    volume: (plan.bankVolume * plan.settlements) / plan.horizon,
    theft: 1,
    doubleSpend: 1,
    keyTheft: 1,
    collusion: plan.bankVolume > 0 ? 1 : 0,
    accident: 1,
    carelessness: 1,
    sloppiness: 0,
    faking: 0,
  };
  addParty(world.population, `b${k}`, k, traits, 0);
  world.due.push({ kind: 'bank', bank: `b${k}`, at: 0 });
}

/** Rates such that the shares of shapes and mechanisms come out as planned, were everybody as at the beginning. */
function calibrate({ plan, population }: World | Omit<World, 'rates'>): World['rates'] {
  const daily = plan.conflicts / plan.horizon;
  // Who joins later adds to the rates in proportion: the horizon sees the market half-way there, on average.
  const grown = (1 - plan.newcomers / 2) / (1 - plan.newcomers);
  const volume = population.volume.total();
  const colluding = population.collusion.total();
  const pairs = ((colluding * colluding) / 2) * grown;
  const drivers: Readonly<Record<Shape, readonly number[]>> = {
    copy: [population.theft.total(), pairs, 1 / grown, volume],
    fork: [population.doubleSpend.total(), population.keyTheft.total(), pairs, volume],
    duplicate: [population.doubleSpend.total(), population.accident.total(), volume],
  };
  const shapes = plan.shapes.reduce((sum, share) => sum + share, 0);
  const of = (shape: Shape): number[] => {
    const shares = plan.mechanisms[shape];
    const total = shares.reduce((sum, share) => sum + share, 0);
    const expected = (daily * plan.shapes[SHAPES.indexOf(shape)]!) / shapes;
    return MECHANISMS_OF[shape].map((_, m) => (expected * shares[m]!) / total / (drivers[shape][m]! * grown));
  };
  return { copy: of('copy'), fork: of('fork'), duplicate: of('duplicate') };
}
