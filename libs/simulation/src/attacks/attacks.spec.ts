import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FOUND } from '../found-attacks.ts';
import { seededRandom } from '../random.ts';
import type { Strategy } from '../strategy.ts';
import { costOf, DEFAULT_BUDGET } from './attack-cost.ts';
import {
  ATTACK_SPACE,
  domainsOf,
  genesOf,
  KINDS,
  mapGenes,
  withGenes,
  type Attack,
  type Value,
} from './attack-space.ts';
import { crossAttacks, drawAttack } from './breed-attack.ts';
import { handMadeAttacks } from './known-attacks.ts';
import { parseAttack } from './parse-attack.ts';
import { repairAttack } from './repair-attack.ts';

const CONFLICTS = 1500;

/** Attacks as a search draws and breeds them, and some that reach beyond every bound. */
const attacks = fc.record({ seed: fc.nat(), reach: fc.constantFrom(1, 1, 4) }).map(({ seed, reach }): Attack => {
  const random = seededRandom(seed, 'attacks');
  const bred = crossAttacks(drawAttack(random), drawAttack(random), random);
  const far = (value: Value): Value => (typeof value === 'number' ? (value - 0.5) * reach : value);
  return reach === 1 ? bred : [...bred, ...bred].map((strategy) => mapGenes(strategy, far));
});
const budgets = fc.double({ min: 1, max: 1500, noNaN: true });
const asJson = (attack: Attack): unknown => JSON.parse(JSON.stringify(attack));

describe('an attack that is repaired', () => {
  it('costs no more than the budget, lies inside the space, and stays as it is when repaired again', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(attacks, budgets, (attack, budget) => {
        const repaired = repairAttack(attack, budget, CONFLICTS);
        expect(costOf(repaired, CONFLICTS)).toBeLessThanOrEqual(budget);
        // What is inside the space is what can be read back, member by member.
        expect(parseAttack(asJson(repaired))).toEqual({ attack: repaired });
        expect(repairAttack(repaired, budget, CONFLICTS)).toEqual(repaired);
        for (const { kind } of repaired) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect([...seen.keys()].toSorted()).toEqual([...KINDS].toSorted());
  });

  it('spends what the budget allows, where it was dearer', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const attack = drawAttack(seededRandom(seed, 'dear'));
        const whole = costOf(attack, CONFLICTS);
        const repaired = repairAttack(attack, 0.7 * whole, CONFLICTS);
        // Who is bribed comes in groups; of the rest, an invented name of each slander is what may be left over.
        const isFine = attack.every(({ kind }) => kind !== 'crooked issuer' && kind !== 'ring');
        if (isFine && repaired.length === attack.length)
          expect(costOf(repaired, CONFLICTS)).toBeGreaterThan(0.7 * whole - 65);
        expect(repairAttack(attack, whole, CONFLICTS)).toEqual(attack);
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});

describe('what an attack costs', () => {
  it('never falls when more of anything is wanted', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 1000 }), (seed, more) => {
        const attack = drawAttack(seededRandom(seed, 'more'));
        for (const [s, strategy] of attack.entries()) {
          for (const [member, domain] of domainsOf(strategy.kind)) {
            if (domain.of !== 'number' || !domain.isScaled) continue;
            const now = genesOf(strategy)[member] as number;
            const dearer = withGenes(strategy.kind, {
              ...genesOf(strategy),
              [member]: now + ((domain.to - now) * more) / 1000,
            });
            expect(costOf(attack.with(s, dearer), CONFLICTS)).toBeGreaterThanOrEqual(costOf(attack, CONFLICTS));
          }
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('is within the usual budget for a hand-made attack of one kind, about as it is, and not for all at once', () => {
    const free = handMadeAttacks({ budget: 1e6, conflicts: CONFLICTS });
    const single = free.filter(({ attack }) => attack.length === 1);
    expect(single.length).toBeGreaterThan(9);
    for (const { name, attack } of single)
      expect([name, costOf(attack, CONFLICTS) <= DEFAULT_BUDGET]).toEqual([name, true]);
    const together = free.find(({ name }) => name === 'all at once')!;
    expect(costOf(together.attack, CONFLICTS)).toBeGreaterThan(3 * DEFAULT_BUDGET);
  });

  it('of what searches found is within the usual budget, and inside the space', () => {
    for (const { strategies } of FOUND) expect(repairAttack(strategies, DEFAULT_BUDGET, CONFLICTS)).toEqual(strategies);
  });

  it('is nothing for no attack', () => expect(costOf([], CONFLICTS)).toBe(0));
});

describe('breeding', () => {
  it('draws every kind, and children that have something of either parent and something new', () => {
    const random = seededRandom(4, 'breeding');
    const [one, other] = [[plain('slander')], [plain('ring'), plain('faking')]];
    const children = Array.from({ length: 300 }, () => crossAttacks(one, other, random));
    const kindsIn = (list: readonly Attack[]): Set<string> => new Set(list.flat().map(({ kind }) => kind));
    expect(kindsIn(children)).toEqual(new Set(KINDS));
    expect(children.every((child) => child.length > 0)).toBe(true);
    const both = children.filter((child) => ['slander', 'ring'].every((kind) => child.some((s) => s.kind === kind)));
    expect(both.length).toBeGreaterThan(20);
    expect(children.some((child) => child.filter(({ kind }) => kind === 'slander').length === 2)).toBe(true);
    expect(new Set(children.map((child) => JSON.stringify(child))).size).toBeGreaterThan(200);
  });
});

describe('an attack as JSON', () => {
  it.each<readonly [string, unknown]>([
    ['an array of strategies is needed', {}],
    ['strategy 0: an object is needed', [7]],
    ['strategy 0: kind must be one of lax bank, milking', [{ kind: 'theft' }]],
    ['strategy 0: habitual: a number from 0.1 to 0.95 is needed', [{ kind: 'lax bank' }]],
    ['strategy 0: habitual: a number from 0.1 to 0.95 is needed', [{ kind: 'lax bank', habitual: 2 }]],
    ['strategy 0: "bank" is no member of lax bank', [{ kind: 'lax bank', habitual: 0.5, bank: 1 }]],
    ['strategy 1: size: an integer from 2 to 12 is needed', [plain('ring'), { ...plain('ring'), size: 2.5 }]],
    ['strategy 0: features: an array of numbers from 0 to 5 is needed', [{ ...plain('faking'), features: [6] }]],
    ['strategy 0: bank: one of same, any, first is needed', [{ ...plain('whitewash'), bank: 'b1' }]],
    ['at most 1 of kind ring at a time', [plain('ring'), plain('ring')]],
    ['at most 2 of kind slander at a time', [plain('slander'), plain('slander'), plain('slander')]],
  ])('is refused: %s', (problem, value) => {
    const read = parseAttack(value);
    expect('problem' in read && read.problem.slice(0, problem.length)).toBe(problem);
  });
});

/** A strategy with the least of everything. */
function plain(kind: Strategy['kind']): Strategy {
  const least = Object.entries(ATTACK_SPACE[kind]).map(([member, domain]): [string, Value] => [
    member,
    domain.of === 'number' ? domain.from : domain.of === 'choice' ? domain.values[0]! : [],
  ]);
  return withGenes(kind, Object.fromEntries(least));
}
