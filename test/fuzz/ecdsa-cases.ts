/** ECDSA signatures and keys at the edges of the rule (spec "validity"), for P-256 and secp256k1. */
import { createHash } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { makePrivateKey, signBytes, type PrivateKey, type Suite } from '#statements';
import type { Case, Making } from './fuzz-case.ts';

export type EcdsaSuite = Exclude<Suite, 'Ed25519'>;
const CURVES = { ES256: p256, ES256K: secp256k1 };

const bigEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const encode = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

interface Signed {
  readonly key: PrivateKey;
  readonly message: Buffer;
  readonly signature: Uint8Array;
}

const pools = new Map<EcdsaSuite, { signed: Signed[]; smallX: Buffer }>();

/** Signing takes milliseconds, so it is done a few times; the verifiers remember nothing between two questions. */
function poolOf(suite: EcdsaSuite): { signed: Signed[]; smallX: Buffer } {
  let pool = pools.get(suite);
  if (pool === undefined) {
    const signed = Array.from({ length: 120 }, (_, i) => {
      const key = makePrivateKey(
        suite,
        createHash('sha512')
          .update(`fuzz ${suite} ${i % 24}`)
          .digest()
          .subarray(0, 48),
      );
      const message = Buffer.alloc(i % 7 === 0 ? 0 : i, i);
      return { key, message, signature: signBytes(key, message) };
    });
    pool = { signed, smallX: pointWithSmallX(suite) };
    pools.set(suite, pool);
  }
  return pool;
}

/** A point whose x can be written a second time, as x + p in 32 bytes. */
function pointWithSmallX(suite: EcdsaSuite): Buffer {
  for (let x = 1n; x < 100n; x += 1n) {
    try {
      const point = CURVES[suite].Point.fromBytes(Uint8Array.of(2, ...encode(x)));
      return Buffer.from(point.toBytes(false).subarray(1));
    } catch {
      // Not the x of a point.
    }
  }
  throw new Error(`${suite} has no point with a small x`);
}

export function ecdsaCase(suite: EcdsaSuite, { rng, pick }: Making): Case {
  const { signed, smallX } = poolOf(suite);
  const { key, message, signature } = rng.pick(signed);
  const n = CURVES[suite].Point.Fn.ORDER;
  const p = CURVES[suite].Point.Fp.ORDER;
  const of = (name: string, changed: Uint8Array, point: Uint8Array = key.point): Case => ({
    name,
    suite,
    point,
    message,
    signature: changed,
  });
  const [r, s] = [bigEndian(signature.subarray(0, 32)), bigEndian(signature.subarray(32))];
  const pair = (one: bigint, other: bigint): Buffer => Buffer.concat([encode(one), encode(other)]);
  const bounds = [0n, 1n, 2n, n - 1n, n, n + 1n, p - 1n, p, 2n ** 256n - 1n];
  const [x, y] = [key.point.subarray(0, 32), key.point.subarray(32)];
  switch (pick(14)) {
    case 0:
      return of('r at its bounds', pair(rng.pick(bounds), s));
    case 1:
      return of('s at its bounds', pair(r, rng.pick(bounds)));
    case 2:
      return of('both at their bounds', pair(rng.pick(bounds), rng.pick(bounds)));
    case 3:
      return of('r and s swapped', pair(s, r));
    case 4:
      return of('r ↔ n − r', pair(n - r, s));
    case 5:
      return of('y negated', signature, Buffer.concat([x, encode(p - bigEndian(y))]));
    case 6:
      return of('x and y swapped', signature, Buffer.concat([y, x]));
    case 7: {
      const twice = Buffer.concat([encode(p + bigEndian(smallX.subarray(0, 32))), smallX.subarray(32)]);
      return of('x + p', signature, rng.chance(0.5) ? twice : smallX);
    }
    case 8: {
      const coordinates = rng.pick([0n, 1n, p - 1n, p, 2n ** 256n - 1n]);
      return of('a coordinate at its bounds', signature, Buffer.concat([encode(coordinates), y]));
    }
    case 9:
      return of('no point', signature, Buffer.alloc(64, rng.pick([0, 255])));
    case 10: {
      // u1·G + u2·Q is the point at infinity where r = −e/d.
      const e = bigEndian(sha256(message)) % n;
      const d = bigEndian(key.secret);
      const inverse = CURVES[suite].Point.Fn.inv(d);
      return of('the sum at infinity', pair((((n - e) % n) * inverse) % n, s));
    }
    case 11:
    case 12:
      return of('valid by −s', pair(r, n - s));
    default:
      return of('valid', signature);
  }
}
