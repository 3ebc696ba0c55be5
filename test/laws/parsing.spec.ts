/** parse(encode) is identity: what was signed is what is read, for every kind of statement. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  encodeStatement,
  isFault,
  jwkOf,
  KIND_NAMES,
  KINDS,
  native,
  parseStatement,
  startVerification,
  verifyStatement,
  type Kind,
} from '#statements';
import { claimsOf, statements } from './kinds.ts';
import { keyOf, personOf, runs } from './people.ts';

/** JSON as everybody reads it, with a `__proto__` as the member that it is. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a statement that was signed', () => {
  it('reads back as what was said, by whom, and verifies', () => {
    const kinds = new Set<Kind>();
    fc.assert(
      fc.property(statements, ({ kind, claims, by, withKey }) => {
        const key = personOf('kinds', by);
        // A spend is recorded by the payee whose key it states.
        const said = kind === 'spend+jwt' ? { ...claims, cnf: { jwk: jwkOf(key) } } : claims;
        const text = encodeStatement(kind, said, key, { withKey });
        const read = parseStatement(text);
        if (isFault(read)) throw new Error(read.why);

        expect(asJson(read.payload)).toEqual(asJson({ iss: key.id, ...said }));
        expect(read).toMatchObject({ kind, text, issuer: key.id, keyId: key.id, alg: key.suite, fault: null });
        expect(read.issuedAt).toBe(claims['iat']);
        expect(Number(read.issuedAtText)).toBe(claims['iat']);
        expect(read.headerKey?.id ?? null).toBe(withKey ? key.id : null);
        const [protectedPart, payload, signature] = text.split('.');
        expect(Buffer.from(read.signed).toString('latin1')).toBe(`${protectedPart}.${payload}`);
        expect(read.digest).toBe(createHash('sha256').update(`${protectedPart}.${payload}`).digest('base64url'));
        expect(Buffer.from(read.signature).toString('base64url')).toBe(signature);
        expect(verifyStatement(startVerification(native), read, withKey ? null : key)).toBeNull();
        kinds.add(kind);
      }),
      runs(250),
    );
    expect([...kinds].sort()).toEqual([...KIND_NAMES].sort());
  });

  it.each(KIND_NAMES)('of kind %s needs each of its required members', (kind) => {
    const required = KINDS[kind].members.filter((member) => member.required).map(({ name }) => name);
    const [claims] = fc.sample(claimsOf(kind), { numRuns: 1, seed: 7 });
    const key = personOf('kinds', 0);
    expect(isFault(parseStatement(encodeStatement(kind, claims!, key)))).toBe(false);
    for (const name of required) {
      expect(parseStatement(encodeStatement(kind, { ...claims, [name]: undefined }, key))).toEqual({
        defect: 'malformed',
        why: `payload: "${name}" is missing`,
      });
    }
  });
});

describe('the length of a compact text', () => {
  const key = keyOf('long');
  /** A statement of exactly so many characters: the header has room for three lengths of one base64url residue. */
  function ofLength(kind: Kind, claims: object, length: number): string {
    for (let room = 0; room < 3; room += 1) {
      const header = { x: 'h'.repeat(room) };
      const bare = encodeStatement(kind, { ...claims, y: '' }, key, { header }).length;
      for (let fill = Math.floor(((length - bare) * 3) / 4) - 3; fill < ((length - bare) * 3) / 4 + 4; fill += 1) {
        const text = encodeStatement(kind, { ...claims, y: 'y'.repeat(fill) }, key, { header });
        if (text.length === length) return text;
      }
    }
    throw new Error(`no ${kind} of ${length} characters`);
  }
  const said = (kind: Kind): object => ({ ...fc.sample(claimsOf(kind), { numRuns: 1, seed: 11 })[0], jti: 'j' });

  it.each(KIND_NAMES.filter((kind) => kind !== 'verdict+jwt'))('of a %s is at most 8,192', (kind) => {
    expect(parseStatement(ofLength(kind, said(kind), 8_192))).toMatchObject({ kind });
    expect(parseStatement(ofLength(kind, said(kind), 8_193))).toMatchObject({ defect: 'malformed' });
  });

  it('of a verdict is at most 1 MiB', () => {
    expect(parseStatement(ofLength('verdict+jwt', said('verdict+jwt'), 8_193))).toMatchObject({ kind: 'verdict+jwt' });
    expect(parseStatement(ofLength('verdict+jwt', said('verdict+jwt'), 1_048_576))).toMatchObject({
      kind: 'verdict+jwt',
    });
    expect(parseStatement(ofLength('verdict+jwt', said('verdict+jwt'), 1_048_577))).toMatchObject({
      defect: 'malformed',
    });
  });
});
