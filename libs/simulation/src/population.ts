import { createWeightedDraw, type WeightedDraw } from './weighted-draw.ts';

/** What a party is inclined to; 1 is ordinary. `volume` is settlements a day. */
export interface Traits {
  volume: number;
  theft: number;
  doubleSpend: number;
  keyTheft: number;
  collusion: number;
  accident: number;
  /** How easily its key is stolen. */
  carelessness: number;
  /** How far its evidence in good faith looks like a culprit's, 0…1. */
  sloppiness: number;
  /** How far its evidence as a culprit looks as if in good faith, 0…1. */
  faking: number;
}

/** Somebody with a name; banks are parties too, the first of them. */
export interface Party extends Traits {
  readonly name: string;
  bank: number;
  active: boolean;
  cheatSince: number | null;
  attacker: number | null;
  framed: number | null;
  formerly: number | null;
  ring: number;
  settled: number;
  conflicts: number;
  faults: number;
  /** Settlements expected but not yet reported; and, over its life up to `until`, all of them. */
  unreported: number;
  exposure: number;
  /** Expected faults alone over its life, by `LONE`, had none of them met somebody twice. */
  readonly risk: number[];
  until: number;
}

/** The ways to be at fault alone. */
export const LONE = ['theft', 'double_spend', 'key_theft', 'duplicate'] as const;

/** Parties by number, and a draw in proportion to each product of traits that a mechanism needs. */
export interface Population {
  readonly parties: Party[];
  /** 1 for each that settles at all. */
  readonly presence: WeightedDraw;
  readonly volume: WeightedDraw;
  readonly theft: WeightedDraw;
  readonly doubleSpend: WeightedDraw;
  readonly keyTheft: WeightedDraw;
  readonly collusion: WeightedDraw;
  readonly accident: WeightedDraw;
  readonly keyVictim: WeightedDraw;
}

export function createPopulation(): Population {
  return {
    parties: [],
    presence: createWeightedDraw(),
    volume: createWeightedDraw(),
    theft: createWeightedDraw(),
    doubleSpend: createWeightedDraw(),
    keyTheft: createWeightedDraw(),
    collusion: createWeightedDraw(),
    accident: createWeightedDraw(),
    keyVictim: createWeightedDraw(),
  };
}

export function addParty(population: Population, name: string, bank: number, traits: Traits, at: number): number {
  const i = population.parties.length;
  population.parties.push({
    name,
    bank,
    active: true,
    cheatSince: null,
    attacker: null,
    framed: null,
    formerly: null,
    ring: -1,
    settled: 0,
    conflicts: 0,
    faults: 0,
    unreported: 0,
    exposure: 0,
    risk: LONE.map(() => 0),
    until: at,
    ...traits,
  });
  weighParty(population, i);
  return i;
}

/** weighParty puts a party's traits, which may have changed, into the draws. */
export function weighParty(population: Population, i: number): void {
  const one = population.parties[i]!;
  const volume = one.active ? one.volume : 0;
  population.presence.put(i, volume > 0 ? 1 : 0);
  population.volume.put(i, volume);
  population.theft.put(i, volume * one.theft);
  population.doubleSpend.put(i, volume * one.doubleSpend);
  population.keyTheft.put(i, volume * one.keyTheft);
  population.collusion.put(i, one.active ? one.collusion : 0);
  population.accident.put(i, volume * one.accident);
  population.keyVictim.put(i, volume * one.carelessness);
}
