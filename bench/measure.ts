/** Timing: contenders run in turn in one process, so that a noisy neighbour troubles them alike; medians count. */

type Contender = () => void | Promise<void>;

/** alternate runs each contender once for warmth and then `rounds` times in turn; it gives the median seconds of each. */
export async function alternate(
  rounds: number,
  contenders: readonly Contender[],
  { warmUp = true, of = median } = {},
): Promise<number[]> {
  const times = contenders.map((): number[] => []);
  for (let round = warmUp ? -1 : 0; round < rounds; round += 1) {
    for (const [i, contender] of contenders.entries()) {
      const start = process.hrtime.bigint();
      await contender();
      if (round >= 0) times[i]!.push(Number(process.hrtime.bigint() - start) / 1e9);
    }
  }
  return times.map((values) => of(values));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** quantile is the value that so great a share of the others does not pass. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export const fastest = (values: readonly number[]): number => Math.min(...values);

/** A point of a scaling row, and the line through the points on logarithmic axes: y = scale · x^slope. */
export type Point = readonly [x: number, y: number];
export interface PowerLaw {
  readonly slope: number;
  readonly scale: number;
}

/** fitPowerLaw is the least-squares line through the logarithms. */
export function fitPowerLaw(points: readonly Point[]): PowerLaw {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = covariance / variance;
  return { slope, scale: Math.exp(meanY - slope * meanX) };
}
