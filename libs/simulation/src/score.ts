import { ln } from './portable-math.ts';
import type { Answer, Weighed } from './records.ts';

/** What was answered to a conflict, as facts.md writes it. */
export interface Judgement {
  readonly hypotheses: readonly Weighed[];
  readonly culpability: readonly { readonly party: string; readonly probability: number }[];
}

/** A bin of the calibration curve: of those whose culpability was said to be about this, how many were culpable? */
export interface Bin {
  readonly said: number;
  readonly true: number;
  readonly size: number;
}

/** How well a stream was answered (facts.md, "How it is scored"), over its last four fifths. */
export interface Score {
  readonly conflicts: number;
  /** Share of conflicts whose likeliest hypothesis is the true one. */
  readonly accuracy: number;
  /** Mean surprise at the truth, in nats: ours, the oracle's, and that of somebody who holds all equally likely. */
  readonly logLoss: number;
  readonly oracleLogLoss: number;
  readonly uniformLogLoss: number;
  /** (uniform − ours) / (uniform − oracle). */
  readonly skill: number;
  /** Mean over conflicts of Σ (p − [true])². */
  readonly brier: number;
  /** Mean distance of culpability from its frequency, over 15 bins of equal width (Naeini et al. 2015). */
  readonly calibrationError: number;
  readonly bins: readonly Bin[];
  /** Parties blamed beyond 95 %, and the share of them that was innocent (0 where none was blamed). */
  readonly blamed: number;
  readonly innocent: number;
}

/** What a judgement is held to. */
export type Scored = Pick<Answer, 'truth' | 'oracle' | 'culprits'>;

/** An answer that is being scored, and those before it. */
export interface Scorer {
  readonly add: (answer: Scored, judgement: Judgement) => void;
  readonly finish: () => Score;
}

const BINS = 15;
const BLAMED = 0.95;
/** A truth that was said to be impossible costs as much as one chance in 10^300. */
const LEAST = 1e-300;

/** openScorer scores the answers of a stream of so many conflicts, in their order. */
export function openScorer(conflicts: number): Scorer {
  const skipped = Math.floor(conflicts / 5);
  const bins = Array.from({ length: BINS }, () => ({ said: 0, true: 0, size: 0 }));
  let seen = 0;
  let right = 0;
  let ours = 0;
  let oracles = 0;
  let uniform = 0;
  let brier = 0;
  let blamed = 0;
  let innocent = 0;
  return {
    add({ truth, oracle, culprits }, { hypotheses, culpability }) {
      seen += 1;
      if (seen <= skipped) return;
      if (bestOf(hypotheses) === truth) right += 1;
      ours -= ln(Math.max(LEAST, probabilityOf(hypotheses, truth)));
      oracles -= ln(Math.max(LEAST, probabilityOf(oracle, truth)));
      uniform += ln(oracle.length);
      brier += brierOf(hypotheses, truth);
      for (const { party, probability } of culpability) {
        const guilty = culprits.includes(party);
        const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))]!;
        bin.said += probability;
        bin.true += guilty ? 1 : 0;
        bin.size += 1;
        if (probability <= BLAMED) continue;
        blamed += 1;
        if (!guilty) innocent += 1;
      }
    },
    finish() {
      const scored = Math.max(0, seen - skipped);
      const mean = (sum: number): number => (scored === 0 ? 0 : sum / scored);
      const placed = bins.reduce((sum, { size }) => sum + size, 0);
      const away = bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.true), 0);
      return {
        conflicts: scored,
        accuracy: mean(right),
        logLoss: mean(ours),
        oracleLogLoss: mean(oracles),
        uniformLogLoss: mean(uniform),
        skill: uniform === oracles ? 0 : (uniform - ours) / (uniform - oracles),
        brier: mean(brier),
        calibrationError: placed === 0 ? 0 : away / placed,
        bins: bins.map(({ said, true: culpable, size }) =>
          size === 0 ? { said: 0, true: 0, size } : { said: said / size, true: culpable / size, size },
        ),
        blamed,
        innocent: blamed === 0 ? 0 : innocent / blamed,
      };
    },
  };
}

/** oracleJudgement is what the oracle itself would answer: the ceiling in every figure. */
export function oracleJudgement({ oracle }: Pick<Answer, 'oracle'>): Judgement {
  const culpability = new Map<string, number>();
  for (const { id, probability } of oracle) {
    for (const party of culpritsIn(id)) culpability.set(party, (culpability.get(party) ?? 0) + probability);
  }
  return {
    hypotheses: oracle,
    // Sums of probabilities may pass 1 in their last bit.
    culpability: [...culpability].map(([party, probability]) => ({ party, probability: Math.min(1, probability) })),
  };
}

/** culpritsIn reads the culprits off a hypothesis id; none of the simulated names has a + in it. */
const culpritsIn = (id: string): string[] =>
  id
    .slice(id.indexOf(':') + 1)
    .split('+')
    .filter((party) => party !== '');

const probabilityOf = (hypotheses: readonly Weighed[], id: string): number =>
  hypotheses.find((one) => one.id === id)?.probability ?? 0;

const brierOf = (hypotheses: readonly Weighed[], truth: string): number =>
  hypotheses.reduce((sum, { id, probability }) => sum + squared(probability - (id === truth ? 1 : 0)), 0);

function bestOf(hypotheses: readonly Weighed[]): string | null {
  let best: Weighed | null = null;
  for (const one of hypotheses) if (best === null || one.probability > best.probability) best = one;
  return best?.id ?? null;
}

const squared = (x: number): number => x * x;
