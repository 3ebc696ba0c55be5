import type { Random } from './random.ts';

/** Who is leaked to for certain: how often a day, and by which strategy. */
export interface Accomplice {
  readonly rate: number;
  readonly strategy: number;
}

/** What banks do: their shares of issues, their own leaks, and their accomplices. Bank k is party k. */
export interface Mint {
  readonly issue: readonly number[];
  /** Leaks a day whose accomplice is drawn by volume. */
  readonly leak: readonly number[];
  /** Accomplices beside those, by `pairKey`. */
  readonly accomplices: Map<number, Accomplice>;
  /** Share of habitual cheats among a bank's customers, and of customers that it has. */
  readonly habitual: number[];
  readonly customers: readonly number[];
}

const PARTIES = 0x40000000;

/** pairKey numbers a bank and a party together. */
export const pairKey = (bank: number, party: number): number => bank * PARTIES + party;

/** pairOf gives back what a number stands for. */
export const pairOf = (key: number): { readonly bank: number; readonly party: number } => ({
  bank: Math.floor(key / PARTIES),
  party: key % PARTIES,
});

/** drawMint draws banks of unequal size; `leaks` is the rate of all their own leaks together. */
export function drawMint(
  random: Random,
  banks: number,
  habitual: number,
  spread: { readonly cheats: number; readonly leaks: number },
): Mint {
  const sizes = shares(banks, () => random.lognormal(0.5));
  const leaks = shares(banks, (k) => sizes[k]! * random.lognormal(spread.leaks));
  return {
    issue: shares(banks, (k) => sizes[k]! * random.lognormal(0.3)),
    leak: leaks,
    accomplices: new Map(),
    habitual: Array.from({ length: banks }, () => Math.min(0.95, habitual * random.lognormal(spread.cheats))),
    customers: sizes,
  };
}

function shares(count: number, draw: (k: number) => number): number[] {
  const weights = Array.from({ length: count }, (_, k) => draw(k));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
