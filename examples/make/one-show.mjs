// A one-show note that nobody should make: A has no part of g2, so that two spends have the same r2 and name nobody.
import { createHash } from 'node:crypto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';

const { Point } = ristretto255;
const ORDER = Point.Fn.ORDER;
const DST = 'assize/one-show/v1';

const scalar = (seed) => BigInt(`0x${createHash('sha512').update(`assize examples: ${seed}`).digest('hex')}`) % ORDER;
const encode = (number) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');
const encodePoint = (point) => Buffer.from(point.toBytes()).toString('base64url');

/** illMadeNote gives the note's `osh`, and how it answers a challenge. */
export function illMadeNote(seed) {
  const [g1, g2] = ['g1', 'g2'].map((name) => ristretto255_hasher.hashToCurve(Buffer.from(name), { DST }));
  const [a, x1, x2] = ['a', 'x1', 'x2'].map((name) => scalar(`${name} ${seed}`));
  const A = g1.multiply(a);
  const B = g1.multiply(x1).add(g2.multiply(x2));
  const answer = (payee, iat, nce) => {
    const hash = createHash('sha512').update(A.toBytes()).update(B.toBytes()).update(`${payee}\n${iat}\n${nce}`);
    const d = BigInt(`0x${hash.digest().reverse().toString('hex')}`) % ORDER;
    return { r1: encode((d * a + x1) % ORDER), r2: encode(x2), nce };
  };
  return { osh: { A: encodePoint(A), B: encodePoint(B) }, answer };
}
