import { schnorr } from '@noble/curves/secp256k1.js';

/** isValidSchnorr verifies a BIP-340 signature: 32-byte x-only key, 64-byte signature, message of any length. */
export function isValidSchnorr(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return schnorr.verify(signature, message, point);
  } catch {
    return false;
  }
}
