import type { Random } from './random.ts';

/**
 * A bag of numbered weights from which one is drawn in proportion, while weights change: a binary indexed tree
 * (Fenwick 1994), so that both take logarithmic time. Grows as it is written to.
 */
export interface WeightedDraw {
  readonly total: () => number;
  readonly weight: (i: number) => number;
  readonly put: (i: number, weight: number) => void;
  /** The number of a weight that is not 0; the total must not be. */
  readonly draw: (random: Random) => number;
}

export function createWeightedDraw(): WeightedDraw {
  let weights = new Float64Array(64);
  let tree = new Float64Array(65);
  let total = 0;

  const widen = (size: number): void => {
    let room = weights.length;
    while (room < size) room *= 2;
    const wider = new Float64Array(room);
    wider.set(weights);
    weights = wider;
    tree = new Float64Array(room + 1);
    total = 0;
    for (let i = 0; i < room; i += 1) {
      total += weights[i]!;
      tree[i + 1]! += weights[i]!;
      const parent = i + 1 + ((i + 1) & -(i + 1));
      if (parent <= room) tree[parent]! += tree[i + 1]!;
    }
  };

  return {
    total: () => total,
    weight: (i) => weights[i] ?? 0,
    put(i, weight) {
      if (i >= weights.length) widen(i + 1);
      const change = weight - weights[i]!;
      if (change === 0) return;
      weights[i] = weight;
      total += change;
      for (let node = i + 1; node < tree.length; node += node & -node) tree[node]! += change;
    },
    draw(random) {
      for (;;) {
        let left = random.unit() * total;
        let place = 0;
        for (let step = weights.length; step > 0; step >>= 1) {
          const next = place + step;
          if (next < tree.length && tree[next]! <= left) {
            left -= tree[next]!;
            place = next;
          }
        }
        // Rounding can lead past the last weight, or to one that is 0: then again.
        if (place < weights.length && weights[place]! > 0) return place;
      }
    },
  };
}
