/** What proof "hostile" must catch: bodies read where requests are served. Loaded into the server (`--import`). */
import { isMainThread } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { readJsonBody } from '../../apps/server/src/api/read-body.ts';
import type { FilingTask } from '../../apps/server/src/filing/filing-worker.ts';

type Run = (this: Piscina, task: FilingTask, options?: object) => Promise<unknown>;

if (isMainThread) {
  const prototype = Piscina.prototype as unknown as { run: Run };
  const run: Run = prototype.run;
  prototype.run = function readFirst(task, options) {
    try {
      if (task.do === 'read') readJsonBody(Buffer.from(task.bytes));
    } catch {
      // Its thread says why.
    }
    return run.call(this, task, options);
  };
}
