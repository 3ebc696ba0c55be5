import { describe, expect, it } from '@jest/globals';
import type { Mechanism } from '#inference';
import { smallPlan } from '../test/small-plan.ts';
import { pairOf } from './bank-side.ts';
import type { Configuration } from './configuration.ts';
import { createWorld } from './create-world.ts';
import { drawTraits } from './births.ts';
import { changeTraits } from './change-traits.ts';
import { processesOf } from './draw-conflict.ts';
import { beginStrategies } from './strategies/begin-strategies.ts';
import { intensityOf } from './weigh.ts';
import type { World } from './world.ts';

const world = createWorld(
  smallPlan({
    strategies: [
      { kind: 'crooked issuer', banks: 1, accomplices: 2, share: 0.3, shifts: 0 },
      { kind: 'ring', rings: 1, size: 3, share: 0.2, shifts: 0, outwardlyHonest: 0.5 },
      ...(['theft', 'colluding claims', 'double_spend', 'key_theft', 'colluding fork'] as const).map((mechanism) => ({
        kind: 'slander' as const,
        sybils: 2,
        volume: mechanism === 'theft' ? 0 : 0.5,
        aim: 'random' as const,
        targets: 2,
        mechanism,
        share: 0.1,
        frauds: 0,
        faking: 0,
        budget: 1000,
        names: 10,
      })),
    ],
  }),
  3,
);
beginStrategies(world);
// Somebody without volume is met by nobody.
changeTraits(world, world.population.parties.length - 1, { ...drawTraits(world, true), volume: 0 });

/** A way in which something comes about: what is seen, by whom, and how often a day. */
interface Way {
  readonly seen: Configuration;
  readonly mechanism: Mechanism;
  readonly culprits: readonly number[];
  readonly rate: number;
}

const all = world.population.parties.map((_, i) => i);
const volume = all.reduce((sum, i) => sum + world.population.parties[i]!.volume, 0);
const v = (i: number): number => world.population.parties[i]!.volume / volume;
const isDistinct = (list: readonly number[]): boolean => new Set(list).size === list.length;

/** Every sequence of so many parties, with how likely draws by volume, or in a crowd of anybody, make it. */
function tuples(length: number, crowd: boolean): { list: number[]; chance: number }[] {
  if (length === 0) return [{ list: [], chance: 1 }];
  const present = all.filter((i) => v(i) > 0);
  return tuples(length - 1, crowd).flatMap(({ list, chance }) =>
    present.map((i) => ({ list: [...list, i], chance: chance * (crowd ? 1 / present.length : v(i)) })),
  );
}

