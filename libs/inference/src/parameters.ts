import type { Shape } from './fact.ts';

/** The model's constants; every one is a prior or a pace, none depends on a market's units. */
export interface Parameters {
  /** Prior share of habitual cheats among the parties of a cohort. */
  readonly habitualShare: number;
  /** How many parties the prior share is worth to the whole market, and the market's share to one cohort. */
  readonly shareStrength: number;
  readonly cohortStrength: number;
  /** Gamma shape of the many's fault rate; the habitual few have this plus one, which spares every gamma function. */
  readonly manyShape: number;
  /** Prior ratio of a habitual cheat's mean fault rate to the many's, and how many faults that is worth. */
  readonly habitualRatio: number;
  readonly ratioStrength: number;
  /** Prior mechanism shares by shape, in the order of MECHANISMS, and how many conflicts of a shape they are worth. */
  readonly mechanismShares: Readonly<Record<Shape, readonly number[]>>;
  readonly mechanismStrength: number;
  /**
   * How many observations of a feature its pooled frequencies are worth: many, or strong evidence that is first read the
   * wrong way round confirms itself for ever (from 20 down that befell one drawn market in thirty; at 40 none in a hundred).
   */
  readonly tableStrength: number;
  /** Resolutions that count as having proved right and wrong before any is seen. */
  readonly resolutionsRight: number;
  readonly resolutionsWrong: number;
  /** How many earlier conflicts are weighed again, in turn, for each new one. */
  readonly weighedAgain: number;
}

/** The constants in use unless a caller says otherwise; tuned on the plain markets of this lib's tests. */
export const DEFAULT_PARAMETERS: Parameters = {
  habitualShare: 0.1,
  shareStrength: 20,
  cohortStrength: 20,
  manyShape: 1,
  habitualRatio: 20,
  ratioStrength: 10,
  mechanismShares: {
    copy: [0.6, 0.14, 0.08, 0.18],
    fork: [0.6, 0.14, 0.14, 0.12],
    duplicate: [0.45, 0.4, 0.15],
  },
  mechanismStrength: 150,
  tableStrength: 40,
  resolutionsRight: 45,
  resolutionsWrong: 5,
  weighedAgain: 2,
};
