import { ORDINARY } from '../ordinary.ts';
import { middlePlan } from '../settle-plan.ts';
import type { Strategy } from '../strategy.ts';
import { FEATURES, type Attack } from './attack-space.ts';

/**
 * What each thing that an attack needs costs, in names: 1 is one more person whom a bank registers. Nobody has sold these
 * things to us; the prices say only what is easy and what is dear, so that the hand-made families cost about the same.
 */
export const PRICES = {
  /** A name that is registered with a bank, first or later. */
  names: 1,
  /** A conflict that is brought about: a note's worth at stake, which is lost about as often as not. */
  staged: 0.5,
  /** Somebody with a life of his own who is won for a ring, as an accomplice of a bank, or as a customer of a lax one. */
  accomplices: 2,
  /** A bank that is bribed, or asks nobody who he is. */
  banks: 50,
  /** One feature that one cheat learns to fake always; half as often is half of it. */
  lessons: 3.5,
  /** A cheat that lives honestly for the whole horizon. */
  waiting: 5,
  /** A cheat that cheats once more as often as others, for the whole horizon. */
  greed: 3,
  /** What an ordinary party settles over the horizon, settled by an invented name for the look of it. */
  settlements: 10,
} as const;

/** How much of each thing an attack needs. */
export type Expenses = Readonly<Record<keyof typeof PRICES, number>>;

/** What buys each hand-made attack at its usual strength, and not all of them at once, in a market of 1,500 conflicts. */
export const DEFAULT_BUDGET = 400;

const { parties, habitual, banks } = middlePlan(ORDINARY);
const CHEATS = parties * habitual;
const CUSTOMERS = parties / banks;
/** The share of conflicts that habitual cheats have a part in (ordinary markets of seeds 1 to 20). */
const BY_CHEATS = 0.56;

const NOTHING: Expenses = {
  names: 0,
  staged: 0,
  accomplices: 0,
  banks: 0,
  lessons: 0,
  waiting: 0,
  greed: 0,
  settlements: 0,
};

/** costOf is what an attack costs in an ordinary market of so many conflicts, whoever lives there. */
export function costOf(attack: Attack, conflicts: number): number {
  const expenses = expensesOf(attack, conflicts);
  return Object.entries(PRICES).reduce((sum, [what, price]) => sum + price * expenses[what as keyof Expenses], 0);
}

/** expensesOf lists what an attack needs. Cheats that a lax bank brings in learn, wait and take new names like others. */
export function expensesOf(attack: Attack, conflicts: number): Expenses {
  const brought = attack.reduce((sum, one) => sum + (one.kind === 'lax bank' ? one.habitual * CUSTOMERS : 0), 0);
  const market: Market = { conflicts, cheats: CHEATS + brought };
  const sum: Record<keyof Expenses, number> = { ...NOTHING };
  for (const strategy of attack) {
    for (const [what, amount] of Object.entries(needsOf(strategy, market))) sum[what as keyof Expenses] += amount;
  }
  return sum;
}

interface Market {
  readonly conflicts: number;
  readonly cheats: number;
}

function needsOf(strategy: Strategy, { conflicts, cheats }: Market): Partial<Expenses> {
  switch (strategy.kind) {
    case 'whitewash': {
      const frauds = strategy.share * BY_CHEATS * conflicts * (cheats / CHEATS);
      const names = frauds / Math.max(1, strategy.frauds);
      return { names, waiting: names * strategy.rest };
    }
    case 'milking': {
      const waiting = (strategy.earliest + strategy.latest) / 2;
      const turning = strategy.share * cheats;
      return { waiting: turning * waiting, greed: turning * Math.max(0, strategy.greed - 1) * (1 - waiting) };
    }
    case 'slander': {
      const staged = Math.min(strategy.budget, strategy.share * conflicts);
      const culprits = strategy.mechanism.startsWith('colluding') ? 2 : 1;
      const later = strategy.frauds > 0 ? (culprits * staged) / strategy.frauds : 0;
      return {
        names: Math.min(strategy.names, strategy.sybils + later),
        staged,
        lessons: strategy.sybils * strategy.faking * FEATURES,
        settlements: strategy.sybils * strategy.volume,
      };
    }
    case 'ring':
      return { accomplices: strategy.rings * strategy.size, staged: strategy.share * conflicts };
    case 'faking': {
      const features = strategy.features.length === 0 ? FEATURES : strategy.features.length;
      return { lessons: strategy.share * cheats * strategy.most * features };
    }
    case 'crooked issuer':
      return {
        banks: strategy.banks,
        accomplices: strategy.banks * strategy.accomplices * (1 + strategy.shifts),
        staged: strategy.share * conflicts,
      };
    case 'lax bank':
      return { banks: 1, accomplices: strategy.habitual * CUSTOMERS };
    default:
      return strategy satisfies never;
  }
}