/** Lists everything that can happen, from what the strategies and rates say, step by step as it is drawn. */
function everyWay({ population, rates, mint, copies, forks, rings, campaigns }: World): Way[] {
  const ways: Way[] = [];
  const { parties } = population;
  const copy = (
    m: number,
    mechanism: Mechanism,
    culprits: number[],
    rate: number,
    issuers: readonly number[],
  ): void => {
    for (const [c, { count, crowd }] of copies.cells.entries()) {
      if (count < culprits.length) continue;
      for (const { list, chance } of tuples(count - culprits.length, crowd)) {
        const claimants = [...culprits, ...list].toSorted((a, b) => a - b);
        if (!isDistinct(claimants)) continue;
        for (const [issuer, q] of issuers.entries()) {
          const seen = { shape: 'copy', issuer, claimants } as const;
          ways.push({ seen, mechanism, culprits, rate: rate * copies.shares[m]![c]! * chance * q });
        }
      }
    }
  };
  const fork = (m: number, mechanism: Mechanism, holder: number, x: number | null, rate: number): void => {
    const culprits =
      mechanism === 'double_spend' ? [holder] : mechanism === 'collusion' ? [holder, x!] : x === null ? [] : [x];
    for (const [c, { count, own, crowd }] of forks.cells.entries()) {
      const first = x === null ? [] : [x];
      for (const { list, chance } of tuples(count - (own ? 1 : 0) - first.length, crowd)) {
        const others = [...first, ...list].toSorted((a, b) => a - b);
        if (!isDistinct([holder, ...others])) continue;
        const seen = { shape: 'fork', issuer: 0, holder, others, own } as const;
        ways.push({ seen, mechanism, culprits, rate: rate * forks.shares[m]![c]! * chance });
      }
    }
  };
  const only = (issuer: number): number[] => mint.issue.map((_, k) => (k === issuer ? 1 : 0));
  const keys = parties.reduce((sum, one) => sum + one.volume * one.carelessness, 0);
  const stolen = (i: number): number => (parties[i]!.volume * parties[i]!.carelessness) / keys;
  for (const x of all) {
    const { volume: own, theft, doubleSpend, keyTheft, accident } = parties[x]!;
    copy(0, 'theft', [x], rates.copy[0]! * theft * own, mint.issue);
    for (const [k, leak] of mint.leak.entries()) copy(2, 'issuer_leak', [x], rates.copy[2]! * leak * v(x), only(k));
    fork(0, 'double_spend', x, null, rates.fork[0]! * doubleSpend * own);
    fork(3, 'unknown', x, null, rates.fork[3]! * volume * stolen(x));
    for (const y of all) {
      if (x !== y) fork(1, 'key_theft', y, x, rates.fork[1]! * keyTheft * own * stolen(y));
    }
    const seen = { shape: 'duplicate', issuer: 0, claimant: x } as const;
    ways.push({ seen, mechanism: 'double_spend', culprits: [x], rate: rates.duplicate[0]! * doubleSpend * own });
    ways.push({ seen, mechanism: 'accident', culprits: [], rate: rates.duplicate[1]! * accident * own });
    ways.push({ seen, mechanism: 'unknown', culprits: [], rate: rates.duplicate[2]! * own });
  }
  copy(3, 'unknown', [], rates.copy[3]! * volume, mint.issue);
  for (const [key, { rate }] of mint.accomplices) {
    const { bank, party } = pairOf(key);
    copy(2, 'issuer_leak', [party], rate, only(bank));
  }
  const collude = (x: number, y: number, inCopies: number, inForks: number): void => {
    copy(1, 'collusion', [x, y], inCopies, mint.issue);
    for (const [holder, next] of [
      [x, y],
      [y, x],
    ] as const)
      fork(2, 'collusion', holder, next, inForks / 2);
  };
  for (const x of all) {
    for (const y of all.filter((other) => other > x)) {
      const both = parties[x]!.collusion * parties[y]!.collusion;
      collude(x, y, rates.copy[1]! * both, rates.fork[2]! * both);
    }
  }
  for (const { members, rate } of rings) {
    const pairs = (members.length * (members.length - 1)) / 2;
    for (const x of members) for (const y of members) if (x < y) collude(x, y, rate.copy / pairs, rate.fork / pairs);
  }
  for (const { stages, rate, culprits: pool, victims } of campaigns) {
    for (const x of pool) {
      for (const r of victims) {
        const each = rate / pool.length / victims.length;
        const copyOf = (culprits: number[], share: number): void => {
          const claimants = [...culprits, r].toSorted((a, b) => a - b);
          const mechanism = culprits.length === 1 ? 'theft' : 'collusion';
          for (const [issuer, q] of mint.issue.entries())
            ways.push({ seen: { shape: 'copy', issuer, claimants }, mechanism, culprits, rate: share * q });
        };
        const forkOf = (
          mechanism: Mechanism,
          holder: number,
          others: number[],
          own: boolean,
          culprits: number[],
          share: number,
        ): void => {
          if (!isDistinct([holder, ...others])) return;
          const seen = { shape: 'fork', issuer: 0, holder, others: others.toSorted((a, b) => a - b), own } as const;
          ways.push({ seen, mechanism, culprits, rate: share });
        };
        const partners = pool.filter((y) => y !== x);
        if (stages === 'theft') copyOf([x], each);
        if (stages === 'colluding claims') for (const y of partners) copyOf([x, y], each / partners.length);
        if (stages === 'double_spend') for (const o of all) forkOf('double_spend', x, [r, o], false, [x], each * v(o));
        if (stages === 'key_theft') forkOf('key_theft', r, [x], true, [x], each);
        if (stages === 'colluding fork')
          for (const y of partners) forkOf('collusion', x, [y, r], false, [x, y], each / partners.length);
      }
    }
  }
  return ways.filter(({ rate }) => rate > 0);
}

