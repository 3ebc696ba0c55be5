import { describe, expect, it } from '@jest/globals';
import { checkContentDigest, contentDigest } from './content-digest.ts';

const BODY = Buffer.from('{"hello": "world"}');
// RFC 9530 appendix D has this body and these digests of it.
const SHA_256 = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
const SHA_512 = 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:';
const check = (text: string | string[], body = BODY): string | null =>
  checkContentDigest({ 'Content-Digest': text }, body)?.code ?? null;

describe('Content-Digest', () => {
  it('is made as the RFC shows it', () => {
    expect(contentDigest(BODY)).toBe(SHA_256);
    expect(contentDigest(BODY, 'sha-512')).toBe(SHA_512);
  });
  it('matches the exact bytes', () => {
    for (const text of [SHA_256, SHA_512, `${SHA_512}, ${SHA_256}`]) {
      expect(check(text)).toBeNull();
      expect(check(text, Buffer.from('{"hello": "world"}\n'))).toBe('digest_mismatch');
    }
    expect(check([SHA_256, SHA_512])).toBeNull();
  });
  it('must match by every algorithm that is known, and needs one', () => {
    const other = contentDigest(Buffer.from('x'), 'sha-512');
    expect(check(`${SHA_256}, ${other}`)).toBe('digest_mismatch');
    expect(check(`${SHA_256}, md5=:AA==:, x-own="anything"`)).toBeNull();
    expect(check('md5=:AA==:')).toBe('digest_unknown');
    expect(check('')).toBe('digest_unknown');
    expect(checkContentDigest({}, BODY)?.code).toBe('digest_missing');
  });
  it.each([
    ['a digest twice', `${SHA_256}, ${SHA_256}`],
    ['two digests of one name', `${contentDigest(Buffer.from('x'))}, ${SHA_256}`],
    ['a text', 'sha-256="X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="'],
    ['a list', 'sha-256=(:X48E:)'],
    ['a name alone', 'sha-256'],
    ['no structured field', 'sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE='],
    ['no padding', SHA_256.replace(/=:$/, ':')],
    ['bytes beyond ASCII', `${SHA_256}é`],
  ])('%s is malformed', (_what, text) => expect(check(text)).toBe('digest_malformed'));
  it('of another length does not match', () => expect(check('sha-256=:AAAA:')).toBe('digest_mismatch'));
});
