import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { tellError } from './log.ts';

describe('tellError', () => {
  it('tells of a failed query what failed and where, and not with which values', () => {
    const driver = Object.assign(new Error('the database system is shutting down'), { code: '57P03' });
    const failed = new QueryFailedError(
      'INSERT INTO assize.statements VALUES ($1)',
      ['eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
      driver,
    );
    const told = tellError(new Error('filing failed', { cause: failed }));
    expect(told).toMatchObject({
      type: 'Error',
      message: 'filing failed',
      cause: { type: 'QueryFailedError', code: '57P03' },
    });
    expect(told.stack).toContain('log.spec');
    expect(JSON.stringify(told)).not.toContain('eyJhbGci');
  });

  it('tells of what is no error as well', () => {
    expect(tellError('lost')).toEqual({ message: 'lost' });
  });
});
