import { gammaProbability, logGamma } from './incomplete-gamma.ts';
import { habitualProbability, type RateLaw } from './rate-law.ts';

/** Two quantiles of a fault rate, relative to the market's mean rate. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

interface Component {
  readonly weight: number;
  readonly shape: number;
  readonly rate: number;
}

/** credibleInterval is the central interval of the posterior mixture given S faults in relative exposure u. */
export function credibleInterval(law: RateLaw, faults: number, exposure: number, mass: number): Interval {
  const habitual = habitualProbability(law, faults, exposure);
  const a0 = law.manyShape;
  const mixture: Component[] = [
    { weight: 1 - habitual, shape: a0 + faults, rate: a0 / law.manyMean + exposure },
    { weight: habitual, shape: a0 + 1 + faults, rate: (a0 + 1) / law.habitualMean + exposure },
  ];
  return { low: quantile(mixture, (1 - mass) / 2), high: quantile(mixture, (1 + mass) / 2) };
}

function cumulative(mixture: readonly Component[], x: number): number {
  return mixture.reduce((sum, { weight, shape, rate }) => sum + weight * gammaProbability(shape, rate * x), 0);
}

function density(mixture: readonly Component[], x: number): number {
  return mixture.reduce(
    (sum, { weight, shape, rate }) =>
      sum + weight * rate * Math.exp((shape - 1) * Math.log(rate * x) - rate * x - logGamma(shape)),
    0,
  );
}

// Newton's steps on ln x, kept inside a bracket that only shrinks: safe where the two humps lie far apart.
function quantile(mixture: readonly Component[], probability: number): number {
  let low = 0;
  let high = Math.max(...mixture.map(({ shape, rate }) => (shape + 10 * Math.sqrt(shape) + 30) / rate));
  let x = mixture.reduce((sum, { weight, shape, rate }) => sum + (weight * shape) / rate, 0);
  for (let step = 0; step < 200; step += 1) {
    const excess = cumulative(mixture, x) - probability;
    if (excess > 0) high = x;
    else low = x;
    const next = x * Math.exp(-excess / (density(mixture, x) * x));
    const inside = next > low && next < high;
    const moved = inside ? next : (low + high) / 2;
    if (Math.abs(moved - x) <= 1e-12 * x) return moved;
    x = moved;
  }
  return x;
}
