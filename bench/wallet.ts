/**
 * Wallets that sign as real ones do, only faster: Ed25519 by libsodium, because a tree of a million statements is
 * signed before it is examined. What they sign is the product's own form, and the product's reader is its judge.
 */
import { jwkOf, makePrivateKey, sha256, signBytes, thumbprintOf, type PublicJwk, type Suite } from '#statements';
import sodium from 'sodium-native';
import type { Random } from './random.ts';

/** A party that can sign; `point` is what a bare verification loop takes. */
export interface Signer {
  readonly id: string;
  readonly suite: Suite;
  readonly jwk: PublicJwk;
  readonly point: Uint8Array;
  readonly sign: (message: Buffer) => Uint8Array;
}

/** A statement with the bytes that a bare verification loop takes. */
export interface Signed {
  readonly text: string;
  readonly digest: string;
  readonly signer: Signer;
  readonly message: Buffer;
  readonly signature: Uint8Array;
}

export function makeSigner(random: Random, suite: Suite): Signer {
  if (suite !== 'Ed25519') {
    const key = makePrivateKey(suite, random.bytes(48));
    return { id: key.id, suite, jwk: jwkOf(key), point: key.point, sign: (message) => signBytes(key, message) };
  }
  const point = Buffer.alloc(32);
  const secret = Buffer.alloc(64);
  sodium.crypto_sign_seed_keypair(point, secret, random.bytes(32));
  const jwk: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') };
  const sign = (message: Buffer): Buffer => {
    const signature = Buffer.alloc(64);
    sodium.crypto_sign_detached(signature, message, secret);
    return signature;
  };
  return { id: thumbprintOf(jwk), suite, jwk, point, sign };
}

/** sign writes a statement; the header states the key only where no `cnf` before it has given it (`withKey`). */
export function sign(signer: Signer, typ: string, claims: Record<string, unknown>, withKey: boolean): Signed {
  const header = { alg: signer.suite, typ, kid: signer.id, ...(withKey ? { jwk: signer.jwk } : {}) };
  const input = `${segment(header)}.${segment({ iss: signer.id, ...claims })}`;
  const message = Buffer.from(input, 'latin1');
  const signature = signer.sign(message);
  const text = `${input}.${Buffer.from(signature).toString('base64url')}`;
  return { text, digest: sha256(input), signer, message, signature };
}

const segment = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
