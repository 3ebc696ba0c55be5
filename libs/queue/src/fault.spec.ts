import { describe, expect, it } from '@jest/globals';
import { reasonOf, sparsely, type QueueFault } from './fault.ts';

describe('reasonOf', () => {
  it('is one line, bounded, and never empty', () => {
    expect(reasonOf(new Error('a\n\tb\0c'))).toBe('a b c');
    expect(reasonOf(new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('other')]))).toBe(
      'connect ECONNREFUSED ::1:1',
    );
    expect(reasonOf(new TypeError(''))).toBe('TypeError');
    expect(reasonOf('words')).toBe('words');
    expect(reasonOf(new Error('x'.repeat(10_000)))).toHaveLength(500);
  });
});

describe('sparsely', () => {
  it('tells a fault at once, and the same one again only after a while', () => {
    const told: QueueFault[] = [];
    let now = 0;
    const report = sparsely(
      (fault) => told.push(fault),
      () => now,
      100,
    );
    for (now = 0; now < 250; now += 10) report('queue', new Error('gone'));
    report('worker', new Error('gone'));
    expect(told.map(({ where }) => where)).toEqual(['queue', 'queue', 'queue', 'worker']);
  });
});
