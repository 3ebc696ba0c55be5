import type { Shape } from './fact.ts';

/** The model's constants; every one is a prior or a pace, none depends on a market's units. */
export interface Parameters {
  /** Prior mechanism shares by shape, in the order of MECHANISMS, and how many conflicts of a shape they are worth. */
  readonly mechanismShares: Readonly<Record<Shape, readonly number[]>>;
  readonly mechanismStrength: number;
  /** How many observations of a feature its pooled frequencies are worth, for claims and for conflicts. */
  readonly claimStrength: number;
  readonly caseStrength: number;
  /** How many observations the documented evidence priors are worth, beside what they are written as. */
  readonly evidenceWorth: number;
  /** Resolutions that count as having proved right and wrong before any is seen. */
  readonly resolutionsRight: number;
  readonly resolutionsWrong: number;
  /** The prior law of L: two humps over its logarithm to base 2 (mean, spread), and the share of the second. */
  readonly honest: readonly [mean: number, spread: number];
  readonly habitual: readonly [mean: number, spread: number];
  readonly habitualShare: number;
  /** Prior share of colluders. */
  readonly colluderShare: number;
  /** Prior share of parties that are not as often robbed as others; the same for lost keys. */
  readonly proneShare: number;
  /** How many parties a law is worth to the one below it: prior, market, early or late, bank; collusion given cheating. */
  readonly marketStrength: number;
  readonly classStrength: number;
  readonly bankStrength: number;
  readonly collusionStrength: number;
  readonly sideStrength: number;
  /** Prior share of pairs of a bank and a claimant that are accomplices, and how many pairs that is worth. */
  readonly accompliceShare: number;
  readonly accompliceStrength: number;
  /** Prior share of each kind of candour beside the ordinary, and how many parties that is worth. */
  readonly candourShare: number;
  readonly candourStrength: number;
  /** Prior share of leaks that no accomplice explains, and how many leaks the banks' evenness is worth. */
  readonly ownLeakShare: number;
  readonly leakStrength: number;
  /** Prior shares of collusions and of own leaks that go by how much the culprits cheat otherwise, each worth so many. */
  readonly cheatCollusionShare: number;
  readonly cheatLeakShare: number;
  readonly cheatShareStrength: number;
  /** The most by which collusion is likelier of a party of little volume, and settlements its volume is shrunk by. */
  readonly mostByTime: number;
  readonly volumeStrength: number;
  /** Earlier conflicts visited again for each new one: n/(16 + 0.03n), and at most `visitsPeak`/n. */
  readonly visitsPeak: number;
}

/** The constants in use unless a caller says otherwise. */
export const DEFAULT_PARAMETERS: Parameters = {
  mechanismShares: {
    copy: [0.6, 0.14, 0.08, 0.18],
    fork: [0.6, 0.14, 0.14, 0.12],
    duplicate: [0.45, 0.4, 0.15],
  },
  mechanismStrength: 100,
  claimStrength: 20,
  caseStrength: 20,
  evidenceWorth: 4,
  resolutionsRight: 90,
  resolutionsWrong: 10,
  honest: [-2.5, 1.5],
  habitual: [3, 1.5],
  habitualShare: 0.1,
  colluderShare: 0.08,
  proneShare: 0.02,
  marketStrength: 20,
  classStrength: 15,
  bankStrength: 15,
  collusionStrength: 20,
  sideStrength: 40,
  accompliceShare: 0.002,
  accompliceStrength: 2000,
  candourShare: 0.003,
  candourStrength: 300,
  ownLeakShare: 0.6,
  leakStrength: 6,
  cheatCollusionShare: 0.2,
  cheatLeakShare: 0.4,
  cheatShareStrength: 20,
  mostByTime: 5,
  volumeStrength: 1,
  visitsPeak: 60_000,
};
