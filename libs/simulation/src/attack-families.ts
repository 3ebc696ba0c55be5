import { ORDINARY } from './ordinary.ts';
import type { Plan, Ranged } from './plan.ts';
import { range } from './settle-plan.ts';
import type { Slander, Strategy } from './strategy.ts';

const attacked = (name: string, about: string, ...strategies: readonly Ranged<Strategy>[]): Ranged<Plan> => ({
  ...ORDINARY,
  name,
  about,
  strategies,
});

const SLANDER: Ranged<Slander> = {
  kind: 'slander',
  sybils: range(10, 25),
  volume: range(0, 0.1),
  aim: 'popular',
  targets: range(1, 4),
  mechanism: 'theft',
  share: range(0.15, 0.25),
  frauds: range(3, 8),
  faking: range(0, 0.6),
  budget: 4000,
  names: 400,
};
const RING: Ranged<Strategy> = {
  kind: 'ring',
  rings: range(3, 6),
  size: range(4, 8),
  share: range(0.12, 0.2),
  shifts: range(2, 6),
  outwardlyHonest: range(0.4, 0.8),
};
const FAKING: Ranged<Strategy> = {
  kind: 'faking',
  share: range(0.6, 0.9),
  features: [],
  as: 'honest',
  frauds: range(4, 10),
  most: range(0.6, 0.9),
};
const WHITEWASH: Ranged<Strategy> = {
  kind: 'whitewash',
  share: range(0.6, 0.9),
  frauds: range(3, 6),
  bank: 'first',
  rest: range(0, 0.02),
};
const CROOKED: Ranged<Strategy> = {
  kind: 'crooked issuer',
  banks: range(0.6, 2.4),
  accomplices: range(4, 9),
  share: range(0.15, 0.25),
  shifts: range(2, 5),
};
const MILKING: Ranged<Strategy> = {
  kind: 'milking',
  share: range(0.6, 0.9),
  earliest: range(0.2, 0.3),
  latest: range(0.5, 0.8),
  greed: range(1.5, 2.5),
};
const LAX: Ranged<Strategy> = { kind: 'lax bank', habitual: range(0.5, 0.8) };

/** Families beyond the laboratory's: attacks alone and together, and worlds that are not as one expects. */
export const ATTACKS: readonly Ranged<Plan>[] = [
  attacked(
    'popular slander',
    'new names every few frauds, without volume, drag the largest merchants into staged thefts',
    SLANDER,
  ),
  attacked('stolen name', 'invented parties use the keys of those nobody has complained of, and redeem beside them', {
    ...SLANDER,
    aim: 'unblemished',
    mechanism: 'key_theft',
    targets: range(4, 8),
    frauds: 0,
  }),
  attacked('framed payee', 'invented pairs collude at forks whose other branch goes to a large merchant', {
    ...SLANDER,
    mechanism: 'colluding fork',
    volume: range(0.05, 0.2),
    frauds: 0,
  }),
  attacked('shifting rings', 'rings of colluders, mostly honest otherwise, whose partners change', RING),
  {
    ...ORDINARY,
    name: 'careless',
    about: 'honest parties who lose keys, have accidents and can show as little as culprits',
    careless: range(0.15, 0.3),
    carelessRatio: range(8, 20),
    sloppiness: range(0.5, 0.9),
    accidentProne: range(0.15, 0.3),
    ownBranch: [0.2, 0.6, 0.15, 0.5],
    shapes: [range(0.35, 0.45), range(0.32, 0.4), range(0.2, 0.28)],
    mechanisms: {
      ...ORDINARY.mechanisms,
      fork: [range(0.35, 0.45), range(0.3, 0.4), range(0.08, 0.12), range(0.14, 0.2)],
    },
  },
  attacked('fakers', 'cheats learn with every fraud to show what honest claimants show', FAKING),
  attacked('best face', 'cheats learn to show in every feature the one value that speaks best', {
    ...FAKING,
    as: 'best',
    most: range(0.4, 0.7),
  }),
  {
    ...ORDINARY,
    name: 'drift',
    about: 'what features tell changes several times',
    drifts: range(2, 4),
    driftSize: range(0.5, 0.9),
  },
  attacked('lax bank', 'one bank vouches for anybody, and cheats take their new names there', LAX, WHITEWASH),
  attacked('accomplices in turn', 'crooked banks that change their accomplices', CROOKED),
  {
    ...ORDINARY,
    name: 'other customs',
    about: 'crowds of claimants, banks that redeem, specialised cheats, culprits who hide their evidence',
    sizes: [0.6, 0.2, 0.1, 0.06, 0.04],
    crowd: 0.06,
    bankVolume: range(2, 6),
    specialists: range(0.8, 1.2),
    missingGuilty: range(0.2, 0.4),
    known: 0,
    moves: range(0.2, 0.5),
    ownBranch: [0.1, 0.5, 0.2, 0.4],
  },
  {
    ...attacked(
      'patient ring',
      'milking, and rings that shift, and evidence that is faked',
      MILKING,
      { ...RING, share: range(0.08, 0.14) },
      { ...FAKING, most: range(0.5, 0.7) },
    ),
  },
  {
    ...attacked(
      'all at once',
      'slander of the popular, new names at a lax bank, crooked issuers, rings and fakers in a market that drifts',
      LAX,
      { ...SLANDER, share: range(0.1, 0.15) },
      FAKING,
      WHITEWASH,
      { ...CROOKED, share: range(0.08, 0.12) },
      { ...RING, share: range(0.06, 0.1) },
    ),
    drifts: range(1, 3),
    driftSize: range(0.3, 0.6),
  },
];
