/*
 * How much the parties of a market settle, so that no one party decides it. A bank may report of its customer what it
 * likes, and the mean volume turns settlements into expected faults for everybody: with one report of a million, nobody
 * else would ever be expected to cheat. So a party counts for no more than a multiple of the median. Volumes are kept by
 * power of two, which is all that the median and the limit need.
 */

/** Parties and their summed volume, by the power of two below their volume plus one. */
export interface Volumes {
  readonly parties: Float64Array;
  readonly volume: Float64Array;
}

const BANDS = 64;
/** So many times the upper end of the median's band is the most that a party counts for. */
const MOST_MEDIANS = 32;

/** createVolumes returns those of nobody. */
export function createVolumes(): Volumes {
  return { parties: new Float64Array(BANDS), volume: new Float64Array(BANDS) };
}

function bandOf(volume: number): number {
  let [band, rest] = [0, volume + 1];
  while (rest >= 2 && band < BANDS - 1) {
    rest /= 2;
    band += 1;
  }
  return band;
}

/** addVolume counts one more party of so much volume, or with −1 one less. */
export function addVolume({ parties, volume }: Volumes, of: number, sign: 1 | -1): void {
  const band = bandOf(of);
  parties[band] = parties[band]! + sign;
  volume[band] = volume[band]! + sign * of;
}

/** moveVolume lets the volume of a party that is counted change. */
export function moveVolume(volumes: Volumes, from: number, to: number): void {
  addVolume(volumes, from, -1);
  addVolume(volumes, to, 1);
}

/** boundedVolume is the sum of all volumes, of no party more than the limit. */
export function boundedVolume({ parties, volume }: Volumes): number {
  let all = 0;
  for (let band = 0; band < BANDS; band += 1) all += parties[band]!;
  let [median, below] = [0, parties[0]!];
  while (2 * below < all) {
    median += 1;
    below += parties[median]!;
  }
  const most = MOST_MEDIANS * 2 ** (median + 1);
  let sum = 0;
  for (let band = 0; band < BANDS; band += 1) sum += Math.min(volume[band]!, parties[band]! * most);
  return sum;
}