const keyOf = (seen: Configuration): string => JSON.stringify(seen);
const wayOf = ({ seen, mechanism, culprits }: Omit<Way, 'rate'>): string =>
  `${keyOf(seen)} ${mechanism} ${culprits.toSorted((a, b) => a - b).join('+')}`;
const ways = everyWay(world);
const listed = new Map<string, Way>();
for (const way of ways) {
  const before = listed.get(wayOf(way));
  listed.set(wayOf(way), { ...way, rate: way.rate + (before?.rate ?? 0) });
}

describe('intensityOf', () => {
  it('is what listing everything that can happen gives, but for what all hypotheses of a case share', () => {
    expect(listed.size).toBeGreaterThan(3000);
    const common = new Map<string, number>();
    const off: unknown[] = [];
    for (const [key, { seen, mechanism, culprits, rate }] of listed) {
      const ratio = rate / intensityOf(world, seen, mechanism, culprits);
      const first = common.get(keyOf(seen)) ?? ratio;
      common.set(keyOf(seen), first);
      if (!(Math.abs(ratio / first - 1) < 1e-9))
        off.push([key, rate, intensityOf(world, seen, mechanism, culprits), ratio / first]);
    }
    expect(off.slice(0, 5)).toEqual([]);
  });

  it('is nothing for what cannot happen', () => {
    const seen = [...new Map(ways.map((way) => [keyOf(way.seen), way.seen])).values()];
    const copies = seen.filter((one) => one.shape === 'copy');
    const impossible = copies.flatMap((one) =>
      one.claimants
        .filter((x) => !listed.has(wayOf({ seen: one, mechanism: 'theft', culprits: [x] })))
        .map((x) => ({ one, x })),
    );
    expect(impossible.length).toBeGreaterThan(0);
    for (const { one, x } of impossible) expect(intensityOf(world, one, 'theft', [x])).toBe(0);
  });

  it('takes the volume of bystanders out, so that it is ρ·L for a thief and ρ for an outsider', () => {
    const [a, b] = [2, 3];
    const seen = { shape: 'copy', issuer: 0, claimants: [a!, b!] } as const;
    const theft = (x: number): number => intensityOf(world, seen, 'theft', [x]);
    const one = (x: number): number => world.population.parties[x]!.theft;
    expect(theft(a!) / theft(b!)).toBeCloseTo(one(a!) / one(b!), 9);
    const unknown = intensityOf(world, seen, 'unknown', []);
    const scale = world.copies.shares[3]![0]! * 2 * (1 / world.copies.shares[0]![0]!);
    expect(theft(a!) / unknown).toBeCloseTo((world.rates.copy[0]! * one(a!)) / (world.rates.copy[3]! * scale), 9);
  });
});

describe('drawing', () => {
  it('makes each case as often as listing says', () => {
    const processes = processesOf(world);
    const rates = processes.map(({ rate }) => rate);
    const daily = rates.reduce((sum, rate) => sum + rate, 0);
    const runs = 60_000;
    const seenOften = new Map<string, number>();
    for (let n = 0; n < runs; n += 1) {
      const drawn = processes[world.chance.index(rates)]!.draw();
      if (drawn === null) continue;
      const seen: Configuration =
        drawn.seen.shape === 'copy'
          ? { ...drawn.seen, claimants: drawn.seen.claimants.toSorted((a, b) => a - b) }
          : drawn.seen.shape === 'fork'
            ? { ...drawn.seen, issuer: 0, others: drawn.seen.others.toSorted((a, b) => a - b) }
            : { ...drawn.seen, issuer: 0 };
      const key = wayOf({ seen, mechanism: drawn.mechanism, culprits: drawn.culprits });
      seenOften.set(key, (seenOften.get(key) ?? 0) + 1);
    }
    // Pearson's chi-square over all that is expected ten times or more.
    let square = 0;
    let cells = 0;
    for (const [key, { rate }] of listed) {
      const expected = (runs * rate) / daily;
      if (expected < 10) continue;
      cells += 1;
      square += ((seenOften.get(key) ?? 0) - expected) ** 2 / expected;
    }
    expect(cells).toBeGreaterThan(300);
    expect(Math.abs(square - cells) / Math.sqrt(2 * cells)).toBeLessThan(4);
    expect([...seenOften.keys()].filter((key) => !listed.has(key))).toEqual([]);
  });
});
