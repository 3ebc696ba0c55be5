/** The ways in which a conflict can come about here; `slander` besides, where a family has it. */
export type Way =
  | 'theft'
  | 'collusion'
  | 'leak'
  | 'outsider'
  | 'doubleSpend'
  | 'keyTheft'
  | 'forkCollusion'
  | 'stolenKey'
  | 'doubleRedemption'
  | 'accident'
  | 'stolenCopy';

/** All that a market is drawn from; times are in a unit of which a market lasts `EPOCHS`. */
export interface Plan {
  /** About how many conflicts the market has. */
  readonly conflicts: number;
  readonly people: number;
  /** Share of the people who come later than the first day. */
  readonly late: number;
  readonly banks: number;
  /** Share of habitual cheats, and how many times an honest rate is theirs. */
  readonly cheats: number;
  readonly ratio: number;
  readonly colluders: number;
  /** Features of a claim and of a conflict; each has three values, and is missing at this rate. */
  readonly claimFeatures: number;
  readonly caseFeatures: number;
  readonly missing: number;
  /** Parameter of the Dirichlet law of the tables: 1 tells much, 6 little. */
  readonly flatness: number;
  /** Share of conflicts that are resolved, and of those resolutions, the share that is true. */
  readonly resolved: number;
  readonly right: number;
  /** Share of conflicts of each way. */
  readonly mix: Readonly<Record<Way, number>>;
  /** Pairs of a bank and a party, the share of leaks that are theirs; with `crooked` all are of two banks. */
  readonly leakPairs: number;
  readonly leakShare: number;
  readonly crooked: boolean;
  /** Colluders act in proportion to their volume too. */
  readonly colludeByVolume: boolean;
  /** Cheats are honest until some day between 30 and 90. */
  readonly milking: boolean;
  /** A cheat leaves after three frauds and comes back under a new name. */
  readonly whitewash: boolean;
  /** How much invented parties, six days old at most, frame the busiest one as their victim; 0 for none. */
  readonly slander: number;
  /** Whether banks report settlements. */
  readonly activity: boolean;
}

export const EPOCHS = 100;
/** Settlements in an epoch of a party whose volume is 1. */
export const SETTLEMENTS = 2;

const MIX: Plan['mix'] = {
  theft: 0.36,
  collusion: 0.07,
  leak: 0.05,
  outsider: 0.1,
  doubleSpend: 0.15,
  keyTheft: 0.04,
  forkCollusion: 0.03,
  stolenKey: 0.03,
  doubleRedemption: 0.06,
  accident: 0.08,
  stolenCopy: 0.03,
};

const ORDINARY: Plan = {
  conflicts: 2000,
  people: 400,
  late: 0.2,
  banks: 5,
  cheats: 0.08,
  ratio: 40,
  colluders: 0.06,
  claimFeatures: 5,
  caseFeatures: 2,
  missing: 0.15,
  flatness: 2,
  resolved: 0.2,
  right: 0.93,
  mix: MIX,
  leakPairs: 3,
  leakShare: 0.5,
  crooked: false,
  colludeByVolume: false,
  milking: false,
  whitewash: false,
  slander: 0,
  activity: true,
};

const change = (changes: Partial<Plan>): Plan => ({ ...ORDINARY, ...changes });

export const FAMILIES = {
  ordinary: ORDINARY,
  'telling evidence': change({ flatness: 1, claimFeatures: 7 }),
  'evidence that tells little': change({ flatness: 6 }),
  'wrong resolutions': change({ resolved: 0.4, right: 0.7 }),
  accidents: change({ mix: { ...MIX, accident: 0.3, doubleRedemption: 0.08, stolenCopy: 0.04, theft: 0.25 } }),
  'key thieves': change({ mix: { ...MIX, keyTheft: 0.25, theft: 0.2 } }),
  collusion: change({ mix: { ...MIX, collusion: 0.3, forkCollusion: 0.1, theft: 0.15 } }),
  'crooked banks': change({ mix: { ...MIX, leak: 0.3, theft: 0.15 }, leakPairs: 6, leakShare: 0.85, crooked: true }),
  slander: change({ slander: 0.25 }),
  'many cheats': change({ cheats: 0.3, ratio: 20 }),
  milking: change({ milking: true }),
  whitewash: change({ whitewash: true }),
  'a short stream': change({ conflicts: 300 }),
  'collusion by volume': change({ colludeByVolume: true }),
  'no settlements reported': change({ activity: false }),
} as const satisfies Readonly<Record<string, Plan>>;

export type FamilyName = keyof typeof FAMILIES;
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly FamilyName[];
