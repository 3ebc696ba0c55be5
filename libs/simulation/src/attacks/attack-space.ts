import type { Strategy } from '../strategy.ts';

/** What an attacker does: strategies at work together, each kind once, slander twice at most; none is no attack. */
export type Attack = readonly Strategy[];

/** What a member of a strategy may be, as far as a search goes. */
export type Domain =
  | {
      readonly of: 'number';
      readonly from: number;
      readonly to: number;
      readonly isWhole: boolean;
      /** More of it costs more, so that an attack beyond its budget is given less of it. */
      readonly isScaled: boolean;
    }
  | { readonly of: 'choice'; readonly values: readonly string[] }
  /** Numbers of features below `count`, none for all of them. */
  | { readonly of: 'features'; readonly count: number };

type NumberDomain = Extract<Domain, { of: 'number' }>;
const amount = (from: number, to: number): NumberDomain => ({
  of: 'number',
  from,
  to,
  isWhole: false,
  isScaled: false,
});
const count = (from: number, to: number): NumberDomain => ({ of: 'number', from, to, isWhole: true, isScaled: false });
const scaled = (domain: NumberDomain): NumberDomain => ({ ...domain, isScaled: true });
const choice = (...values: readonly string[]): Domain => ({ of: 'choice', values });

type Members<S> = { readonly [M in Exclude<keyof S, 'kind'>]: Domain };

/** Features of a claim that an attacker can tell apart: an ordinary market has five to seven. */
export const FEATURES = 6;

/**
 * Every kind of strategy with its members and how far each goes: beyond what the families do, within what a market of
 * some hundred parties can hold. In the order in which an attack lists them: who is a cheat comes before what cheats do,
 * and invented parties come last, so that no other strategy takes them for cheats of its own.
 */
export const ATTACK_SPACE: { readonly [K in Strategy['kind']]: Members<Extract<Strategy, { kind: K }>> } = {
  'lax bank': { habitual: scaled(amount(0.1, 0.95)) },
  milking: {
    share: scaled(amount(0.1, 1)),
    earliest: amount(0, 0.9),
    latest: amount(0, 1),
    greed: scaled(amount(1, 6)),
  },
  whitewash: {
    share: scaled(amount(0.1, 1)),
    frauds: amount(1, 12),
    bank: choice('same', 'any', 'first'),
    rest: amount(0, 0.1),
  },
  faking: {
    share: scaled(amount(0.05, 1)),
    features: { of: 'features', count: FEATURES },
    as: choice('honest', 'best'),
    frauds: amount(1, 12),
    most: scaled(amount(0.1, 1)),
  },
  'crooked issuer': {
    banks: scaled(count(1, 3)),
    accomplices: scaled(count(1, 15)),
    share: scaled(amount(0.01, 0.5)),
    shifts: count(0, 10),
  },
  ring: {
    rings: scaled(count(1, 8)),
    size: scaled(count(2, 12)),
    share: scaled(amount(0.01, 0.4)),
    shifts: count(0, 12),
    outwardlyHonest: amount(0, 1),
  },
  slander: {
    sybils: scaled(count(2, 60)),
    volume: scaled(amount(0, 1)),
    aim: choice('popular', 'random', 'unblemished'),
    targets: count(1, 20),
    mechanism: choice('theft', 'colluding claims', 'double_spend', 'key_theft', 'colluding fork'),
    share: scaled(amount(0.01, 0.5)),
    frauds: amount(0, 10),
    faking: scaled(amount(0, 1)),
    budget: count(10, 4000),
    names: scaled(count(2, 600)),
  },
};

export const KINDS = Object.keys(ATTACK_SPACE) as readonly Strategy['kind'][];

/** How many strategies of a kind work together: a second slander can frame others in another way. */
export const mostOf = (kind: Strategy['kind']): number => (kind === 'slander' ? 2 : 1);

/** A member's value. */
export type Value = number | string | readonly number[];

/** A strategy with its members by name, for what treats all kinds alike. */
export type Genes = { readonly [member: string]: Value };

export const domainsOf = (kind: Strategy['kind']): readonly (readonly [member: string, domain: Domain])[] =>
  Object.entries<Domain>(ATTACK_SPACE[kind]);

export const genesOf = (strategy: Strategy): Genes => ({ ...strategy });

/** withGenes needs a value for every member of the kind. */
export const withGenes = (kind: Strategy['kind'], genes: Genes): Strategy =>
  // Sound because members and their domains are those of ATTACK_SPACE, whose type is derived from Strategy.
  ({ kind, ...genes }) as unknown as Strategy;

/** tidyAttack brings every member inside its bounds and to three decimals, and the strategies into their order. */
export const tidyAttack = (attack: Attack): Attack =>
  KINDS.flatMap((kind) =>
    attack
      .filter((strategy) => strategy.kind === kind)
      .slice(0, mostOf(kind))
      .map((strategy) => consistent(mapGenes(strategy, tidyValue))),
  );

/** mapGenes makes a strategy of the same kind from each member's value, in the order of the space. */
export function mapGenes(
  strategy: Strategy,
  change: (value: Value, domain: Domain, member: string) => Value,
): Strategy {
  const genes = genesOf(strategy);
  return withGenes(
    strategy.kind,
    Object.fromEntries(
      domainsOf(strategy.kind).map(([member, domain]) => [member, change(genes[member]!, domain, member)]),
    ),
  );
}

function tidyValue(value: Value, domain: Domain): Value {
  if (domain.of === 'choice') return value;
  if (domain.of === 'number')
    return rounded(Math.min(domain.to, Math.max(domain.from, value as number)), domain.isWhole);
  const features = [...new Set(value as readonly number[])].filter((f) => f < domain.count).toSorted((a, b) => a - b);
  return features.length === domain.count ? [] : features;
}

const rounded = (value: number, isWhole: boolean): number =>
  isWhole ? Math.round(value) : Math.round(value * 1000) / 1000;

/** What members of one strategy ask of each other. */
function consistent(strategy: Strategy): Strategy {
  if (strategy.kind === 'milking') {
    const { earliest, latest } = strategy;
    return { ...strategy, earliest: Math.min(earliest, latest), latest: Math.max(earliest, latest) };
  }
  if (strategy.kind !== 'slander') return strategy;
  // Less than one fraud under a name is one; hardly any means that names are kept.
  const frauds = strategy.frauds < 0.5 ? 0 : Math.max(1, strategy.frauds);
  return { ...strategy, frauds, names: Math.max(strategy.sybils, strategy.names) };
}
