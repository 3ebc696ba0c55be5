import { createMarket, observe, type Parameters } from '../src/index.ts';
import type { DrawnMarket } from './plain-market.ts';

/** How well a stream was answered: over its last four fifths, as facts.md scores it. */
export interface Figures {
  readonly skill: number;
  readonly calibrationError: number;
  /** Share of the parties blamed beyond 95 % that were innocent, and how many were blamed so. */
  readonly innocent: number;
  readonly blamed: number;
}

const BINS = 15;

/** measure runs a drawn market and sets the answers beside the truth and the oracle. */
export function measure(market: DrawnMarket, parameters: Partial<Parameters> = {}): Figures {
  const state = createMarket(parameters);
  const skipped = Math.floor(market.truth.size / 5);
  let seen = 0;
  let ours = 0;
  let oracles = 0;
  let uniform = 0;
  const bins = Array.from({ length: BINS }, () => ({ said: 0, true: 0, size: 0 }));
  let blamed = 0;
  let innocent = 0;
  for (const fact of market.facts) {
    const answer = observe(state, fact);
    if (answer === null) continue;
    if ('problem' in answer) throw new Error(answer.problem);
    seen += 1;
    if (seen <= skipped) continue;
    const truth = market.truth.get(answer.conflict)!;
    ours -= Math.log(answer.hypotheses.find(({ id }) => id === truth)!.probability);
    oracles -= Math.log(market.oracle.get(answer.conflict)!.get(truth)!);
    uniform += Math.log(answer.hypotheses.length);
    const culprits = truth.slice(truth.indexOf(':') + 1).split('+');
    for (const { party, probability } of answer.culpability) {
      const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))]!;
      const guilty = culprits.includes(party);
      bin.said += probability;
      bin.true += guilty ? 1 : 0;
      bin.size += 1;
      if (probability > 0.95) {
        blamed += 1;
        if (!guilty) innocent += 1;
      }
    }
  }
  const size = bins.reduce((sum, bin) => sum + bin.size, 0);
  return {
    skill: (uniform - ours) / (uniform - oracles),
    calibrationError: bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.true), 0) / size,
    innocent: blamed === 0 ? 0 : innocent / blamed,
    blamed,
  };
}
