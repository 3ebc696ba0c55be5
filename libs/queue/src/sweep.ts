import { reasonOf, type QueueFault } from './fault.ts';

export interface SweepOptions {
  /** Finds what is due in the database and hints at it (or does it); gives how many it found. */
  readonly sweep: () => Promise<number>;
  /** The beat, in milliseconds. */
  readonly everyMs: number;
  readonly onFault: (fault: QueueFault) => void;
  /** Milliseconds; only differences count. */
  readonly clock: () => number;
}

export interface Sweep {
  /** Milliseconds since the last good sweep ended, or since the start where there was none. */
  lagMs(): number;
  stop(): Promise<void>;
}

/** startSweep sweeps at once and then on a fixed beat; a sweep that takes longer than a beat misses the next one. */
export function startSweep({ sweep, everyMs, onFault, clock }: SweepOptions): Sweep {
  let lastGood = clock();
  let present: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    try {
      await sweep();
      lastGood = clock();
    } catch (error) {
      onFault({ where: 'sweep', message: reasonOf(error) });
    }
    present = undefined;
  };
  const beat = (): void => {
    present ??= run();
  };

  const timer = setInterval(beat, everyMs);
  beat();
  return {
    lagMs: () => clock() - lastGood,
    stop: async () => {
      clearInterval(timer);
      await present;
    },
  };
}
