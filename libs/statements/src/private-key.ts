/** Private keys: made from random bytes that the caller draws, written as JWKs, signing deterministically. */
import { createPrivateKey, sign as signNatively, type KeyObject } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { malformed, isFault, type Fault } from './fault.ts';
import { isJsonObject, type Json } from './json.ts';
import { jwkOf, readKey, type PublicJwk, type StatedKey, type Suite } from './keys.ts';

export interface PrivateKey extends StatedKey {
  /** 32 bytes: the Ed25519 seed, or the scalar big-endian. */
  readonly secret: Uint8Array;
}

export type PrivateJwk = PublicJwk & { readonly d: string };

const WEIERSTRASS = { ES256: p256, ES256K: secp256k1 };

/** makePrivateKey makes a key from uniformly random bytes: 32 for Ed25519, 48 for the others (FIPS 186-5 A.2.1). */
export function makePrivateKey(suite: Suite, random: Uint8Array): PrivateKey {
  const secret =
    suite === 'Ed25519' ? Uint8Array.from(random.subarray(0, 32)) : WEIERSTRASS[suite].utils.randomSecretKey(random);
  return fromSecret(suite, secret);
}

function fromSecret(suite: Suite, secret: Uint8Array): PrivateKey {
  const point =
    suite === 'Ed25519' ? ed25519.getPublicKey(secret) : WEIERSTRASS[suite].getPublicKey(secret, false).subarray(1);
  const stated = readKey(jwkOf({ suite, point } as StatedKey) as unknown as Json, 'key');
  if (isFault(stated)) throw new Error(stated.why);
  return { ...stated, secret };
}

/** privateJwkOf writes a private key as a JWK (RFC 7517, RFC 8037). */
export const privateJwkOf = (key: PrivateKey): PrivateJwk => ({ ...jwkOf(key), d: encodeBase64url(key.secret) });

/** readPrivateKey reads a private JWK and checks that its public half is its own. */
export function readPrivateKey(jwk: Json | undefined): PrivateKey | Fault {
  if (!isJsonObject(jwk) || typeof jwk['d'] !== 'string') return malformed('not a private JWK with "d"');
  const { d, ...publicHalf } = jwk;
  const stated = readKey(publicHalf, 'key');
  if (isFault(stated)) return stated;
  const secret = decodeBase64url(d);
  if (secret === null || secret.length !== 32) return malformed('key: "d" is not base64url of 32 bytes');
  try {
    const key = fromSecret(stated.suite, secret);
    return key.id === stated.id ? key : malformed('key: "d" does not belong to the public key');
  } catch {
    return malformed('key: "d" is no private key of its suite');
  }
}

const imported = new WeakMap<PrivateKey, KeyObject>();

/** signBytes gives the 64-byte signature; ECDSA nonces are deterministic (RFC 6979), so nothing random is needed. */
export function signBytes(key: PrivateKey, message: Uint8Array): Uint8Array {
  if (key.suite !== 'Ed25519') {
    return WEIERSTRASS[key.suite].sign(message, key.secret, { lowS: false, prehash: true, format: 'compact' });
  }
  let object = imported.get(key);
  if (object === undefined) {
    object = createPrivateKey({ key: privateJwkOf(key), format: 'jwk' });
    imported.set(key, object);
  }
  return signNatively(null, message, object);
}
