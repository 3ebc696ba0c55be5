import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../random.ts';
import { costOf } from './attack-cost.ts';
import { domainsOf, genesOf, type Attack, type Value, type Domain } from './attack-space.ts';
import type { Trial } from './evolve.ts';
import { nicheOf, searchAttacks, type AttackSearch } from './search-attacks.ts';

/** What does most harm in a world that we made up: the nearer an attack is to it, the worse. */
const PLANTED: Attack = [
  { kind: 'whitewash', share: 0.4, frauds: 4, bank: 'first', rest: 0.02 },
  {
    kind: 'slander',
    sybils: 9,
    volume: 0.2,
    aim: 'unblemished',
    targets: 6,
    mechanism: 'key_theft',
    share: 0.15,
    frauds: 6,
    faking: 0.4,
    budget: 1500,
    names: 60,
  },
];

function harmOf(attack: Attack): number {
  let harm = 0;
  for (const planted of PLANTED) {
    const near = attack.filter(({ kind }) => kind === planted.kind).map((one) => 1 - distance(one, planted));
    harm += Math.max(0, ...near);
  }
  return harm - 0.2 * Math.max(0, attack.length - PLANTED.length);
}

function distance(one: Attack[number], other: Attack[number]): number {
  const domains = domainsOf(one.kind);
  const far = domains.map(([member, domain]) => apart(genesOf(one)[member]!, genesOf(other)[member]!, domain));
  return far.reduce((sum, each) => sum + each, 0) / domains.length;
}

const apart = (a: Value, b: Value, domain: Domain): number =>
  domain.of === 'number' ? Math.abs(Number(a) - Number(b)) / (domain.to - domain.from) : a === b ? 0 : 1;

/** Measured with noise of its own, and with what all have in common in one market. */
const noisily =
  (seed: number, seen: Trial<Attack>[] = []): AttackSearch['measure'] =>
  (trials) => {
    seen.push(...trials);
    return Promise.resolve(
      trials.map(({ candidate, market }) => {
        const common = 0.1 * seededRandom(seed, `market ${market}`).normal();
        return harmOf(candidate) + common + 0.2 * seededRandom(seed, `${market} ${JSON.stringify(candidate)}`).normal();
      }),
    );
  };

const search = (seed: number, changes: Partial<AttackSearch> = {}) =>
  searchAttacks({
    tries: 300,
    seed,
    budget: 400,
    conflicts: 1500,
    start: [],
    newcomers: 0.2,
    measure: noisily(seed),
    ...changes,
  });

describe('a search for attacks', () => {
  it('comes nearer to the worst attack than random search with as many tries', async () => {
    const seeds = Array.from({ length: 16 }, (_, seed) => seed);
    const bred = await Promise.all(seeds.map((seed) => search(seed)));
    const drawn = await Promise.all(seeds.map((seed) => search(seed, { newcomers: 1 })));
    const reached = (searches: typeof bred): number[] => searches.map(([best]) => harmOf(best!.candidate));
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(reached(bred))).toBeGreaterThan(mean(reached(drawn)) + 0.05);
    expect(mean(reached(bred))).toBeGreaterThan(1.5);
    // What is expected of the best is not what luck made of it.
    const optimism = bred.map(([best]) => best!.expected - harmOf(best!.candidate));
    expect(Math.abs(mean(optimism))).toBeLessThan(0.15);
  });

  it('uses exactly its tries, within the budget, and is the same for the same seed', async () => {
    for (const tries of [1, 7, 40, 173]) {
      const seen: Trial<Attack>[] = [];
      const tried = await search(3, { tries, measure: noisily(3, seen) });
      expect(seen.length).toBe(tries);
      expect(tried.reduce((sum, { figures }) => sum + figures.length, 0)).toBe(tries);
      expect(Math.max(...tried.map(({ candidate }) => costOf(candidate, 1500)))).toBeLessThanOrEqual(400);
      expect(tried.map(({ expected }) => expected)).toEqual(
        tried.map(({ expected }) => expected).toSorted((a, b) => b - a),
      );
      expect(new Set(tried.map(({ candidate }) => JSON.stringify(candidate))).size).toBe(tried.length);
      expect(await search(3, { tries })).toEqual(tried);
    }
    expect(await search(4, { tries: 40 })).not.toEqual(await search(3, { tries: 40 }));
  });

  it('begins with what it is given, and measures the best again and again', async () => {
    const [best] = await search(5, { start: [PLANTED], tries: 120 });
    expect(nicheOf(best!.candidate)).toBe('whitewash + slander by key_theft');
    expect(harmOf(best!.candidate)).toBeGreaterThan(1.8);
    expect(best!.figures.length).toBeGreaterThan(4);
  });
});
