/** Ed25519 signatures at the edges of the rule (spec "validity"): made of scalars and points, as no honest signer would. */
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import type { Case, Making } from './fuzz-case.ts';

const { Point } = ed25519;
type Element = InstanceType<typeof Point>;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;
const B = Point.BASE;

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
const encode = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

/** A point of order 8, and with it all eight of the torsion group: L times the point with y = 3. */
const TORSION: readonly Element[] = (() => {
  const point = Point.fromBytes(Uint8Array.from(encode(3n)));
  // noble takes scalars below L only.
  const generator = point.multiplyUnsafe(L - 1n).add(point);
  return Array.from({ length: 8 }, (_, i) => generator.multiplyUnsafe(BigInt(i)));
})();

/** Encodings that RFC 8032 does not allow: y at or above p, and x = 0 with its sign bit set. */
const NOT_CANONICAL: readonly Buffer[] = [
  ...Array.from({ length: 19 }, (_, y) => encode(P + BigInt(y))),
  ...[1n, P - 1n, P + 1n].map((y) => encode(y | (1n << 255n))),
];

interface Signer {
  readonly a: bigint;
  readonly A: Element;
}

const signers: Signer[] = Array.from({ length: 12 }, (_, i) => {
  const seed = createHash('sha256').update(`fuzz ed25519 ${i}`).digest();
  const { scalar } = ed25519.utils.getExtendedPublicKey(Uint8Array.from(seed));
  return { a: scalar, A: B.multiply(scalar) };
});

const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
  littleEndian(createHash('sha512').update(r).update(key).update(message).digest()) % L;

/** Points cost a while, so nonces come from a few. */
const nonces = Array.from({ length: 40 }, (_, i) => {
  const r = littleEndian(createHash('sha512').update(`fuzz nonce ${i}`).digest()) % L;
  return { r, R: B.multiply(r) };
});

/** Whatever stands as R and as key: S solves the cofactored equation for the signer's scalar. */
function signAs({ a }: Signer, message: Buffer, r: bigint, R: Uint8Array, key: Uint8Array): Buffer {
  return Buffer.concat([R, encode((r + challenge(R, key, message) * a) % L)]);
}

const bytesOf = (point: Element): Buffer => Buffer.from(point.toBytes());

export function ed25519Case(making: Making): Case {
  const { rng, message } = making;
  const signer = rng.pick(signers);
  const { r, R } = rng.pick(nonces);
  const key = bytesOf(signer.A);
  const good = signAs(signer, message, r, bytesOf(R), key);
  const of = (name: string, signature: Uint8Array, point: Uint8Array = key): Case => ({
    name,
    suite: 'Ed25519',
    point,
    message,
    signature,
  });
  const withS = (s: bigint): Buffer => Buffer.concat([good.subarray(0, 32), encode(s)]);
  const s = littleEndian(good.subarray(32));
  const torsion = rng.pick(TORSION.slice(1));
  switch (making.pick(13)) {
    case 0: {
      const moved = bytesOf(R.add(torsion));
      return of('torsion added to R', signAs(signer, message, r, moved, key));
    }
    case 1: {
      const mixed = bytesOf(signer.A.add(torsion));
      return of('torsion added to A', signAs(signer, message, r, bytesOf(R), mixed), mixed);
    }
    case 2: {
      const mixed = bytesOf(signer.A.add(torsion));
      const moved = bytesOf(R.add(rng.pick(TORSION)));
      return of('torsion added to A and to R', signAs(signer, message, r, moved, mixed), mixed);
    }
    case 3:
      return of('S + kL', withS(s + BigInt(1 + rng.int(15)) * L));
    case 4:
      return of(
        'S at its bounds',
        withS(rng.pick([0n, 1n, L - 1n, L, L + 1n, 2n ** 252n, 2n ** 255n, 2n ** 256n - 1n])),
      );
    case 5: {
      const identity = rng.pick([encode(1n), encode(1n | (1n << 255n)), encode(P + 1n)]);
      return of('identity R', signAs(signer, message, 0n, identity, key));
    }
    case 6: {
      const small = bytesOf(rng.pick(TORSION));
      return of('small-order key', Buffer.concat([bytesOf(R), encode(r)]), small);
    }
    case 7: {
      const odd = rng.pick(NOT_CANONICAL);
      return of('non-canonical key', Buffer.concat([bytesOf(R), encode(r)]), odd);
    }
    case 8:
      return of('non-canonical R', signAs(signer, message, 0n, rng.pick(NOT_CANONICAL), key));
    case 9:
      return of('small-order R', signAs(signer, message, 0n, bytesOf(rng.pick(TORSION)), key));
    case 10:
      return of('the halves swapped', Buffer.concat([good.subarray(32), good.subarray(0, 32)]));
    case 11:
      return of('−S', withS(L - s));
    default:
      return of('valid', good);
  }
}

/** The eight torsion points are eight, and are what they should be. */
export const torsionEncodings = (): string[] => TORSION.map((point) => bytesOf(point).toString('hex'));
