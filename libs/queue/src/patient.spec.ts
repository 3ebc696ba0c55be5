import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { IQueueBackend } from 'bullmq';
import { patient } from './patient.ts';

/** A backend that is up and refuses everything, as PostgreSQL does while it recovers. */
class Refusing extends EventEmitter {
  readonly maximumBlockTimeout = 3_600;
  moveToActive(): Promise<never> {
    return Promise.reject(new Error('the database system is starting up'));
  }
  moveStalledJobsToWait(): Promise<never> {
    return Promise.reject(new Error('the database system is starting up'));
  }
}
const refusing = (): IQueueBackend => patient(new Refusing() as unknown as IQueueBackend);

describe('patient', () => {
  it('lets no worker ask a backend that refuses more than twice a second', async () => {
    const before = performance.now();
    await expect(refusing().moveToActive('token')).rejects.toThrow('starting up');
    expect(performance.now() - before).toBeGreaterThan(450);
  });

  it('tells of a rescue that failed, and waits for the next one', async () => {
    const backend = refusing();
    const faults: unknown[] = [];
    backend.on('error', (error) => faults.push(error));
    expect(await backend.moveStalledJobsToWait()).toEqual([]);
    expect(faults).toEqual([new Error('the database system is starting up')]);
  });

  it('waits seconds for a notice, not an hour', () => {
    expect(refusing().maximumBlockTimeout).toBe(2);
  });
});
