/** Upkeep: what a beat of the sweep does, so that nothing waits for a message that was lost. */
import type { Store } from '#store';
import { catchUp, finaliseDue, keepSnapshotIfDue, type MarketKeeper } from '#tribunal';
import type { CaseWorker } from './case-worker.ts';

/** Filings that no examination has taken in after so many seconds are looked for. */
const LOST_AFTER_S = 5;
const AT_ONCE = 200;

export interface UpkeepOptions {
  readonly store: Store;
  readonly keeper: MarketKeeper;
  readonly worker: CaseWorker;
  /** This release's name: what another one froze is examined again. */
  readonly release: string;
  readonly onOutage: (seconds: number, clocks: number) => void;
  readonly onFault: (fault: { readonly where: string; readonly error: unknown }) => void;
}

/**
 * makeUpkeep gives the function of a beat: it extends clocks after an outage, closes what is due, examines what no hint
 * led to, hears new facts, keeps the market, and forgets what has expired; it answers how many cases it moved. Where one
 * of these fails the others are done all the same, and the beat fails at its end.
 */
export function makeUpkeep({
  store,
  keeper,
  worker,
  release,
  onOutage,
  onFault,
}: UpkeepOptions): () => Promise<number> {
  const { docket, housekeeping } = store;
  let lost: Promise<void> | null = null;
  const told = new Set<string>();
  const tellOnce = (conflict: string, error: unknown): void => {
    if (told.has(conflict)) return;
    told.add(conflict);
    onFault({ where: 'finalise', error: new Error(`the case ${conflict} cannot be closed`, { cause: error }) });
  };
  const beat = async (): Promise<void> => {
    const { silence, extended } = await housekeeping.beat();
    if (extended !== null) onOutage(silence, extended);
  };
  const findLost = async (): Promise<number> => {
    if (lost !== null) return 0;
    const ids = await docket.findUnexamined(LOST_AFTER_S, AT_ONCE, release);
    if (ids.length === 0) return 0;
    // Examining may take longer than a beat; the next beats close clocks meanwhile.
    lost = worker
      .advance(ids)
      .catch((error: unknown) => onFault({ where: 'sweep', error }))
      .finally(() => {
        lost = null;
      });
    return ids.length;
  };
  return async () => {
    const failures: unknown[] = [];
    const attempt = async (work: () => Promise<unknown>): Promise<number> => {
      try {
        const size = await work();
        return typeof size === 'number' ? size : 0;
      } catch (error) {
        failures.push(error);
        return 0;
      }
    };
    await attempt(beat);
    const closed = await attempt(() => finaliseDue(docket, tellOnce));
    const found = await attempt(findLost);
    await attempt(() => catchUp(docket, keeper));
    await attempt(() => keepSnapshotIfDue(docket, keeper));
    await attempt(() => housekeeping.forgetExpired());
    for (const error of failures.slice(1)) onFault({ where: 'sweep', error });
    if (failures.length > 0) throw failures[0];
    return closed + found;
  };
}
