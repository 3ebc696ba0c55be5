import type { Random } from '../random.ts';
import type { Strategy } from '../strategy.ts';
import {
  domainsOf,
  genesOf,
  KINDS,
  mapGenes,
  mostOf,
  tidyAttack,
  withGenes,
  type Attack,
  type Domain,
  type Value,
} from './attack-space.ts';

/** How many kinds of strategy an attack that is drawn at random has, from one. */
const MOST_DRAWN = 3;
/** How often a child has a strategy more, or one less, than what it has from its parents. */
const GAINS = 0.2;
const LOSES = 0.2;
/** How often a number of a child differs from its parents', and how far (σ in shares of its range). */
const MOVES = 0.35;
const STEP = 0.2;
/** How often a choice is made anew. */
const CHOOSES_ANEW = 0.15;

/** drawAttack draws any attack of one to three strategies. */
export function drawAttack(random: Random): Attack {
  const wanted = 1 + random.below(MOST_DRAWN);
  let attack: Attack = [];
  while (attack.length < wanted) attack = gain(attack, random);
  return tidyAttack(attack);
}

/** crossAttacks mixes two attacks and changes a little of what comes of it. */
export function crossAttacks(one: Attack, other: Attack, random: Random): Attack {
  let child: Attack = KINDS.flatMap((kind) => {
    const [ours, theirs] = [one, other].map((attack) => attack.filter((strategy) => strategy.kind === kind));
    return Array.from({ length: Math.max(ours!.length, theirs!.length) }, (_, n) =>
      inherit(ours![n], theirs![n], random),
    ).flat();
  });
  child = child.map((strategy) => mapGenes(strategy, (value, domain) => changed(value, domain, random)));
  if (child.length > 1 && random.chance(LOSES)) child = child.toSpliced(random.below(child.length), 1);
  if (child.length === 0 || random.chance(GAINS)) child = gain(child, random);
  return tidyAttack(child);
}

/** What only one parent does, the child does as often as not. */
function inherit(ours: Strategy | undefined, theirs: Strategy | undefined, random: Random): readonly Strategy[] {
  if (ours === undefined || theirs === undefined) {
    const only = ours ?? theirs;
    return only !== undefined && random.chance(0.5) ? [only] : [];
  }
  const others = genesOf(theirs);
  return [mapGenes(ours, (value, _, member) => (random.chance(0.5) ? value : others[member]!))];
}

/** gain adds a strategy of a kind that there is room for. */
function gain(attack: Attack, random: Random): Attack {
  const free = KINDS.filter((kind) => attack.filter((strategy) => strategy.kind === kind).length < mostOf(kind));
  const kind = free[random.below(free.length)];
  return kind === undefined ? attack : [...attack, drawStrategy(kind, random)];
}

const drawStrategy = (kind: Strategy['kind'], random: Random): Strategy =>
  withGenes(kind, Object.fromEntries(domainsOf(kind).map(([member, domain]) => [member, drawValue(domain, random)])));

function drawValue(domain: Domain, random: Random): Value {
  switch (domain.of) {
    case 'choice':
      return domain.values[random.below(domain.values.length)]!;
    case 'features':
      return random.chance(0.5)
        ? []
        : Array.from({ length: domain.count }, (_, f) => f).filter(() => random.chance(0.5));
    case 'number':
      return domain.from + (domain.to - domain.from) * random.unit();
    default:
      return domain satisfies never;
  }
}

function changed(value: Value, domain: Domain, random: Random): Value {
  if (domain.of === 'number') {
    return random.chance(MOVES) ? (value as number) + STEP * (domain.to - domain.from) * random.normal() : value;
  }
  return random.chance(CHOOSES_ANEW) ? drawValue(domain, random) : value;
}
