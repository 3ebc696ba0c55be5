import { Piscina } from 'piscina';
import type { Done } from '../api/act.ts';
import type { BodyThread } from '../api/held-body.ts';
import { Problem } from '../api/problem.ts';
import type { FilingAnswer, FilingDesk, FilingTask } from './filing-worker.ts';
import type { LargeWork } from '../large-work.ts';

const HEAP_MB = 512;
/** Bodies that wait as bytes; who comes later is told to come back. */
const WAITING = 16;

export interface FilingThread extends BodyThread {
  /** Bodies that wait or are held. */
  inHand(): number;
  close(): Promise<void>;
}

/**
 * startFilingThread makes the thread for large bodies, which starts with the first of them; `nudge` tells of what was
 * committed. From its reading to its filing a body is one piece of large work.
 */
export function startFilingThread(desk: FilingDesk, largeWork: LargeWork, nudge: () => void): FilingThread {
  // One thread, so that a ticket is known where it is handed in.
  const pool = new Piscina<FilingTask, FilingAnswer>({
    filename: new URL('./filing-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 4,
    workerData: desk,
    // Garbage of large bodies is collected before there is much of it.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: HEAP_MB },
  });
  let inHand = 0;
  const end = (): void => {
    inHand -= 1;
    largeWork.end();
  };
  const ask = async (task: FilingTask): Promise<NonNullable<FilingAnswer>> => {
    const answer = (await pool.run(task))!;
    if ('problem' in answer) throw new Problem(answer.problem.code, answer.problem.detail, answer.problem.more);
    return answer;
  };
  return {
    async read(route, bytes, wantsDigest) {
      if (inHand > WAITING) {
        throw new Problem('overloaded', 'too many large bodies at once', { headers: { 'retry-after': '2' } });
      }
      inHand += 1;
      await largeWork.begin();
      try {
        // What is in a shared place is not copied on its way.
        return (await ask({ do: 'read', route, bytes, wantsDigest })) as { ticket: number; digest: string | null };
      } catch (error) {
        end();
        throw error;
      }
    },
    async perform(ticket, act, needs) {
      try {
        const { done } = (await ask({ do: 'perform', ticket, act, needs })) as { done: Done<typeof act> };
        nudge();
        return done;
      } finally {
        end();
      }
    },
    drop(ticket) {
      end();
      void pool.run({ do: 'drop', ticket }).catch(() => undefined);
    },
    inHand: () => inHand,
    close: () => pool.destroy(),
  };
}
