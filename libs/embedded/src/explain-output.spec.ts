import { describe, expect, it } from '@jest/globals';
import { explainOutput } from './explain-output.ts';

describe('explainOutput', () => {
  it.each([
    ['initdb: error: could not write file "x": No space left on device', 'disk_full'],
    [
      '2026-11-22 09:30:00.000 UTC [7] FATAL:  could not write lock file "postmaster.pid": No space left on device',
      'disk_full',
    ],
    ['FATAL:  data directory "/d/pg" has invalid permissions', 'no_permission'],
    ['initdb: error: could not access directory "/d/pg": Permission denied', 'no_permission'],
    ['FATAL:  database files are incompatible with server', 'other_version'],
    ['FATAL:  bogus data in lock file "postmaster.pid": "x"', 'unreadable'],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'failed'],
  ])('%s is %s', (output, fault) => {
    expect(explainOutput('/d/pg', output).fault).toMatchObject({ fault, why: expect.stringContaining('/d/pg') });
  });

  it('gives the lines that tell why, without their times', () => {
    const log = [
      '2026-11-22 09:30:00.000 UTC [7] LOG:  starting PostgreSQL 18.4',
      '2026-11-22 09:30:00.001 UTC [7] FATAL:  could not map anonymous shared memory: Cannot allocate memory',
      '2026-11-22 09:30:00.002 UTC [7] HINT:  reduce "shared_buffers"',
    ].join('\n');
    expect(explainOutput('/d/pg', log).fault.why).toBe(
      '/d/pg: FATAL: could not map anonymous shared memory: Cannot allocate memory; HINT: reduce "shared_buffers"',
    );
  });
});
