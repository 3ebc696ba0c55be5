import { describe, expect, it } from '@jest/globals';
import { FOUND } from '#simulation';
import { measureAttack, OBJECTIVES } from '../src/attack/measure-attack.ts';

/**
 * What the judge did under each when it was written down: skill, and the avoidable loss of 100 days beyond that of the same markets in
 * peace. Whoever makes the judge better at them writes the better figures here.
 */
const THEN: Readonly<Record<string, { readonly skill: number; readonly harm: number }>> = {
  'found patient face': { skill: 0.418, harm: 55.2 },
  'found best face': { skill: 0.721, harm: 15.6 },
  'found false pair': { skill: 0.805, harm: 9.3 },
  'found busy forgers': { skill: 0.866, harm: 7.6 },
};
const SKILL_MARGIN = 0.05;
/** Of what it was. */
const HARM_MARGIN = 0.2;

const SEEDS = [1, 2];
const CONFLICTS = 1500;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the judge under attacks that searches found', () => {
  const peace = SEEDS.map((seed) => measureAttack({ attack: [], seed, conflicts: CONFLICTS }));

  it('is held to a figure for each', () => expect(FOUND.map(({ name }) => name)).toEqual(Object.keys(THEN)));

  it.each(FOUND.map(({ name, strategies }) => ({ name, strategies })))(
    'is no worse at $name',
    ({ name, strategies }) => {
      const attacked = SEEDS.map((seed) => measureAttack({ attack: strategies, seed, conflicts: CONFLICTS }));
      const skill = mean(attacked.map((one) => one.skill));
      const harm = mean(attacked.map((one, n) => OBJECTIVES.loss(one, peace[n]!)));
      expect(skill).toBeGreaterThan(THEN[name]!.skill - SKILL_MARGIN);
      expect(harm).toBeLessThan((1 + HARM_MARGIN) * THEN[name]!.harm);
    },
  );
});
