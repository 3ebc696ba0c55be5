import { describe, expect, it } from '@jest/globals';
import { loadOf } from './api-limits.ts';

describe('loadOf', () => {
  it('reaches the limit of requests when 512 tasks wait for each thread', () => {
    const config = { maxInFlight: 100, threads: 2 };
    expect(loadOf(0, config)).toEqual({ inFlight: 0, limit: 100 });
    expect(loadOf(1_024, config)).toEqual({ inFlight: 100, limit: 100 });
    expect(loadOf(1_100, config).inFlight).toBeGreaterThan(100);
  });
});
