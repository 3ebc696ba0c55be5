import type { JsonObject } from '#statements';
import { MILLION } from './ppm.ts';

/** findVerdictMistake finds what a verdict's form alone cannot show: hypotheses that do not sum up, an outcome that is none. */
export function findVerdictMistake(verdict: JsonObject): string | null {
  for (const [index, question] of (verdict['qst'] as JsonObject[]).entries()) {
    const hypotheses = question['hyp'] as JsonObject[];
    for (const member of ['ppm', 'bare'] as const) {
      const sum = hypotheses.reduce((total, hypothesis) => total + (hypothesis[member] as number), 0);
      if (sum !== MILLION) return `question ${index}: "${member}" sums to ${sum} parts per million, not ${MILLION}`;
    }
    const outcome = question['out'];
    if (outcome !== 'not_proven' && !hypotheses.some(({ id }) => id === outcome)) {
      return `question ${index}: the outcome ${JSON.stringify(outcome)} is none of its hypotheses`;
    }
  }
  return null;
}
