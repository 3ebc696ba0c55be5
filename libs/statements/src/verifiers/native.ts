/**
 * The hot path: libsodium for Ed25519, OpenSSL for P-256, libsecp256k1 for secp256k1, each with the prechecks that
 * make it answer by the rule of spec "validity". Where a platform has no prebuilt libsodium or libsecp256k1, OpenSSL
 * stands in with the same prechecks, slower.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import { ed25519 } from '@noble/curves/ed25519.js';
import type { Suite } from '../keys.ts';
import { ORDERS, PRIMES, type Verifier } from './verifier.ts';

interface Sodium {
  crypto_core_ed25519_is_valid_point(point: Buffer): boolean;
  crypto_sign_verify_detached(signature: Buffer, message: Buffer, point: Buffer): boolean;
}
interface Secp256k1 {
  publicKeyVerify(point: Uint8Array): boolean;
  signatureNormalize(signature: Uint8Array): Uint8Array;
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, point: Uint8Array): boolean;
}

/** The native libraries that a platform has; where one is missing OpenSSL does its work. */
interface NativeLibraries {
  readonly sodium: Sodium | null;
  /** Asked for at the first secp256k1 key: most cases have none. */
  readonly secp256k1: () => Secp256k1 | null;
}

const BYTES_OF = (hex: string): Buffer => Buffer.from(hex, 'hex');
const L = BYTES_OF(ORDERS.Ed25519);
const IDENTITY = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);
const ZERO = Buffer.alloc(32);
const ORDER = { ES256: BYTES_OF(ORDERS.ES256), ES256K: BYTES_OF(ORDERS.ES256K) };
const PRIME = { ES256: BYTES_OF(PRIMES.ES256), ES256K: BYTES_OF(PRIMES.ES256K) };

/** makeNativeVerifier makes the fast verifier of the libraries that there are. */
export const makeNativeVerifier = ({ sodium, secp256k1 }: NativeLibraries): Verifier => ({
  name: 'native',
  isValidKey(suite, point) {
    if (suite === 'Ed25519') {
      if (point.length !== 32) return false;
      return sodium === null ? isPrimeOrderPoint(point) : sodium.crypto_core_ed25519_is_valid_point(asBuffer(point));
    }
    if (point.length !== 64) return false;
    const bytes = asBuffer(point);
    const isBelowPrime = (from: number): boolean => bytes.compare(PRIME[suite], 0, 32, from, from + 32) < 0;
    if (!isBelowPrime(0) || !isBelowPrime(32)) return false;
    const lib = suite === 'ES256K' ? secp256k1() : null;
    return lib === null ? keyObject(suite, bytes) !== null : lib.publicKeyVerify(uncompressed(bytes));
  },
  isValidSignature(suite, point, message, signature) {
    if (signature.length !== 64) return false;
    const bytes = asBuffer(signature);
    if (suite === 'Ed25519') {
      return sodium === null
        ? isValidByOpenSsl(asBuffer(point), message, bytes)
        : sodium.crypto_sign_verify_detached(bytes, asBuffer(message), asBuffer(point));
    }
    for (const from of [0, 32]) {
      const isBelowOrder = bytes.compare(ORDER[suite], 0, 32, from, from + 32) < 0;
      if (!isBelowOrder || bytes.compare(ZERO, 0, 32, from, from + 32) === 0) return false;
    }
    const lib = suite === 'ES256K' ? secp256k1() : null;
    if (lib === null) {
      const key = keyObject(suite, asBuffer(point));
      return key !== null && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, bytes);
    }
    // libsecp256k1 refuses high s, which the rule accepts: it is brought down on a copy first.
    const low = lib.signatureNormalize(Uint8Array.from(bytes));
    const digest = createHash('sha256').update(message).digest();
    return lib.ecdsaVerify(low, digest, uncompressed(asBuffer(point)));
  },
});

/** Ed25519 by OpenSSL, which leaves it to us that S is below L and R is not the identity. */
function isValidByOpenSsl(point: Buffer, message: Uint8Array, signature: Buffer): boolean {
  if (signature.compare(IDENTITY, 0, 32, 0, 32) === 0) return false;
  if (Buffer.from(signature.subarray(32)).reverse().compare(L) >= 0) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') }, format: 'jwk' });
  return verify(null, message, key, signature);
}

/** OpenSSL does not ask whether an Ed25519 key is of prime order; without libsodium the portable curve does. */
function isPrimeOrderPoint(bytes: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(Uint8Array.from(bytes), false);
    return !point.is0() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/**
 * Importing a key costs most of a verification, and it is wanted twice: to be checked and for its signature, soon after.
 * So the latest few are kept; many would be a burden, as the collector must visit each for its native half.
 */
const imported = { ES256: new Map<string, KeyObject>(), ES256K: new Map<string, KeyObject>() };
const KEPT = 16;

function keyObject(suite: Exclude<Suite, 'Ed25519'>, point: Buffer): KeyObject | null {
  const name = point.toString('latin1');
  const known = imported[suite].get(name);
  if (known !== undefined) return known;
  const crv = suite === 'ES256' ? 'P-256' : 'secp256k1';
  const x = point.toString('base64url', 0, 32);
  const y = point.toString('base64url', 32, 64);
  let key: KeyObject;
  try {
    key = createPublicKey({ key: { kty: 'EC', crv, x, y }, format: 'jwk' });
  } catch {
    return null;
  }
  imported[suite].set(name, key);
  if (imported[suite].size > KEPT) imported[suite].delete(imported[suite].keys().next().value!);
  return key;
}

const require = createRequire(import.meta.url);

function tryRequire<T>(name: string): T | null {
  try {
    return require(name) as T;
  } catch {
    return null;
  }
}

const uncompressed = (point: Buffer): Uint8Array => Buffer.concat([Buffer.of(4), point]);
const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The package's own entry falls back to a JavaScript library that is not what we tested, so its binding is asked for. */
let libsecp256k1: Secp256k1 | null | undefined;
const loadSecp256k1 = (): Secp256k1 | null =>
  (libsecp256k1 ??= tryRequire('secp256k1/bindings.js') === null ? null : tryRequire<Secp256k1>('secp256k1'));

const libsodium = tryRequire<Sodium>('sodium-native');

/** The fast verifier; `portable` is the other one. */
export const native = makeNativeVerifier({ sodium: libsodium, secp256k1: loadSecp256k1 });

/** isByOpenSsl tells whether OpenSSL is what `native` asks on this platform. */
export const isByOpenSsl = (suite: Suite): boolean =>
  suite === 'Ed25519' ? libsodium === null : suite === 'ES256' || loadSecp256k1() === null;
