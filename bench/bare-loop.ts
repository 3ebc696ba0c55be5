/**
 * What a program would do that only checked keys and signatures and had all bytes at hand: once per distinct key the
 * key check, once per statement the verification, by the same native libraries as the product.
 */
import { strict as assert } from 'node:assert';
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import secp256k1 from 'secp256k1';
import sodium from 'sodium-native';
import type { MadeTranscript } from './chain.ts';
import type { Signed, Signer } from './wallet.ts';

/** verifyBare checks every transcript; all of them must be good. */
export function verifyBare(transcripts: readonly MadeTranscript[]): void {
  for (const { keys, statements } of transcripts) {
    const imported = new Map<Signer, KeyObject>();
    for (const key of keys) assert(checkKey(key, imported));
    for (const statement of statements) assert(checkSignature(statement, imported));
  }
}

function checkKey(key: Signer, imported: Map<Signer, KeyObject>): boolean {
  switch (key.suite) {
    case 'Ed25519':
      return sodium.crypto_core_ed25519_is_valid_point(key.point as Buffer);
    case 'ES256':
      imported.set(key, createPublicKey({ key: key.jwk, format: 'jwk' }));
      return true;
    case 'ES256K':
      return secp256k1.publicKeyVerify(uncompressed(key.point));
    default:
      return key.suite satisfies never;
  }
}

function checkSignature({ signer, message, signature }: Signed, imported: ReadonlyMap<Signer, KeyObject>): boolean {
  switch (signer.suite) {
    case 'Ed25519':
      return sodium.crypto_sign_verify_detached(signature as Buffer, message, signer.point as Buffer);
    case 'ES256':
      return verify('sha256', message, { key: imported.get(signer)!, dsaEncoding: 'ieee-p1363' }, signature);
    case 'ES256K': {
      const low = secp256k1.signatureNormalize(Uint8Array.from(signature));
      const digest = createHash('sha256').update(message).digest();
      return secp256k1.ecdsaVerify(low, digest, uncompressed(signer.point));
    }
    default:
      return signer.suite satisfies never;
  }
}

const uncompressed = (point: Uint8Array): Uint8Array => Buffer.concat([Buffer.of(4), point]);
