/** What proof "hostile" must catch: threads that are none. Loaded into the server (`--import`), all work is done on its loop. */
import { Piscina } from 'piscina';
import run, { type ThreadTask } from '../../apps/server/src/worker/examine-worker.ts';

Piscina.prototype.run = function runHere(task: ThreadTask) {
  return Promise.resolve().then(() => run(task));
} as unknown as typeof Piscina.prototype.run;
