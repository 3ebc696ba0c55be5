/** The worker's part: from ids of cases to verdicts, many in hand at once, kept batch by batch. */
import {
  examineFile,
  propose,
  type Bench,
  type Docket,
  type Examined,
  type Examiner,
  type Proceeding,
} from '#tribunal';
import { LARGE_BYTES, type LargeWork } from '../large-work.ts';

export interface CaseWorkerOptions {
  readonly bench: Bench;
  readonly examiner: Examiner;
  /** Accepted statements that both verifiers are asked about, beside what they are asked about anyway. */
  readonly crossCheck: number;
  /** Cases of one transaction at most. */
  readonly batch: number;
  readonly largeWork: LargeWork;
  readonly onProceeding: (proceeding: Proceeding) => void;
  readonly onFault: (fault: { readonly where: string; readonly conflict: string; readonly error: unknown }) => void;
}

export interface CaseWorker {
  /** Examines and decides these cases, each once however often it is named; a failed one is noted and asked again later. */
  advance(ids: readonly string[]): Promise<void>;
  /** Cases in hand. */
  inHand(): number;
}

interface Waiting {
  readonly one: Examined;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** startCaseWorker makes the worker's part; nothing runs until `advance` is called. */
export function startCaseWorker(options: CaseWorkerOptions): CaseWorker {
  const { bench, examiner, crossCheck, batch, largeWork, onProceeding, onFault } = options;
  const { docket } = bench;
  const inHand = new Map<string, Promise<void>>();
  const waiting: Waiting[] = [];
  let isProposing = false;

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    const went = await propose(
      bench,
      group.map(({ one }) => one),
    );
    for (const { one, done } of group) {
      onProceeding(went.get(one.file.record.id) ?? 'stale');
      done();
    }
  };
  const settleAll = async (): Promise<void> => {
    if (isProposing) return;
    isProposing = true;
    for (;;) {
      const group = waiting.splice(0, batch);
      if (group.length === 0) break;
      try {
        await settle(group);
      } catch (error) {
        // One bad case must not hold up the others: each is tried alone, and only the bad one fails.
        if (group.length === 1) group[0]!.failed(error);
        else for (const one of group) await settle([one]).catch(one.failed);
      }
    }
    isProposing = false;
  };
  const examineOne = async (file: Parameters<typeof examineFile>[2]): Promise<void> => {
    try {
      const one = await examineFile(docket, examiner, file, crossCheck);
      await new Promise<void>((done, failed) => {
        waiting.push({ one, done, failed });
        void settleAll();
      });
    } catch (error) {
      onFault({ where: 'examine', conflict: file.record.id, error });
      await docket.noteFailure(file.record.id).catch(() => undefined);
      throw error;
    }
  };
  const examineAll = async (ids: readonly string[]): Promise<void> => {
    const failures: unknown[] = [];
    for (const { ids: some, isLarge } of await findDue(docket, ids, bench.release)) {
      if (isLarge) await largeWork.begin();
      try {
        const files = await docket.readCases(some);
        const results = await Promise.allSettled(files.map(examineOne));
        failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])));
      } finally {
        if (isLarge) largeWork.end();
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    async advance(ids) {
      const fresh = [...new Set(ids)].filter((id) => !inHand.has(id));
      const work = fresh.length === 0 ? Promise.resolve() : examineAll(fresh);
      for (const id of fresh) inHand.set(id, work);
      const others = ids.flatMap((id) => (fresh.includes(id) ? [] : (inHand.get(id) ?? [])));
      try {
        await work;
      } finally {
        for (const id of fresh) inHand.delete(id);
      }
      // Somebody else has these in hand, perhaps as they stood before this hint: they are looked at once more.
      if (others.length > 0) {
        await Promise.allSettled(others);
        await this.advance(ids.filter((id) => !fresh.includes(id)));
      }
    },
    inHand: () => inHand.size,
  };
}

/** Cases of so many bytes are read at once: a few large ones must not fill the memory. */
const BYTES_AT_ONCE = 32 * 1_048_576;

interface Due {
  readonly ids: string[];
  readonly isLarge: boolean;
  bytes: number;
}

/**
 * The cases that have something to be examined, in groups of a bounded size, small ones first and apart; the others were
 * done by an earlier hint.
 */
async function findDue(docket: Docket, ids: readonly string[], release: string): Promise<readonly Due[]> {
  const groups: Due[] = [];
  for (const { id, begunAt, examined, revision, state, bytes, release: by } of await docket.readRecords(ids)) {
    const isDue = state === 'frozen' ? by !== release : begunAt !== null && examined !== revision;
    if (!isDue) continue;
    const isLarge = bytes > LARGE_BYTES;
    const fits = (group: Due): boolean => group.isLarge === isLarge && group.bytes + bytes <= BYTES_AT_ONCE;
    const group = groups.find(fits) ?? groups[groups.push({ ids: [], isLarge, bytes: 0 }) - 1]!;
    group.ids.push(id);
    group.bytes += bytes;
  }
  return groups.sort((a, b) => Number(a.isLarge) - Number(b.isLarge));
}
