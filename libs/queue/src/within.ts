import { setTimeout as sleep } from 'node:timers/promises';

/** within waits for `work` no longer than `timeoutMs`; the work itself goes on. */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const cut = new AbortController();
  const alarm = sleep(timeoutMs, undefined, { signal: cut.signal }).then(() => {
    throw new Error(`no answer in ${timeoutMs} ms`);
  });
  try {
    return await Promise.race([work, alarm]);
  } finally {
    alarm.catch(() => undefined);
    cut.abort();
  }
}

/** settles resolves when `work` has ended, well or badly, or the time is up, or the signal says so. */
export async function settles(timeoutMs: number, work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  const cut = new AbortController();
  const either = signal === undefined ? cut.signal : AbortSignal.any([cut.signal, signal]);
  await Promise.race([work, sleep(timeoutMs, undefined, { signal: either })]).catch(() => undefined);
  cut.abort();
}
