import { weighEvidence, type Weight } from '#arbitration';
import {
  missingEvidence,
  tellingCases,
  type Assessment,
  type ConflictFact,
  type Market,
  type MissingEvidence,
  type TellingCase,
} from '#inference';

/** A line of `assize infer --explain`. */
export interface ExplainedConflict {
  readonly conflict: string;
  /** The likeliest, each with the weights that add up exactly to its log-odds, in millibans. */
  readonly hypotheses: readonly {
    readonly id: string;
    readonly milliban: number;
    readonly weights: readonly Weight[];
  }[];
  readonly telling: TellingCase | null;
  readonly missing: MissingEvidence | null;
}

/** Of a crowd's hundreds of hypotheses nobody reads the rest. */
const MOST_HYPOTHESES = 8;

/** Evidence that a service asked for and did not get is a value of its own there. */
const isMissing = (_feature: string, value: string | undefined): boolean => value === undefined || value === 'none';

/** explainConflict says why a conflict that was just heard was answered as it was; the market stays as it is. */
export function explainConflict(market: Market, conflict: ConflictFact, assessment: Assessment): ExplainedConflict {
  return {
    conflict: conflict.id,
    hypotheses: assessment.hypotheses.slice(0, MOST_HYPOTHESES).map(({ id }, h) => {
      const weights = weighEvidence(assessment, h);
      return { id, milliban: weights.reduce((sum, { milliban }) => sum + milliban, 0), weights };
    }),
    telling: tellingCases(market, conflict, 1)[0] ?? null,
    missing: missingEvidence(market, conflict, isMissing)[0] ?? null,
  };
}
