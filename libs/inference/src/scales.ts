import { roomyFloats } from './columns.ts';
import { CANDOURS, SIDES, TYPES } from './grid.ts';
import { OUTCOMES } from './tables.ts';

/** What the weighing of one conflict leaves behind until the next. */
export interface Scales {
  /** By mechanism: ln of its prior share per hypothesis, evidence of the case features for it, and expected conflicts. */
  readonly prior: Float64Array;
  readonly caseSum: Float64Array;
  readonly byMechanism: Float64Array;
  /** By hypothesis: ln of the evidence, the weight with reputations, posterior, and posterior without reputations. */
  log: Float64Array;
  weight: Float64Array;
  posterior: Float64Array;
  bare: Float64Array;
  /** By slot: means of L, of C times y, of the side trait; y; leaks to it as an accomplice, and the pair's part in them. */
  cheat: Float64Array;
  collusion: Float64Array;
  side: Float64Array;
  byTime: Float64Array;
  leak: Float64Array;
  pairScale: Float64Array;
  /** By slot: summed evidence of its claims, probability of being a culprit, and probabilities of its types. */
  evidence: Float64Array;
  culpable: Float64Array;
  types: Float64Array;
  /**
   * By slot: what its candour takes off the face value of its evidence; how likely it is ordinary, and its evidence then,
   * over that of whoever it may be, as a culprit's and in good faith. By slot and kind, CANDOURS at a time: the like.
   */
  discount: Float64Array;
  ordinary: Float64Array;
  frankCulprit: Float64Array;
  frankHonest: Float64Array;
  candour: Float64Array;
  asCulprit: Float64Array;
  inGoodFaith: Float64Array;
  entry: Float64Array;
  /** By case feature, OUTCOMES at a time. */
  caseEntry: Float64Array;
  /** Leaks of the present issuer that no accomplice explains, beside an even share of all leaks. */
  ownLeak: number;
  /** Shares of collusions, and of such leaks, that go by how much their culprits cheat otherwise. */
  cheatCollusion: number;
  cheatLeak: number;
  /** Nothing: what came of reading ahead. */
  ahead: number;
  /** Sums over the conflict that stands here, where it has many parties and they were asked for. */
  among: Among | null;
  /** For one party: log-likelihoods of its types, products of some messages; and of a side trait or a pair. */
  readonly typeLog: Float64Array;
  readonly product: Float64Array;
  readonly few: Float64Array;
}

/** Of a conflict that stands on the scales: sums over its hypotheses (among-many.ts). */
export interface Among {
  /** Weight of the hypotheses that are about no party but the holder. */
  readonly base: number;
  /** By slot: weight of those about the others, and how it goes with the slot's side trait. */
  readonly others: Float64Array;
  readonly sideOthers: Float64Array;
  /** By slot: the weight a cheating trait of its own of its theft or key theft, and the evidence of its leak or collusion. */
  readonly alone: Float64Array;
  readonly together: Float64Array;
}

/** createScales returns scales with nothing on them. */
export function createScales(): Scales {
  const slots = (): Float64Array => new Float64Array(16);
  return {
    prior: new Float64Array(OUTCOMES),
    caseSum: new Float64Array(OUTCOMES),
    byMechanism: new Float64Array(OUTCOMES),
    log: slots(),
    weight: slots(),
    posterior: slots(),
    bare: slots(),
    cheat: slots(),
    collusion: slots(),
    side: slots(),
    byTime: slots(),
    leak: slots(),
    pairScale: slots(),
    evidence: slots(),
    culpable: slots(),
    types: new Float64Array(4 * TYPES),
    discount: slots(),
    ordinary: slots(),
    frankCulprit: slots(),
    frankHonest: slots(),
    candour: new Float64Array(16 * CANDOURS),
    asCulprit: new Float64Array(16 * CANDOURS),
    inGoodFaith: new Float64Array(16 * CANDOURS),
    entry: slots(),
    caseEntry: slots(),
    ownLeak: 1,
    cheatCollusion: 0,
    cheatLeak: 0,
    ahead: Number.NaN,
    among: null,
    typeLog: new Float64Array(TYPES),
    product: new Float64Array(TYPES),
    few: new Float64Array(Math.max(SIDES, 16)),
  };
}

/** widenScales makes room for so many hypotheses and slots. */
export function widenScales(scales: Scales, hypotheses: number, slots: number): void {
  if (hypotheses > scales.log.length) {
    for (const column of ['log', 'weight', 'posterior', 'bare'] as const) {
      scales[column] = roomyFloats(scales[column], hypotheses);
    }
  }
  if (slots > scales.cheat.length) {
    for (const column of BY_SLOT) scales[column] = roomyFloats(scales[column], slots);
    for (const column of BY_SLOT_AND_KIND) scales[column] = roomyFloats(scales[column], slots * CANDOURS);
  }
}

const BY_SLOT = [
  'cheat',
  'collusion',
  'side',
  'byTime',
  'leak',
  'pairScale',
  'evidence',
  'culpable',
  'discount',
  'ordinary',
  'frankCulprit',
  'frankHonest',
] as const satisfies readonly (keyof Scales)[];

const BY_SLOT_AND_KIND = ['candour', 'asCulprit', 'inGoodFaith'] as const satisfies readonly (keyof Scales)[];
