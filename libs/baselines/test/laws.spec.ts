/** What every baseline keeps, on simulated markets. */
import { describe, expect, it } from '@jest/globals';
import { hypothesesOf, parseFact, type Fact } from '#inference';
import { FAMILIES, openScorer, simulate, type Answer } from '#simulation';
import { BASELINES, type BaselineName, type Posterior } from '../src/index.ts';

const MARKET = FAMILIES.find(({ name }) => name === 'market')!;
const { happenings } = simulate({ ...MARKET, conflicts: 400, parties: 60 }, 5);
const stream = happenings.map(({ record, answer }) => ({ fact: parseFact(record) as Fact, answer }));

function answersOf(name: BaselineName, facts: readonly Fact[]): Posterior[] {
  const judge = BASELINES[name]();
  return facts.flatMap((fact) => judge.observe(fact) ?? []);
}

const facts = stream.map(({ fact }) => fact);
const answers = stream.flatMap(({ answer }): Answer[] => (answer === null ? [] : [answer]));
const names = Object.keys(BASELINES) as BaselineName[];

describe.each(names)('%s', (name) => {
  const told = answersOf(name, facts);

  it('answers each conflict, over exactly its hypotheses, with probabilities', () => {
    const conflicts = facts.flatMap((fact) => (fact.kind === 'conflict' ? [fact] : []));
    expect(told.map(({ conflict }) => conflict)).toEqual(conflicts.map(({ id }) => id));
    for (const [c, { hypotheses, culpability }] of told.entries()) {
      const expected = hypothesesOf(conflicts[c]!);
      expect(hypotheses.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(hypotheses.every(({ probability }) => probability >= 0)).toBe(true);
      for (const { party, probability } of culpability) {
        const sum = expected.reduce(
          (so, { culprits }, h) => so + (culprits.includes(party) ? hypotheses[h]!.probability : 0),
          0,
        );
        expect(probability).toBeCloseTo(sum, 9);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }
  });

  it('gives the same bits again, and a prefix the same whatever follows', () => {
    const half = facts.slice(0, Math.floor(facts.length / 2));
    const begun = answersOf(name, half);
    expect(begun.length).toBeGreaterThan(100);
    expect(told.slice(0, begun.length)).toEqual(begun);
  });

  it('is no straw man: it does not do worse than guessing', () => {
    const scorer = openScorer(answers.length);
    for (const [c, answer] of answers.entries()) scorer.add(answer, told[c]!);
    expect(scorer.finish().skill).toBeGreaterThan(-0.02);
  });
});
