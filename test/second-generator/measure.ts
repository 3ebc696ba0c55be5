import type { DrawnMarket } from './draw-market.ts';
import type { Weighed } from './oracle.ts';

/** An answer to a conflict, as facts.md has it. */
export interface Answer {
  readonly conflict: string;
  readonly hypotheses: readonly Weighed[];
  readonly culpability: readonly { readonly party: string; readonly probability: number }[];
}

/** Of those whose culpability was said to be about this: how many, what was said (summed), how many were culpable. */
export interface Bin {
  readonly size: number;
  readonly said: number;
  readonly culpable: number;
}

/** Sums over conflicts, to be pooled; losses are in nats. */
export interface Tally {
  readonly conflicts: number;
  readonly loss: number;
  readonly oracleLoss: number;
  readonly uniformLoss: number;
  readonly bins: readonly Bin[];
  /** Parties blamed beyond 95 %, and those of them who were innocent. */
  readonly blamed: number;
  readonly innocent: number;
}

const BINS = 15;
const EMPTY: Tally = {
  conflicts: 0,
  loss: 0,
  oracleLoss: 0,
  uniformLoss: 0,
  bins: Array.from({ length: BINS }, () => ({ size: 0, said: 0, culpable: 0 })),
  blamed: 0,
  innocent: 0,
};

/** measure scores the answers to a market's last four fifths. Throws where one is missing, or lacks the truth. */
export function measure({ truths }: DrawnMarket, answers: readonly Answer[]): Tally {
  if (answers.length !== truths.size) throw new Error(`${truths.size} conflicts have ${answers.length} answers`);
  const tallies = answers.slice(Math.floor(truths.size / 5)).map((answer): Tally => {
    const { id, culprits, oracle } = truths.get(answer.conflict)!;
    const said = answer.culpability.map(({ party, probability }) => ({
      bin: Math.min(BINS - 1, Math.floor(probability * BINS)),
      probability,
      culpable: culprits.includes(party),
    }));
    const blamed = said.filter(({ probability }) => probability > 0.95);
    return {
      conflicts: 1,
      loss: -Math.log(probabilityOf(answer.hypotheses, id)),
      oracleLoss: -Math.log(probabilityOf(oracle, id)),
      uniformLoss: Math.log(answer.hypotheses.length),
      bins: EMPTY.bins.map((_, bin) => {
        const here = said.filter((one) => one.bin === bin);
        return {
          size: here.length,
          said: here.reduce((sum, { probability }) => sum + probability, 0),
          culpable: here.filter(({ culpable }) => culpable).length,
        };
      }),
      blamed: blamed.length,
      innocent: blamed.filter(({ culpable }) => !culpable).length,
    };
  });
  return pool(tallies);
}

/** pool adds tallies up. */
export function pool(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      conflicts: sum.conflicts + one.conflicts,
      loss: sum.loss + one.loss,
      oracleLoss: sum.oracleLoss + one.oracleLoss,
      uniformLoss: sum.uniformLoss + one.uniformLoss,
      bins: sum.bins.map((bin, n) => ({
        size: bin.size + one.bins[n]!.size,
        said: bin.said + one.bins[n]!.said,
        culpable: bin.culpable + one.bins[n]!.culpable,
      })),
      blamed: sum.blamed + one.blamed,
      innocent: sum.innocent + one.innocent,
    }),
    EMPTY,
  );
}

/** skillOf is 0 for somebody who holds all hypotheses equally likely, and 1 for the oracle. */
export function skillOf({ loss, oracleLoss, uniformLoss }: Tally): number {
  return (uniformLoss - loss) / (uniformLoss - oracleLoss);
}

/** calibrationErrorOf is the mean distance of culpability from how often it was true, over 15 bins of equal width. */
export function calibrationErrorOf({ bins }: Tally): number {
  const away = bins.reduce((sum, { said, culpable }) => sum + Math.abs(said - culpable), 0);
  return away / bins.reduce((sum, { size }) => sum + size, 0);
}

function probabilityOf(hypotheses: readonly Weighed[], id: string): number {
  const found = hypotheses.find((hypothesis) => hypothesis.id === id);
  if (found === undefined) throw new Error(`${id} is true and was not thought of`);
  return found.probability;
}
