import { hypothesesOf, parseFact, type ConflictFact, type Fact, type Hypothesis } from '#inference';
import { stream, type Answer, type Ending, type PartyTruth, type Plan, type Weighed } from '#simulation';

/** What is known of a conflict beside the fact. */
export interface Told {
  readonly truth: string;
  readonly culprits: readonly string[];
  readonly hypotheses: readonly Hypothesis[];
  /** What somebody would answer who knows every rate, in the order of the hypotheses; null where nobody does. */
  readonly oracle: readonly Weighed[] | null;
}

/** What must be known of a party to measure what is said of it. */
export interface KnownParty extends Pick<PartyTruth, 'party' | 'bank' | 'cheat' | 'cheatSince' | 'settled'> {
  readonly rate: { readonly mean: number };
  /** The strategy that invented it; where nobody tells, none. */
  readonly attacker?: number | null;
}

/** A conflict with its truth, or another fact. */
export type Step = (
  | { readonly fact: ConflictFact; readonly told: Told }
  | { readonly fact: Exclude<Fact, ConflictFact>; readonly told: null }
) & {
  /** An error that says why the fact cannot stand where it does. */
  readonly refuse: (problem: string) => Error;
};

/** A stream whose truth is known. It can be gone through once. */
export interface Course {
  readonly conflicts: number;
  /** The oracle answers every conflict. */
  readonly hasOracle: boolean;
  readonly steps: Iterable<Step>;
  /** Who took part, once all steps were taken; null where nobody tells. */
  readonly parties: () => readonly KnownParty[] | null;
}

/** simulateCourse makes a market as it goes. */
export function simulateCourse(plan: Plan, seed: number, conflicts: number): Course {
  let ending: Ending | null = null;
  function* steps(): Generator<Step> {
    const market = stream(plan, seed, conflicts);
    for (;;) {
      const step = market.next();
      if (step.done === true) {
        ending = step.value;
        return;
      }
      const { record, answer } = step.value;
      const fact = parseFact(record);
      if ('problem' in fact) throw refuse(fact.problem);
      if (fact.kind !== 'conflict') yield { fact, told: null, refuse };
      else if (answer !== null) yield { fact, told: tell(fact, answer), refuse };
    }
  }
  return { conflicts, hasOracle: true, steps: steps(), parties: () => ending?.parties ?? null };
}

const refuse = (problem: string): Error => new Error(`the simulator made no valid stream: ${problem}`);

const tell = (fact: ConflictFact, { truth, culprits, oracle }: Answer): Told => ({
  truth,
  culprits,
  oracle,
  hypotheses: hypothesesOf(fact),
});
