import type { Suite } from '../keys.ts';

/**
 * A verifier answers by the rule of spec "validity", exactly: two of them exist, made of different libraries, so that
 * no library's own opinion of an edge case ever decides who is paid.
 */
export interface Verifier {
  readonly name: string;
  /** Is the point one that its suite allows (right length, canonical, on the curve, of prime order)? */
  isValidKey(suite: Suite, point: Uint8Array): boolean;
  /** Does the signature verify? The key must be one that `isValidKey` allowed. */
  isValidSignature(suite: Suite, point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Orders of the groups, big-endian hex: Ed25519's L (RFC 8032 section 5.1), P-256's and secp256k1's n (SEC 2). */
export const ORDERS = {
  Ed25519: '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed',
  ES256: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  ES256K: 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141',
} as const satisfies Record<Suite, string>;

/** Field primes of the two Weierstrass curves, big-endian hex (SEC 2). */
export const PRIMES = {
  ES256: 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff',
  ES256K: 'fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f',
} as const;
