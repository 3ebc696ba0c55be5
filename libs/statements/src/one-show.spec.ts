import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  challengeOf,
  extractIdentity,
  isElement,
  isScalar,
  isValidResponse,
  makeIdentity,
  makeOneShow,
  respond,
  scalarFrom,
  type OneShowResponse,
} from './one-show.ts';

const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
const scalars = fc.nat().map((n) => scalarFrom(createHash('sha512').update(`scalar ${n}`).digest()));
const secrets = fc.record({ u: scalars, s: scalars, x1: scalars, x2: scalars });
const challenges = fc.record({
  payee: fc.constantFrom('A'.repeat(43), `${'B'.repeat(42)}A`),
  iat: fc.nat().map(String),
  nce: fc.stringMatching(/^[ -~]{1,20}$/),
});
const runs = { numRuns: 12, seed: 3 };
const encode = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');

describe('a one-show note', () => {
  it('is spent by whoever knows its secret, once for each challenge, and by nobody else', () => {
    fc.assert(
      fc.property(secrets, scalars, challenges, (secret, other, challenge) => {
        const note = makeOneShow(secret);
        const response = respond(secret, note, challenge);
        expect(isValidResponse(note, challenge, response)).toBe(true);
        expect(respond(secret, note, challenge)).toEqual(response);
        expect(isValidResponse(note, { ...challenge, nce: `${challenge.nce}!` }, response)).toBe(false);
        expect(isValidResponse(note, { ...challenge, iat: `${challenge.iat}.0` }, response)).toBe(false);
        expect(isValidResponse(note, challenge, { r1: response.r2, r2: response.r1 })).toBe(false);
        expect(isValidResponse(note, challenge, respond({ ...secret, s: other }, note, challenge))).toBe(false);
      }),
      runs,
    );
  });

  it('gives its payer’s identity away when it is spent twice, in either order, and not before', () => {
    fc.assert(
      fc.property(secrets, challenges, challenges, (secret, one, other) => {
        const note = makeOneShow(secret);
        const [first, second] = [respond(secret, note, one), respond(secret, note, other)];
        if (challengeOf(note, one) === challengeOf(note, other)) {
          expect(first).toEqual(second);
        } else {
          expect(extractIdentity(first, second)).toBe(makeIdentity(secret.u));
          expect(extractIdentity(second, first)).toBe(makeIdentity(secret.u));
        }
        // The same challenge is the same spend, and one spend says nothing.
        expect(extractIdentity(first, first)).toBeNull();
      }),
      runs,
    );
  });

  it('that was made without g2 names nobody, however often it is spent', () => {
    fc.assert(
      fc.property(secrets, challenges, challenges, ({ u, s, x1, x2 }, one, other) => {
        // A = g1·s: the response r2 = x2 is the same whatever is asked.
        const note = { A: makeIdentity(s), B: makeOneShow({ u, s, x1, x2 }).B };
        const answer = (challenge: typeof one): OneShowResponse => ({
          r1: encode((challengeOf(note, challenge) * s + x1) % L),
          r2: encode(x2),
        });
        expect([one, other].map((challenge) => isValidResponse(note, challenge, answer(challenge)))).toEqual([
          true,
          true,
        ]);
        expect(extractIdentity(answer(one), answer(other))).toBeNull();
      }),
      runs,
    );
  });
});

describe('encodings', () => {
  it('of scalars are 32 bytes below the order, and of elements canonical', () => {
    expect([0n, 1n, L - 1n].map((n) => isScalar(encode(n)))).toEqual([true, true, true]);
    expect([L, L + 1n, 2n ** 256n - 1n].map((n) => isScalar(encode(n)))).toEqual([false, false, false]);
    expect(isElement(makeIdentity(5n))).toBe(true);
    expect(isElement('A'.repeat(43))).toBe(true);
    // RFC 9496 A.3: not canonical, negative, or not square.
    for (const hex of [
      '00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
      'f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0100000000000000000000000000000000000000000000000000000000000000',
      '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371',
    ]) {
      expect(isElement(Buffer.from(hex, 'hex').toString('base64url'))).toBe(false);
    }
    expect([undefined, null, 7, '', 'A'.repeat(44)].some((value) => isElement(value) || isScalar(value))).toBe(false);
  });

  it('scalarFrom is never zero and below the order', () => {
    expect(scalarFrom(Buffer.alloc(64))).toBe(1n);
    const most = Buffer.from((L - 2n).toString(16).padStart(128, '0'), 'hex').reverse();
    expect(scalarFrom(most)).toBe(L - 1n);
  });
});
