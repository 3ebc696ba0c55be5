import { describe, expect, it } from '@jest/globals';
import { FOUND } from '#simulation';
import { measureAttack, OBJECTIVES } from '../src/attack/measure-attack.ts';

/** A family's markets: the middle one, and the worst; few collapse, and a mean of few would hide them or be made by them. */
interface Spread {
  readonly median: number;
  readonly worst: number;
}

/**
 * What the judge did under each when it was written down, in these markets: skill, and the avoidable loss of 100 days
 * beyond that of the same market in peace. Whoever makes the judge better at them writes the better figures here.
 */
const THEN: Readonly<Record<string, { readonly skill: Spread; readonly harm: Spread }>> = {
  'found patient face': { skill: { median: 0.737, worst: 0.677 }, harm: { median: 16.2, worst: 23.2 } },
  'found best face': { skill: { median: 0.719, worst: 0.378 }, harm: { median: 16.2, worst: 19.9 } },
  'found false pair': { skill: { median: 0.644, worst: 0.451 }, harm: { median: 27.0, worst: 32.7 } },
  'found busy forgers': { skill: { median: 0.759, worst: 0.586 }, harm: { median: 21.1, worst: 34.6 } },
};
const SKILL_MARGIN: Spread = { median: 0.05, worst: 0.1 };
/** Of what it was. */
const HARM_MARGIN: Spread = { median: 0.25, worst: 0.25 };

/** The worst that were seen of each family's skill are among them (docs/attacks.md); three, for each market takes seconds. */
const SEEDS = [1, 13, 15];
const CONFLICTS = 1500;

/** Of an odd number of values. */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('the judge under attacks that searches found', () => {
  const peace = SEEDS.map((seed) => measureAttack({ attack: [], seed, conflicts: CONFLICTS }));

  it('is held to figures for each', () => expect(FOUND.map(({ name }) => name)).toEqual(Object.keys(THEN)));

  it.each(FOUND.map(({ name, strategies }) => ({ name, strategies })))(
    'is no worse at $name',
    ({ name, strategies }) => {
      const attacked = SEEDS.map((seed) => measureAttack({ attack: strategies, seed, conflicts: CONFLICTS }));
      const skill = attacked.map((one) => one.skill);
      const harm = attacked.map((one, n) => OBJECTIVES.loss(one, peace[n]!));
      const then = THEN[name]!;
      expect(median(skill)).toBeGreaterThan(then.skill.median - SKILL_MARGIN.median);
      expect(Math.min(...skill)).toBeGreaterThan(then.skill.worst - SKILL_MARGIN.worst);
      expect(median(harm)).toBeLessThan((1 + HARM_MARGIN.median) * then.harm.median);
      expect(Math.max(...harm)).toBeLessThan((1 + HARM_MARGIN.worst) * then.harm.worst);
    },
  );
});
