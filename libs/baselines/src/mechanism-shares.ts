import { MECHANISMS, type Hypothesis, type Shape } from '#inference';

/** How often each mechanism brings a shape about, by what resolutions said: one pseudo-count each at first. */
export interface MechanismShares {
  readonly count: (shape: Shape, { mechanism }: Hypothesis, times: number) => void;
  /** The prior of each hypothesis: a mechanism's share, spread evenly over its hypotheses. */
  readonly priorOf: (shape: Shape, hypotheses: readonly Hypothesis[]) => number[];
}

/** openShares knows nothing yet. */
export function openShares(): MechanismShares {
  const counts: Readonly<Record<Shape, Map<string, number>>> = {
    copy: new Map(MECHANISMS.copy.map((mechanism) => [mechanism, 1])),
    fork: new Map(MECHANISMS.fork.map((mechanism) => [mechanism, 1])),
    duplicate: new Map(MECHANISMS.duplicate.map((mechanism) => [mechanism, 1])),
  };
  return {
    count(shape, { mechanism }, times) {
      counts[shape].set(mechanism, counts[shape].get(mechanism)! + times);
    },
    priorOf(shape, hypotheses) {
      const sizes = new Map<string, number>();
      for (const { mechanism } of hypotheses) sizes.set(mechanism, (sizes.get(mechanism) ?? 0) + 1);
      return hypotheses.map(({ mechanism }) => counts[shape].get(mechanism)! / sizes.get(mechanism)!);
    },
  };
}
