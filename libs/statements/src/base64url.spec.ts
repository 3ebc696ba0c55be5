import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64url, encodeBase64url, is32Bytes } from './base64url.ts';

describe('base64url', () => {
  it('gives back the bytes that it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect([...decodeBase64url(text)!]).toEqual([...bytes]);
      }),
      { seed: 1 },
    );
    // Long ones are read by another way.
    for (const length of [6_143, 6_144, 6_145, 100_000]) {
      const bytes = Buffer.alloc(length, 'é😀');
      expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes);
    }
  });

  it('has one text for any bytes: a text that decodes is the one that they encode to', () => {
    const letters = fc.constantFrom(...'ABYZabyz0189-_+/=. é'.split(''));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 9 }), (drawn) => {
        const text = drawn.join('');
        const bytes = decodeBase64url(text);
        if (bytes !== null) expect(encodeBase64url(bytes)).toBe(text);
        else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });

  it.each([
    ['padding', 'AA=='],
    ['the other alphabet', '+/+/'],
    ['one character of four', 'AAAAA'],
    ['an unused bit of two characters', 'AB'],
    ['an unused bit of three characters', 'AAB'],
    ['a space', 'AA A'],
    ['a newline at the end', 'AAAA\n'],
    ['a letter that looks like one', 'АAAA'],
  ])('refuses %s', (_, text) => {
    expect(decodeBase64url(text)).toBeNull();
    expect(decodeBase64url('AAAA'.repeat(5_000) + text)).toBeNull();
  });

  it('knows ids: 43 characters of 32 bytes', () => {
    expect(is32Bytes('A'.repeat(43))).toBe(true);
    expect([42, 44].map((length) => is32Bytes('A'.repeat(length)))).toEqual([false, false]);
    expect(is32Bytes(`${'A'.repeat(42)}B`)).toBe(false);
    expect([null, undefined, 43, ['A'.repeat(43)]].some(is32Bytes)).toBe(false);
  });
});
