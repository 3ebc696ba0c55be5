/** Upkeep: what a beat of the sweep does, so that nothing waits for a message that was lost. */
import type { Store } from '#store';
import { catchUp, finaliseDue, keepSnapshotIfDue, type MarketKeeper } from '#tribunal';
import type { CaseWorker } from './case-worker.ts';

/** Filings that no examination has taken in after so many seconds are looked for. */
const LOST_AFTER_S = 5;
const AT_ONCE = 200;
/** An outage longer than this extends every running clock by its length and a day's grace. */
const OUTAGE_S = 15 * 60;
const GRACE_S = 86_400;

export interface UpkeepOptions {
  readonly store: Store;
  readonly keeper: MarketKeeper;
  readonly worker: CaseWorker;
  readonly onOutage: (seconds: number, clocks: number) => void;
  readonly onFault: (fault: { readonly where: string; readonly error: unknown }) => void;
}

/**
 * makeUpkeep gives the function of a beat: it extends clocks after an outage, closes what is due, examines what no hint
 * led to, hears new facts, keeps the market, and forgets what has expired; it answers how many cases it moved.
 */
export function makeUpkeep({ store, keeper, worker, onOutage, onFault }: UpkeepOptions): () => Promise<number> {
  const { docket, housekeeping } = store;
  let lost: Promise<void> | null = null;
  return async () => {
    const silence = await housekeeping.beat('sweep');
    if (silence > OUTAGE_S) onOutage(silence, await housekeeping.extendClocks(silence + GRACE_S));
    const closed = await finaliseDue(docket);
    const ids = lost === null ? await docket.findUnexamined(LOST_AFTER_S, AT_ONCE) : [];
    if (ids.length > 0) {
      // Examining may take longer than a beat; the next beats close clocks meanwhile.
      lost = worker
        .advance(ids)
        .catch((error: unknown) => onFault({ where: 'sweep', error }))
        .finally(() => {
          lost = null;
        });
    }
    await catchUp(docket, keeper);
    await keepSnapshotIfDue(docket, keeper);
    await housekeeping.forgetExpired();
    return closed + ids.length;
  };
}
