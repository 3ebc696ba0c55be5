import { describe, expect, it } from '@jest/globals';
import { makeBodyPlaces } from './body-places.ts';

const MIB = 1_048_576;

describe('places for bodies', () => {
  it('are as many as there may be, and are used again', () => {
    const places = makeBodyPlaces(2, 4 * MIB);
    const [first, second, third] = [places.take(4 * MIB), places.take(2 * MIB), places.take(2 * MIB)];
    expect([first, second, third].map(({ length }) => length)).toEqual([4 * MIB, 2 * MIB, 2 * MIB]);
    expect([first, second, third].map(({ buffer }) => buffer instanceof SharedArrayBuffer)).toEqual([
      true,
      true,
      false,
    ]);
    expect(first.buffer).not.toBe(second.buffer);
    places.giveBack(second);
    places.giveBack(second);
    places.giveBack(third);
    expect(places.take(3 * MIB).buffer).toBe(second.buffer);
    expect(places.take(3 * MIB).buffer).not.toBeInstanceOf(SharedArrayBuffer);
  });

  it('are not for what is small, nor for what is larger than they are', () => {
    const places = makeBodyPlaces(2, 4 * MIB);
    for (const size of [70_000, 4 * MIB + 1]) {
      const { buffer, length } = places.take(size);
      expect([buffer instanceof SharedArrayBuffer, length]).toEqual([false, size]);
    }
  });
});
