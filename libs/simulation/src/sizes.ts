import { MOST_PAIRED } from '#inference';
import type { Plan } from './plan.ts';

/** One way in which a copy or a fork may be made up: how many distinct parties redeem or succeed, and is the holder one? */
export interface Cell {
  readonly count: number;
  readonly own: boolean;
  /** Bystanders are anybody, not those met by volume: of a crowd by volume hardly any would be all different. */
  readonly crowd: boolean;
}

/** The cells of a shape, and by mechanism the probability of each. */
export interface Sizes {
  readonly cells: readonly Cell[];
  readonly shares: readonly (readonly number[])[];
}

interface Count extends Omit<Cell, 'own'> {
  readonly share: number;
}

function countsOf({ sizes, crowd, crowds }: Plan): Count[] {
  const total = sizes.reduce((sum, weight) => sum + weight, 0);
  const usual = sizes.map((weight, i) => ({ count: i + 2, crowd: false, share: ((1 - crowd) * weight) / total }));
  const many = crowds.map((count) => ({ count, crowd: true, share: crowd / crowds.length }));
  return [...usual, ...many].filter(({ share }) => share > 0);
}

/**
 * sizesOfCopies makes the number of claimants tell nothing by itself: each mechanism has its sizes in such proportion that
 * the (m − 1)! orders of a theft's victims, the m! of an outsider's, and the (m − 2)! of a collusion's cancel.
 */
export function sizesOfCopies(plan: Plan): Sizes {
  const all = countsOf(plan);
  const of = (tilt: (m: number) => number): number[] => normalised(all.map(({ count, share }) => share * tilt(count)));
  return {
    cells: all.map(({ count, crowd }) => ({ count, own: false, crowd })),
    shares: [of(() => 1), of((m) => (m > MOST_PAIRED ? 0 : m - 1)), of(() => 1), of((m) => 1 / m)],
  };
}

/** sizesOfForks does the same for successors; whether the holder redeems a branch itself may differ by mechanism. */
export function sizesOfForks(plan: Plan): Sizes {
  const all = countsOf(plan).flatMap((one) => [
    { ...one, own: false },
    { ...one, own: true },
  ]);
  const of = (mechanism: number, tilt: (others: number) => number): number[] =>
    normalised(
      all.map(({ count, own, share }) => {
        const holders = plan.ownBranch[mechanism]!;
        return share * (own ? holders : 1 - holders) * tilt(count - (own ? 1 : 0));
      }),
    );
  return {
    cells: all.map(({ count, own, crowd }) => ({ count, own, crowd })),
    shares: [of(0, () => 1), of(1, (n) => n), of(2, (n) => n), of(3, () => 1)],
  };
}

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}
