import type { Random } from './random.ts';

/** A promise of the service, and how it is put to the test. */
export interface Proof {
  /** One sentence: what must hold. */
  readonly promise: string;
  /** How often, in CI and by hand. */
  readonly n: { readonly ci: number; readonly long: number };
  /** What `--broken` puts in place of the service, so that the proof is seen to fail. */
  readonly broken: string;
  run(trial: Trial): Promise<Outcome>;
}

export interface Trial {
  readonly n: number;
  readonly seed: number;
  /** Drawn from the seed. */
  readonly random: Random;
  readonly isLong: boolean;
  readonly isBroken: boolean;
  /** Tells how it goes, on standard error. */
  readonly say: (text: string) => void;
  /** Counts a broken promise and tells it; a proof goes on after one where it can. */
  readonly fail: (text: string) => void;
}

export interface Outcome {
  /** How many of what the promise counts were tried. */
  readonly n: number;
  /** What was measured, in words and numbers, in the order in which it is shown. */
  readonly figures: Readonly<Record<string, string | number>>;
}
