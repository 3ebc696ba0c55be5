import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import { isFault } from './fault.ts';
import { isAlgOf, jwkOf, readKey, thumbprintOf, type PublicJwk } from './keys.ts';
import type { Json } from './json.ts';

/** RFC 8037 appendix A.2, and its thumbprint in A.3. */
const RFC_8037: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const ZERO = 'A'.repeat(43);

const read = (jwk: unknown): ReturnType<typeof readKey> => readKey(jwk as Json, 'key');

describe('a public key', () => {
  it('has the thumbprint of RFC 8037, whatever order its members stand in and whatever else it says', () => {
    expect(thumbprintOf(RFC_8037)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(read({ x: RFC_8037.x, use: 'sig', kid: 'other', crv: 'Ed25519', kty: 'OKP' })).toMatchObject({
      id: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      suite: 'Ed25519',
    });
  });

  it('is hashed as in RFC 7638: its required members by name, without space', () => {
    // The hash input is that of section 3.3, with the members of our key types instead of RSA's.
    const text = `{"crv":"Ed25519","kty":"OKP","x":"${RFC_8037.x}"}`;
    expect(thumbprintOf(RFC_8037)).toBe(createHash('sha256').update(text).digest('base64url'));
  });

  it.each(['P-256', 'secp256k1'] as const)('on %s has the thumbprint that jose gives it', async (crv) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: crv });
    const jwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
    expect(thumbprintOf(jwk)).toBe(await calculateJwkThumbprint(jwk));
    const key = read(jwk);
    if (isFault(key)) throw new Error(key.why);
    expect(key.id).toBe(thumbprintOf(jwk));
    expect(jwkOf(key)).toEqual({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: (jwk as { y: string }).y });
  });

  it.each([
    ['no object', [], 'malformed'],
    ['a private member', { ...RFC_8037, d: ZERO }, 'malformed'],
    ['no kty', { crv: 'Ed25519', x: ZERO }, 'malformed'],
    ['x with padding', { ...RFC_8037, x: `${ZERO}=` }, 'malformed'],
    ['no y', { kty: 'EC', crv: 'P-256', x: ZERO }, 'malformed'],
    ['an RSA key', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, 'alg_not_allowed'],
    ['a curve of no suite', { kty: 'EC', crv: 'P-384', x: ZERO, y: ZERO }, 'alg_not_allowed'],
    ['a curve of another kty', { kty: 'EC', crv: 'Ed25519', x: ZERO, y: ZERO }, 'alg_not_allowed'],
  ])('that is %s is a defect', (_, jwk, defect) => {
    expect(read(jwk)).toMatchObject({ defect });
  });

  it('of a wrong length is read, and left to the verifiers: coordinates do not make up for one another', () => {
    const [short, long] = ['A'.repeat(42), `${ZERO}A`].map((x) => Buffer.from(x, 'base64url').toString('base64url'));
    expect(read({ ...RFC_8037, x: short })).toMatchObject({ suite: 'Ed25519', point: { length: 31 } });
    expect(read({ kty: 'EC', crv: 'P-256', x: short, y: long })).toMatchObject({ point: { length: 0 } });
  });

  it('has one algorithm, and Ed25519 an older name for it', () => {
    expect(['Ed25519', 'EdDSA', 'ES256', 'ES256K', 'none', 'HS256'].filter((alg) => isAlgOf('Ed25519', alg))).toEqual([
      'Ed25519',
      'EdDSA',
    ]);
    expect([isAlgOf('ES256', 'ES256'), isAlgOf('ES256', 'ES256K'), isAlgOf('ES256K', 'ES256')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
