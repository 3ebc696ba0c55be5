import { hypothesesOf, type ConflictFact, type Hypothesis, type Shape } from '#inference';
import { toPosterior, type Baseline } from './baseline.ts';

/** A rule that names parties as culprits, those it holds equally suspect together, and what it learns from a conflict. */
export interface Rule {
  readonly suspects: (conflict: ConflictFact) => readonly string[];
  readonly learn?: (conflict: ConflictFact, hypotheses: readonly Hypothesis[]) => void;
}

interface Asked {
  readonly shape: Shape;
  readonly named: ReadonlySet<string>;
}

/**
 * judgeByRule makes a rule into probabilities: the hypotheses by which one of its suspects acted alone share c, all others
 * 1 − c, evenly in both. A rule is certain of itself and would lose infinitely much where it errs; so c is how often
 * resolutions bore it out, by shape, after Laplace: (right + 1)/(heard + 2), and never 1.
 */
export function judgeByRule({ suspects, learn }: Rule): Baseline {
  const heard: Record<Shape, number> = { copy: 0, fork: 0, duplicate: 0 };
  const right: Record<Shape, number> = { copy: 0, fork: 0, duplicate: 0 };
  const asked = new Map<string, Asked>();
  return {
    observe(fact) {
      if (fact.kind === 'resolution') {
        const question = asked.get(fact.conflict);
        if (question === undefined) return null;
        heard[question.shape] += 1;
        if (question.named.has(fact.hypothesis)) right[question.shape] += 1;
        return null;
      }
      if (fact.kind !== 'conflict') return null;
      const hypotheses = hypothesesOf(fact);
      const suspected = suspects(fact);
      const isNamed = hypotheses.map(({ culprits }) => culprits.length === 1 && suspected.includes(culprits[0]!));
      const named = isNamed.filter(Boolean).length;
      const others = hypotheses.length - named;
      const sure = named === 0 ? 0 : others === 0 ? 1 : (right[fact.shape] + 1) / (heard[fact.shape] + 2);
      asked.set(fact.id, {
        shape: fact.shape,
        named: new Set(hypotheses.filter((_, h) => isNamed[h]).map(({ id }) => id)),
      });
      learn?.(fact, hypotheses);
      return toPosterior(
        fact,
        hypotheses,
        isNamed.map((is) => (is ? sure / named : (1 - sure) / others)),
      );
    },
  };
}
