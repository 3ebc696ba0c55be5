import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from './rfc3339.ts';

describe('an RFC 3339 instant', () => {
  it('is what a Date makes of it', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime() / 1000);
      }),
      { seed: 1 },
    );
  });

  it('is the same in every zone', () => {
    const zones = fc.tuple(fc.constantFrom('+', '-'), fc.nat({ max: 23 }), fc.nat({ max: 59 }));
    fc.assert(
      fc.property(fc.integer({ min: 200_000, max: 4e9 }), zones, (seconds, [sign, hours, minutes]) => {
        const ahead = (hours * 3_600 + minutes * 60) * (sign === '+' ? 1 : -1);
        const local = new Date((seconds + ahead) * 1000).toISOString().slice(0, 19);
        const zone = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(parseInstant(local + zone)).toBe(seconds);
      }),
      { seed: 2 },
    );
  });

  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-22T09:30:00.120Z', 1_795_339_800.12],
    ['2026-11-22t09:30:00z', 1_795_339_800],
    ['2024-02-29T00:00:00Z', 1_709_164_800],
    ['2016-12-31T23:59:60Z', 1_483_228_800],
    ['1969-12-31T23:59:59.5Z', -0.5],
    ['0000-01-01T00:00:00Z', -62_167_219_200],
  ])('%s is read', (text, seconds) => {
    expect(parseInstant(text)).toBe(seconds);
  });

  it.each([
    ['no zone', '2026-11-22T09:30:00'],
    ['no time', '2026-11-22'],
    ['no T', '2026-11-22 09:30:00Z'],
    ['no such day', '2026-02-29T00:00:00Z'],
    ['no leap year', '2100-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-11-22T24:00:00Z'],
    ['second 61', '2026-11-22T00:00:61Z'],
    ['no fraction after its point', '2026-11-22T00:00:00.Z'],
    ['zone 24:00', '2026-11-22T00:00:00+24:00'],
    ['a newline', '2026-11-22T00:00:00Z\n'],
  ])('%s is refused', (_, text) => {
    expect(parseInstant(text)).toBeNull();
  });
});
