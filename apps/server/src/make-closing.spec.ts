import { describe, expect, it } from '@jest/globals';
import { makeClosing } from './make-closing.ts';

describe('makeClosing', () => {
  it('closes everything in reverse and once, also where one fails, and throws the first failure', async () => {
    const { later, closeAll } = makeClosing();
    const closed: string[] = [];
    later(() => closed.push('database'));
    later(async () => {
      closed.push('queue');
      throw new Error('the queue is gone');
    });
    later(() => closed.push('api'));
    await expect(closeAll()).rejects.toThrow('the queue is gone');
    expect(closed).toEqual(['api', 'queue', 'database']);
    await closeAll();
    expect(closed).toHaveLength(3);
  });
});
