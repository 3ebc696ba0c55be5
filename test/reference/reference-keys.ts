// Keys and signatures: statements.md "Keys, parties, suites" and the exact rules of validity.md.
import { createHash, createPublicKey, verify as nodeVerify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { fromBase64url, isObject, isString, toBase64url } from './reference-json.ts';
import type { Json } from './reference-json.ts';

export type Suite = 'Ed25519' | 'P-256' | 'secp256k1';

/** A key as stated: of no suite (`suite` null, and then without an id), weak or good. */
export interface Key {
  readonly suite: Suite | null;
  readonly id: string;
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

export const sha256 = (data: string | Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(data).digest());
const sha512 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash('sha512').update(data).digest());

/** The key's algorithms: "the algorithm is a function of the key and of nothing else". */
export const ALGS: Record<Suite, readonly string[]> = {
  Ed25519: ['Ed25519', 'EdDSA'],
  'P-256': ['ES256'],
  secp256k1: ['ES256K'],
};

const NO_SUITE: Key = { suite: null, id: '', x: new Uint8Array(), y: new Uint8Array() };

/** Reads a JWK; undefined where it is `malformed`. A weak key is read: it has a thumbprint all the same. */
export function readKey(json: Json | undefined): Key | undefined {
  if (!isObject(json)) return undefined;
  if (json.has('d')) return undefined; // "a private member (`d`) is malformed", whatever the suite
  const kty = json.get('kty');
  if (!isString(kty)) return undefined;
  if (kty !== 'OKP' && kty !== 'EC') return NO_SUITE; // RSA, oct … need no crv
  const crv = json.get('crv');
  // ambiguous: a missing `crv` could be "a key of no suite"; read as "a missing, mistyped … member is malformed".
  if (!isString(crv)) return undefined;
  const suite =
    kty === 'OKP' && crv === 'Ed25519' ? crv : kty === 'EC' && (crv === 'P-256' || crv === 'secp256k1') ? crv : null;
  // ambiguous: "a coordinate that is not strict base64url is malformed" is asked only of keys of a suite, for of
  // another key we do not know what its coordinates are.
  if (suite === null) return NO_SUITE;
  const x = json.get('x');
  const y = suite === 'Ed25519' ? '' : json.get('y'); // an OKP key has no y: there it is an unknown member
  if (!isString(x) || !isString(y)) return undefined;
  const xBytes = fromBase64url(x);
  const yBytes = fromBase64url(y);
  if (xBytes === undefined || yBytes === undefined) return undefined;
  // RFC 7638: the required members in lexicographic order, no whitespace. Strict base64url needs no escaping.
  const canonical = kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y };
  return { suite, id: toBase64url(sha256(JSON.stringify(canonical))), x: xBytes, y: yBytes };
}

export const bigEndian = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
export const littleEndian = (bytes: Uint8Array): bigint => bigEndian(Uint8Array.from(bytes).reverse());

const ED_ORDER = ed25519.Point.Fn.ORDER;

/** validity.md, Ed25519 rule 1. */
function goodEd25519Key(x: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(x, false); // exactly 32 bytes, y < p, on the curve
    return !point.is0() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** validity.md, Ed25519 rules 2 to 4. */
function goodEd25519Signature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const r = signature.slice(0, 32);
  const s = littleEndian(signature.slice(32));
  if (s >= ED_ORDER) return false;
  if (r[0] === 1 && r.slice(1).every((byte) => byte === 0)) return false;
  const k = littleEndian(sha512(Buffer.concat([r, key, message]))) % ED_ORDER;
  const a = ed25519.Point.fromBytes(key, false);
  const expected = ed25519.Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
  return Buffer.from(expected.toBytes()).equals(r);
}

/** "x and y are exactly 32 bytes, < p and on the curve (not the point at infinity)": the curve's equation itself. */
function goodCurveKey(curve: typeof p256, key: Key): boolean {
  if (key.x.length !== 32 || key.y.length !== 32) return false;
  const { p, a, b } = curve.Point.CURVE();
  const x = bigEndian(key.x);
  const y = bigEndian(key.y);
  return x < p && y < p && (y * y - (x * x * x + a * x + b)) % p === 0n;
}

export function isWeak(key: Key): boolean {
  if (key.suite === 'Ed25519') return !goodEd25519Key(key.x);
  return !goodCurveKey(key.suite === 'P-256' ? p256 : secp256k1, key);
}

function inRange(signature: Uint8Array, order: bigint): boolean {
  const r = bigEndian(signature.slice(0, 32));
  const s = bigEndian(signature.slice(32));
  return signature.length === 64 && r >= 1n && r < order && s >= 1n && s < order;
}

/** Whether a good key signed the message. */
export function verifies(key: Key, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.suite === 'Ed25519') return goodEd25519Signature(key.x, message, signature);
  if (key.suite === 'P-256') {
    if (!inRange(signature, p256.Point.Fn.ORDER)) return false;
    const jwk = { kty: 'EC', crv: 'P-256', x: toBase64url(key.x), y: toBase64url(key.y) };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    return nodeVerify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  }
  if (!inRange(signature, secp256k1.Point.Fn.ORDER)) return false;
  const point = Uint8Array.from([4, ...key.x, ...key.y]);
  return secp256k1.verify(signature, message, point, { lowS: false, prehash: true, format: 'compact' });
}
