import type { ConflictFact, Fact, Hypothesis } from '#inference';

/** The answer to a conflict, as facts.md prints it but in the order of `hypothesesOf`. */
export interface Posterior {
  readonly conflict: string;
  readonly hypotheses: readonly { readonly id: string; readonly probability: number }[];
  /** Every party that a hypothesis names. */
  readonly culpability: readonly { readonly party: string; readonly probability: number }[];
}

/** Another way to judge: it hears a stream fact by fact and answers a conflict at once, and anything else with null. */
export interface Baseline {
  readonly observe: (fact: Fact) => Posterior | null;
}

/** normalise turns weights into probabilities; where all are 0, each is as likely as another. */
export function normalise(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length));
}

/** culpabilityOf sums for every party that is named the probabilities of the hypotheses that name it. */
export function culpabilityOf(
  hypotheses: readonly Hypothesis[],
  probabilities: readonly number[],
): ReadonlyMap<string, number> {
  const culpable = new Map<string, number>();
  for (const [h, { culprits }] of hypotheses.entries()) {
    for (const party of culprits) culpable.set(party, (culpable.get(party) ?? 0) + probabilities[h]!);
  }
  return culpable;
}

/** toPosterior puts probabilities, in the order of the hypotheses, into an answer. */
export function toPosterior(
  conflict: ConflictFact,
  hypotheses: readonly Hypothesis[],
  probabilities: readonly number[],
): Posterior {
  return {
    conflict: conflict.id,
    hypotheses: hypotheses.map(({ id }, h) => ({ id, probability: probabilities[h]! })),
    // Sums of probabilities may pass 1 in their last bit.
    culpability: [...culpabilityOf(hypotheses, probabilities)].map(([party, probability]) => ({
      party,
      probability: Math.min(1, probability),
    })),
  };
}
