import type { Suite } from '#statements';

/**
 * The signature algorithm of each kind of key (RFC 9421 section 6.2). None is registered for secp256k1; its name here
 * follows that of P-256 (section 3.3.4), with the same bytes: r‖s of ECDSA with SHA-256 over the signature base.
 */
export const ALGORITHM_OF = {
  Ed25519: 'ed25519',
  ES256: 'ecdsa-p256-sha256',
  ES256K: 'ecdsa-secp256k1-sha256',
} as const satisfies Record<Suite, string>;
