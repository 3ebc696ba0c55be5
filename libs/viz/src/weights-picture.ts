/** What a weights picture shows of one question. */

export interface HypothesisShare {
  readonly label: string;
  /** Posterior, in parts per million. */
  readonly ppm: number;
  /** The same without reputation. */
  readonly bare: number;
}

export interface EvidenceWeight {
  readonly label: string;
  /** For (above 0) or against the leading hypothesis; 100 millibans are a deciban, 1,000 are odds of ten to one. */
  readonly milliban: number;
}

export interface WeightsPicture {
  readonly title: string;
  readonly hypotheses: readonly HypothesisShare[];
  /** In the order in which they are to be added up: the largest first. */
  readonly weights: readonly EvidenceWeight[];
  /** Millibans from even odds to the leading hypothesis's posterior; what the weights leave of it is drawn as such. */
  readonly total: number;
}

/** Of each list, so many are drawn; the others are added up into one row. */
export const MOST_ROWS = 12;
