import type { Chance } from './chance.ts';
import { EPOCHS, type Plan, type Way } from './families.ts';

/** A party; its traits multiply what is usual. */
export interface Person {
  readonly id: string;
  readonly bank: number;
  volume: number;
  cheating: number;
  colluding: number;
  readonly accidents: number;
  readonly cheat: boolean;
  readonly born: number;
  dies: number;
  /** From when on it cheats so much; null where it never changes. */
  turn: { readonly at: number; readonly cheating: number } | null;
  /** Slanders it stages in an epoch: not 0 for invented parties alone. */
  readonly slanders: number;
}

/** A bank that leaks to an accomplice, so many times an epoch. */
export interface Leak {
  readonly bank: number;
  readonly to: Person;
  readonly rate: number;
}

/** Everybody, and every rate: what the oracle knows. */
export interface Town {
  readonly plan: Plan;
  readonly people: Person[];
  readonly banks: readonly string[];
  /** Each bank's share of the notes that are issued. */
  readonly shares: readonly number[];
  /** Events an epoch of each way: a cheat's for each volume × cheating, an outsider's for each volume, accidents for each
   * volume × accidents, collusions of all together. */
  readonly rates: Readonly<Record<Way, number>>;
  /** Each bank's leaks an epoch to whoever comes. */
  readonly leaks: readonly number[];
  readonly pairs: readonly Leak[];
  /** Whom invented parties frame; null where nobody is slandered. */
  readonly framed: Person | null;
}

/** openTown draws who lives there and how often each does what. */
export function openTown(plan: Plan, chance: Chance): Town {
  const people: Person[] = [];
  const present = Math.round(plan.people * (1 - plan.late));
  for (let n = 0; n < plan.people; n += 1) {
    people.push(drawPerson(plan, chance, people.length, n < present ? 0 : EPOCHS * 0.9 * chance.unit()));
  }
  let framed: Person | null = null;
  if (plan.slander > 0) {
    framed = people[0]!;
    framed.volume = 1.5 * Math.max(...people.map(({ volume }) => volume));
    framed.cheating = 0.5;
    framed.colluding = 0.1;
  }
  const perEpoch = (way: Way): number => (plan.mix[way] * plan.conflicts) / EPOCHS;
  const cheating = total(people, (one) => one.volume * (one.cheating + (one.turn?.cheating ?? one.cheating)) * 0.5);
  const volume = total(people, (one) => one.volume);
  const prone = total(people, (one) => one.volume * one.accidents);
  const leaky = chance.dirichlet(plan.banks, 2);
  return {
    plan,
    people,
    banks: leaky.map((_, bank) => `b${bank}`),
    shares: chance.dirichlet(plan.banks, 4),
    rates: {
      theft: perEpoch('theft') / cheating,
      doubleSpend: perEpoch('doubleSpend') / cheating,
      keyTheft: perEpoch('keyTheft') / cheating,
      doubleRedemption: perEpoch('doubleRedemption') / cheating,
      collusion: perEpoch('collusion'),
      forkCollusion: perEpoch('forkCollusion'),
      outsider: perEpoch('outsider') / volume,
      stolenKey: perEpoch('stolenKey') / volume,
      stolenCopy: perEpoch('stolenCopy') / volume,
      accident: perEpoch('accident') / prone,
      leak: perEpoch('leak'),
    },
    leaks: leaky.map((share) => share * perEpoch('leak') * (1 - plan.leakShare)),
    pairs: Array.from({ length: plan.leakPairs }, (_, n) => ({
      bank: plan.crooked ? n % 2 : chance.below(plan.banks),
      to: people[chance.below(plan.people)]!,
      rate: (perEpoch('leak') * plan.leakShare) / plan.leakPairs,
    })),
    framed,
  };
}

function drawPerson(plan: Plan, chance: Chance, number: number, born: number): Person {
  const cheat = chance.unit() < plan.cheats;
  const honest = 0.3 + chance.exponential();
  const turns = plan.milking && cheat;
  return {
    id: `p${number}`,
    bank: chance.below(plan.banks),
    volume: Math.exp(chance.normal()),
    cheating: cheat && !turns ? plan.ratio * honest : honest,
    colluding: (chance.unit() < plan.colluders ? 60 : 0.3) * (0.3 + chance.exponential()),
    accidents: Math.exp(1.2 * chance.normal()),
    cheat,
    born,
    dies: Infinity,
    turn: turns ? { at: EPOCHS * (0.3 + 0.6 * chance.unit()), cheating: plan.ratio * honest } : null,
    slanders: 0,
  };
}

/** comeBack gives a party another name and another bank; nothing else of it changes. */
export function comeBack(town: Town, chance: Chance, gone: Person, at: number): void {
  gone.dies = at;
  const bank = chance.below(town.plan.banks);
  town.people.push({ ...gone, id: `p${town.people.length}`, bank, born: at, dies: Infinity });
}

/** invent brings in a party that lives for six epochs and slanders. */
export function invent(town: Town, chance: Chance, at: number): void {
  town.people.push({
    id: `p${town.people.length}`,
    bank: chance.below(town.plan.banks),
    volume: 0.02 + 0.05 * chance.unit(),
    cheating: 0,
    colluding: 0.1 * (0.3 + chance.exponential()),
    accidents: 1,
    cheat: true,
    born: at,
    dies: at + 6,
    turn: null,
    // Three of them live at a time; half of `slander` × the conflicts of an epoch is what all stage together.
    slanders: (town.plan.slander * town.plan.conflicts) / EPOCHS / 6,
  });
}

/** total sums what `of` says of each. */
export function total<T>(of: readonly T[], value: (one: T) => number): number {
  return of.reduce((sum, one) => sum + value(one), 0);
}
