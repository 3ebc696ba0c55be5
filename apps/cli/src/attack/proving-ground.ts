import type { Attack, Trial } from '#simulation';
import { measureAttack, OBJECTIVES, type AttackFigures, type AttackTask, type Objective } from './measure-attack.ts';

/** What an attack did in one market. */
export interface Outcome {
  readonly attacked: AttackFigures;
  /** The same market without it. */
  readonly peaceful: AttackFigures;
  readonly harm: number;
}

/** Where attacks are tried: markets by number, on threads. */
export interface ProvingGround {
  /** Outcomes in the order of the trials, however many threads there are. */
  readonly measure: (trials: readonly Trial<Attack>[]) => Promise<readonly Outcome[]>;
  readonly close: () => Promise<void>;
}

export interface ProvingOptions {
  readonly objective: Objective;
  readonly conflicts: number;
  readonly threads: number;
  /** The seed of a market. */
  readonly seedOf: (market: number) => number;
  /** Called for every trial that is done. */
  readonly advance: () => void;
}

/** openProvingGround measures every market in peace once. */
export async function openProvingGround(options: ProvingOptions): Promise<ProvingGround> {
  const { objective, conflicts, threads, seedOf, advance } = options;
  const { run, close } = threads === 1 ? inTurn() : await inWorkers(threads);
  const inPeace = new Map<number, Promise<AttackFigures>>();
  const peaceOf = (seed: number): Promise<AttackFigures> => {
    const known = inPeace.get(seed);
    if (known !== undefined) return known;
    const measured = run({ attack: [], seed, conflicts });
    inPeace.set(seed, measured);
    return measured;
  };
  return {
    close,
    measure: (trials) =>
      Promise.all(
        trials.map(async ({ candidate, market }): Promise<Outcome> => {
          const seed = seedOf(market);
          const [peaceful, attacked] = await Promise.all([peaceOf(seed), run({ attack: candidate, seed, conflicts })]);
          advance();
          return { attacked, peaceful, harm: OBJECTIVES[objective](attacked, peaceful) };
        }),
      ),
  };
}

interface Runner {
  readonly run: (task: AttackTask) => Promise<AttackFigures>;
  readonly close: () => Promise<void>;
}

const inTurn = (): Runner => ({
  async run(task) {
    // Let progress and Ctrl-C through between two markets.
    await new Promise((resolve) => setImmediate(resolve));
    return measureAttack(task);
  },
  close: () => Promise.resolve(),
});

async function inWorkers(threads: number): Promise<Runner> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<AttackTask, AttackFigures>({
    filename: new URL('./attack-worker.js', import.meta.url).href,
    maxThreads: threads,
    minThreads: 1,
  });
  return { run: (task) => pool.run(task), close: () => pool.destroy() };
}
