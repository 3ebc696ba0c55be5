import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CompactSign, compactVerify, importJWK, type JWK } from 'jose';
import { isFault } from './fault.ts';
import type { Json } from './json.ts';
import { jwkOf, type Suite } from './keys.ts';
import { makePrivateKey, privateJwkOf, readPrivateKey, signBytes } from './private-key.ts';
import { encodeStatement, signStatement } from './sign.ts';
import { parseStatement } from './statement.ts';
import { startVerification, verifyStatement } from './verification.ts';
import { native } from './verifiers/native.ts';
import { portable } from './verifiers/portable.ts';

const random = createHash('sha512').update('private-key.spec').digest().subarray(0, 48);
const SUITES: readonly Suite[] = ['Ed25519', 'ES256', 'ES256K'];
const claims = { iat: 1_790_000_000, ref: 'A'.repeat(43) };

describe.each(SUITES)('a private %s key', (suite) => {
  const key = makePrivateKey(suite, random);

  it('is made of its bytes, and written and read again', () => {
    expect(makePrivateKey(suite, random)).toEqual(key);
    const read = readPrivateKey(JSON.parse(JSON.stringify(privateJwkOf(key))) as Json);
    expect(read).toMatchObject({ id: key.id, suite });
    if (!isFault(read)) expect(signBytes(read, random)).toEqual(signBytes(key, random));
  });

  it('signs the same bytes alike, every time', () => {
    expect(signBytes(key, random)).toEqual(signBytes(key, random));
    expect(signBytes(key, random)).toHaveLength(64);
    expect(encodeStatement('timestamp+jwt', claims, key)).toBe(encodeStatement('timestamp+jwt', claims, key));
  });

  it('is refused with another’s public half, or without a good "d"', () => {
    const other = makePrivateKey(suite, random.toReversed());
    expect(readPrivateKey({ ...jwkOf(other), d: privateJwkOf(key).d })).toMatchObject({
      why: 'key: "d" does not belong to the public key',
    });
    expect(readPrivateKey({ ...jwkOf(key) })).toMatchObject({ defect: 'malformed' });
    expect(readPrivateKey({ ...jwkOf(key), d: 'AAAA' })).toMatchObject({ defect: 'malformed' });
    expect(readPrivateKey({ ...jwkOf(key), d: 'A'.repeat(43) })).toMatchObject({ defect: 'malformed' });
  });
});

// jose 6 has no ES256K; Ed25519 and ES256 stand for "any JOSE library".
describe.each(['Ed25519', 'ES256'] as const)('%s and jose', (suite) => {
  const key = makePrivateKey(suite, random);

  it('jose verifies what we sign', async () => {
    const { text, payload } = signStatement('timestamp+jwt', claims, key);
    const verified = await compactVerify(text, await importJWK(jwkOf(key) as JWK, suite));
    expect(JSON.parse(Buffer.from(verified.payload).toString())).toEqual(payload);
    expect(verified.protectedHeader).toMatchObject({ alg: suite, typ: 'timestamp+jwt', kid: key.id });
  });

  it('we verify what jose signs', async () => {
    const header = { alg: suite, typ: 'timestamp+jwt', kid: key.id, jwk: jwkOf(key) as JWK };
    for (let i = 0; i < 8; i += 1) {
      const text = await new CompactSign(Buffer.from(JSON.stringify({ iss: key.id, ...claims, jti: `${i}` })))
        .setProtectedHeader(header)
        .sign(await importJWK(privateJwkOf(key) as JWK, suite));
      const read = parseStatement(text);
      if (isFault(read)) throw new Error(read.why);
      expect(verifyStatement(startVerification(native, portable), read, null)).toBeNull();
    }
  });
});
