import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IQueueBackend } from 'bullmq';

const PAUSE_MS = 500;

/** How long an idle worker waits for a notice before it looks by itself. */
export const IDLE_SECONDS = 2;

/**
 * patient makes a worker's backend bear an outage. BullMQ would ask again at once after most errors, wait five seconds
 * where it has been told to close, and wait an hour for a notice that was never sent.
 */
export function patient(backend: IQueueBackend): IQueueBackend {
  const claim = backend.moveToActive.bind(backend);
  backend.moveToActive = async (token, name) => {
    try {
      return await claim(token, name);
    } catch (error) {
      await sleep(PAUSE_MS, undefined, { ref: false });
      throw error;
    }
  };
  const rescue = backend.moveStalledJobsToWait.bind(backend);
  backend.moveStalledJobsToWait = async () => {
    try {
      return await rescue();
    } catch (error) {
      if (backend instanceof EventEmitter) backend.emit('error', error);
      return [];
    }
  };
  Object.defineProperty(backend, 'maximumBlockTimeout', { value: IDLE_SECONDS });
  return backend;
}
