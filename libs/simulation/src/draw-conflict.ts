import { pairOf } from './bank-side.ts';
import type { Configuration, Drawn } from './configuration.ts';
import type { Cell } from './sizes.ts';
import type { WeightedDraw } from './weighted-draw.ts';
import type { Campaign, Ring, World } from './world.ts';

/** A Poisson process of the world: how many conflicts a day, and how one of them comes about; null where it makes none. */
export interface Process {
  readonly rate: number;
  /** Which of `LONE` it is, where it is one. */
  readonly lone?: number;
  readonly draw: () => Drawn | null;
}

/** processesOf lists every process as the world stands; their superposition is the stream of conflicts. */
export function processesOf(world: World): Process[] {
  const { population: all, rates, mint } = world;
  const volume = all.volume.total();
  const pairs = (all.collusion.total() * all.collusion.total()) / 2;
  const copy = rates.copy;
  const fork = rates.fork;
  const duplicate = rates.duplicate;
  const processes: Process[] = [
    { rate: copy[0]! * all.theft.total(), lone: 0, draw: () => drawCopy(world, 0, [one(world, all.theft)]) },
    { rate: copy[1]! * pairs, draw: () => drawCopy(world, 1, two(world)) },
    { rate: copy[2]!, draw: () => drawLeak(world, world.chance.index(mint.leak), one(world, all.volume)) },
    { rate: copy[3]! * volume, draw: () => drawCopy(world, 3, []) },
    {
      rate: fork[0]! * all.doubleSpend.total(),
      lone: 1,
      draw: () => drawFork(world, 0, one(world, all.doubleSpend), null),
    },
    {
      rate: fork[1]! * all.keyTheft.total(),
      lone: 2,
      draw: () => drawFork(world, 1, one(world, all.keyVictim), one(world, all.keyTheft)),
    },
    { rate: fork[2]! * pairs, draw: () => drawColludingFork(world, two(world)) },
    { rate: fork[3]! * volume, draw: () => drawFork(world, 3, one(world, all.keyVictim), null) },
    { rate: duplicate[0]! * all.doubleSpend.total(), lone: 3, draw: () => drawDuplicate(world, 0, all.doubleSpend) },
    { rate: duplicate[1]! * all.accident.total(), draw: () => drawDuplicate(world, 1, all.accident) },
    { rate: duplicate[2]! * volume, draw: () => drawDuplicate(world, 2, all.volume) },
  ];
  for (const [key, { rate, strategy }] of mint.accomplices) {
    const { bank, party } = pairOf(key);
    processes.push({ rate, draw: () => drawLeak(world, bank, party, strategy) });
  }
  for (const ring of world.rings) {
    if (ring.members.length < 2) continue;
    processes.push({
      rate: ring.rate.copy,
      draw: () => drawCopy(world, 1, ofRing(world, ring), issuerOf(world), ring.strategy),
    });
    processes.push({ rate: ring.rate.fork, draw: () => drawColludingFork(world, ofRing(world, ring), ring.strategy) });
  }
  for (const campaign of world.campaigns)
    processes.push({ rate: campaign.rate, draw: () => drawStaged(world, campaign) });
  return processes.filter(({ rate }) => rate > 0);
}

const one = (world: World, draw: WeightedDraw): number => draw.draw(world.chance);
const two = (world: World): readonly number[] => [
  one(world, world.population.collusion),
  one(world, world.population.collusion),
];
const issuerOf = (world: World): number => world.chance.index(world.mint.issue);
const isDistinct = (parties: readonly number[]): boolean => new Set(parties).size === parties.length;
const COPY_MECHANISMS = ['theft', 'collusion', 'issuer_leak', 'unknown'] as const;
const FORK_MECHANISMS = ['double_spend', 'key_theft', 'collusion', 'unknown'] as const;
const DUPLICATE_MECHANISMS = ['double_spend', 'accident', 'unknown'] as const;

function ofRing({ chance }: World, { members }: Ring): readonly number[] {
  const first = chance.below(members.length);
  const second = (first + 1 + chance.below(members.length - 1)) % members.length;
  return [members[first]!, members[second]!];
}

