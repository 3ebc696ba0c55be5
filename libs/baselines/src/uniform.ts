import { hypothesesOf } from '#inference';
import { toPosterior, type Baseline } from './baseline.ts';

/** openUniform holds every hypothesis of a conflict equally likely, whatever it hears: skill 0 by definition. */
export const openUniform = (): Baseline => ({
  observe(fact) {
    if (fact.kind !== 'conflict') return null;
    const hypotheses = hypothesesOf(fact);
    return toPosterior(
      fact,
      hypotheses,
      hypotheses.map(() => 1 / hypotheses.length),
    );
  },
});
