import { exponential, naturalLog } from './elementary.ts';
import { gammaProbability } from './incomplete-gamma.ts';

/** Two quantiles of a rate. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Parts into which a step between two values of a grid is divided. */
const PARTS = 16;
/** Probabilities below this are as good as none; their logarithms still say how steeply the law falls. */
const LEAST = 1e-195;

/** What is shown of a law: its mean, and two quantiles. */
export interface Summary extends Interval {
  readonly mean: number;
}

/**
 * summariseGrid is the mean and the central interval of a law that is known at the values of a grid, which rise by one factor. What the
 * grid stands for is a density over the logarithm; its logarithm is smooth (a sum of those of the messages), so it is
 * interpolated, by cubics through the values with the slopes of their neighbours (Catmull and Rom 1974), which is exact
 * where the law is log-normal, however much narrower than a step. Beyond the ends it is followed half a step.
 */
export function summariseGrid(law: Float64Array, values: Float64Array, mass: number): Summary {
  const logs = law.map((p) => naturalLog(Math.max(LEAST, p)));
  const last = logs.length - 1;
  const at = (l: number): number =>
    l < 0
      ? logs[0]! + l * (logs[1]! - logs[0]!)
      : l > last
        ? logs[last]! + (l - last) * (logs[last]! - logs[last - 1]!)
        : logs[l]!;
  const size = logs.length * PARTS;
  const step = naturalLog(values[1]! / values[0]!);
  const valueAt = (q: number): number => values[0]! * exponential(step * (q / PARTS - 0.5));
  const below = new Float64Array(size + 1);
  let before = 0;
  let sum = 0;
  for (let q = 0; q <= size; q += 1) {
    const place = q / PARTS - 0.5;
    const l = Math.floor(place);
    const density = exponential(cubic(at(l - 1), at(l), at(l + 1), at(l + 2), place - l));
    if (q > 0) {
      const part = (before + density) / 2;
      below[q] = below[q - 1]! + part;
      sum += part * valueAt(q - 0.5);
    }
    before = density;
  }
  const quantile = (probability: number): number => {
    const wanted = probability * below[size]!;
    let q = 1;
    while (q < size && below[q]! < wanted) q += 1;
    const share = (wanted - below[q - 1]!) / (below[q]! - below[q - 1]!);
    return valueAt(q - 1 + share);
  };
  return { mean: sum / below[size]!, low: quantile((1 - mass) / 2), high: quantile((1 + mass) / 2) };
}

/** The cubic between b and c, at t of the way. */
function cubic(a: number, b: number, c: number, d: number, t: number): number {
  const [from, to] = [(c - a) / 2, (d - b) / 2];
  return b + t * (from + t * (3 * (c - b) - 2 * from - to + t * (2 * (b - c) + from + to)));
}

/** gammaInterval is the central interval of a gamma law of this shape and rate. */
export function gammaInterval(shape: number, rate: number, mass: number): Interval {
  const quantile = (probability: number): number => {
    let low = 0;
    let high = (shape + 10 * Math.sqrt(shape) + 30) / rate;
    for (let step = 0; step < 100; step += 1) {
      const middle = (low + high) / 2;
      if (gammaProbability(shape, rate * middle) > probability) high = middle;
      else low = middle;
    }
    return (low + high) / 2;
  };
  return { low: quantile((1 - mass) / 2), high: quantile((1 + mass) / 2) };
}