const bystanders = (world: World, { crowd }: Cell, count: number): number[] =>
  Array.from({ length: count }, () => one(world, crowd ? world.population.presence : world.population.volume));

function drawCopy(
  world: World,
  m: number,
  culprits: readonly number[],
  issuer = issuerOf(world),
  strategy: number | null = null,
): Drawn | null {
  const cell = world.copies.cells[world.chance.index(world.copies.shares[m]!)]!;
  return copyOf(issuer, m, culprits, bystanders(world, cell, cell.count - culprits.length), strategy);
}

const drawLeak = (world: World, bank: number, accomplice: number, strategy: number | null = null): Drawn | null =>
  drawCopy(world, 2, [accomplice], bank, strategy);

function copyOf(
  issuer: number,
  m: number,
  culprits: readonly number[],
  others: readonly number[],
  strategy: number | null,
): Drawn | null {
  const claimants = [...culprits, ...others];
  if (!isDistinct(claimants)) return null;
  const seen: Configuration = { shape: 'copy', issuer, claimants };
  return { seen, mechanism: COPY_MECHANISMS[m]!, culprits, strategy };
}

/** `successor` is a culprit among the successors, where there is one. */
function drawFork(
  world: World,
  m: number,
  holder: number,
  successor: number | null,
  strategy: number | null = null,
): Drawn | null {
  const cell = world.forks.cells[world.chance.index(world.forks.shares[m]!)]!;
  const { count, own } = cell;
  const culprits = [...(m === 1 || m === 3 ? [] : [holder]), ...(successor === null ? [] : [successor])];
  const first = successor === null ? [] : [successor];
  const others = [...first, ...bystanders(world, cell, count - (own ? 1 : 0) - first.length)];
  return forkOf(issuerOf(world), m, holder, others, own, culprits, strategy);
}

/** Which of the two holds the note is even chance. */
function drawColludingFork(world: World, [x, y]: readonly number[], strategy: number | null = null): Drawn | null {
  const [holder, next] = world.chance.chance(0.5) ? [x!, y!] : [y!, x!];
  return drawFork(world, 2, holder, next, strategy);
}

function forkOf(
  issuer: number,
  m: number,
  holder: number,
  others: readonly number[],
  own: boolean,
  culprits: readonly number[],
  strategy: number | null,
): Drawn | null {
  if (!isDistinct([holder, ...others])) return null;
  return { seen: { shape: 'fork', issuer, holder, others, own }, mechanism: FORK_MECHANISMS[m]!, culprits, strategy };
}

function drawDuplicate(world: World, m: number, of: WeightedDraw): Drawn {
  const claimant = one(world, of);
  return {
    seen: { shape: 'duplicate', issuer: issuerOf(world), claimant },
    mechanism: DUPLICATE_MECHANISMS[m]!,
    culprits: m === 0 ? [claimant] : [],
    strategy: null,
  };
}

function drawStaged(world: World, campaign: Campaign): Drawn | null {
  const { chance } = world;
  const { stages, culprits: pool, victims, strategy: number } = campaign;
  const issuer = issuerOf(world);
  const first = chance.below(pool.length);
  const x = pool[first]!;
  const victim = victims[chance.below(victims.length)]!;
  const partner = (): number => pool[(first + 1 + chance.below(pool.length - 1)) % pool.length]!;
  switch (stages) {
    case 'theft':
      return copyOf(issuer, 0, [x], [victim], number);
    case 'colluding claims':
      return copyOf(issuer, 1, [x, partner()], [victim], number);
    case 'double_spend':
      return forkOf(issuer, 0, x, [victim, one(world, world.population.volume)], false, [x], number);
    case 'key_theft':
      return forkOf(issuer, 1, victim, [x], true, [x], number);
    case 'colluding fork': {
      const y = partner();
      return forkOf(issuer, 2, x, [y, victim], false, [x, y], number);
    }
    default:
      return stages satisfies never;
  }
}
