/** The second verifier: pure JavaScript, `@noble/curves`, the equations of spec "validity" spelled out. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha512 } from '@noble/hashes/sha2.js';
import type { Verifier } from './verifier.ts';

const L = ed25519.Point.Fn.ORDER;
const WEIERSTRASS = { ES256: p256, ES256K: secp256k1 };

/** The portable verifier; `native` is the other one. */
export const portable: Verifier = {
  name: 'portable',
  isValidKey(suite, point) {
    if (point.length !== (suite === 'Ed25519' ? 32 : 64)) return false;
    try {
      if (suite === 'Ed25519') {
        const key = ed25519.Point.fromBytes(Uint8Array.from(point), false);
        return !key.is0() && key.isTorsionFree();
      }
      WEIERSTRASS[suite].Point.fromBytes(Uint8Array.of(4, ...point)).assertValidity();
      return true;
    } catch {
      return false;
    }
  },
  isValidSignature(suite, point, message, signature) {
    if (signature.length !== 64) return false;
    if (suite === 'Ed25519') return isValidEd25519(point, message, signature);
    const curve = WEIERSTRASS[suite];
    try {
      return curve.verify(Uint8Array.from(signature), Uint8Array.from(message), Uint8Array.of(4, ...point), {
        lowS: false,
        prehash: true,
        format: 'compact',
      });
    } catch {
      return false;
    }
  },
};

/** encode([S]B − [k]A) = R, byte for byte: cofactorless, as noble's own `verify` is not. */
function isValidEd25519(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= L || (r[0] === 1 && r.subarray(1).every((byte) => byte === 0))) return false;
  const key = ed25519.Point.fromBytes(Uint8Array.from(point), false);
  const k = littleEndian(sha512.create().update(r).update(point).update(message).digest()) % L;
  const expected = ed25519.Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k)).toBytes();
  return expected.every((byte, i) => byte === r[i]);
}

/** littleEndian reads bytes as an unsigned integer, the lowest first. */
export const littleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
