// Mutations of any statement, whatever its kind: signature, header, segments, JSON (statements.md, "Header" and
// "Parsing is strict"; validity.md).
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import {
  alice,
  BASES,
  bob,
  defect,
  endorsed,
  mutation,
  NOBODY,
  option,
  put,
  sound,
  stranger,
} from './mutation-base.ts';
import { hash } from './sign.ts';
import type { Base, Mutation } from './mutation-base.ts';
import type { SignOptions } from './sign.ts';

const bytesOf = (text: string, ...before: number[]): Uint8Array => Uint8Array.from([...before, ...Buffer.from(text)]);
const insert =
  (members: string) =>
  (text: string): string =>
    text.replace('{', `{${members},`);
const nested = (depth: number): string => `"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`;
const replaceAt = (text: string, at: number, char: string): string => text.slice(0, at) + char + text.slice(at + 1);

/** One of the unused bits of the last character set: the segment must not be a multiple of four characters long. */
function trailingBit(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = segment.at(-1)!;
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]!;
}
const toLength = (text: string): string => {
  const length = Buffer.byteLength(text) % 3;
  return length === 1 ? text : text + ' '.repeat(length === 0 ? 1 : 2);
};

const signatures: Record<string, (signature: Uint8Array) => Uint8Array> = {
  'a bit of r flipped': (s) => s.with(5, s[5]! ^ 1),
  'a bit of s flipped': (s) => s.with(40, s[40]! ^ 1),
  'a byte short': (s) => s.slice(1),
  'a byte long': (s) => Uint8Array.from([...s, 0]),
  empty: () => new Uint8Array(),
  zeros: () => new Uint8Array(64),
  'all ones': () => new Uint8Array(64).fill(255),
};

const headers: Record<string, readonly [string | null, SignOptions]> = {
  'alg none': ['alg_not_allowed', { header: { alg: 'none' } }],
  'alg HS256': ['alg_not_allowed', { header: { alg: 'HS256' } }],
  'alg in lower case': ['alg_not_allowed', { header: { alg: 'es256' } }],
  'alg ES384': ['alg_not_allowed', { header: { alg: 'ES384' } }],
  'alg missing': ['malformed', { header: { alg: undefined } }],
  'alg a number': ['malformed', { header: { alg: 1 } }],
  crit: ['alg_not_allowed', { header: { crit: ['exp'] } }],
  b64: ['alg_not_allowed', { header: { b64: true } }],
  zip: ['alg_not_allowed', { header: { zip: 'DEF' } }],
  x5u: ['alg_not_allowed', { header: { x5u: 'https://example.org' } }],
  x5c: ['alg_not_allowed', { header: { x5c: [] } }],
  'jku null': ['alg_not_allowed', { header: { jku: null } }],
  'an unknown member': [null, { header: { x5t: 'abc', cty: 1 } }],
  '__proto__ as a member': [null, { headerText: insert('"__proto__":{"crit":1},"constructor":1') }],
  'typ unknown': ['malformed', { header: { typ: 'cheque+jwt' } }],
  'typ toString': ['malformed', { header: { typ: 'toString' } }],
  'typ missing': ['malformed', { header: { typ: undefined } }],
  'typ in upper case': ['malformed', { headerText: (text) => text.replace('+jwt', '+JWT') }],
  'kid missing': ['malformed', { header: { kid: undefined } }],
  'kid of 42 characters': ['malformed', { header: { kid: NOBODY.slice(1) } }],
  'kid with a trailing bit': ['malformed', { header: { kid: trailingBit(NOBODY) } }],
  'kid of nobody': ['key_mismatch', { header: { kid: NOBODY } }],
  'jwk null': ['malformed', { jwk: false, header: { jwk: null } }],
  'jwk without kty': ['malformed', { header: { jwk: { crv: 'Ed25519', x: NOBODY } } }],
  'header not an object': ['malformed', { headerText: (text) => `[${text}]` }],
};

const privateJwk = { ...stranger.jwk, d: NOBODY };
export const NO_SUITE: Record<string, unknown> = {
  RSA: { kty: 'RSA', e: 'AQAB', n: 'AQAB'.repeat(40) },
  'P-384': { kty: 'EC', crv: 'P-384', x: 'A'.repeat(64), y: 'A'.repeat(64) },
  X25519: { kty: 'OKP', crv: 'X25519', x: NOBODY },
  Ed448: { kty: 'OKP', crv: 'Ed448', x: 'A'.repeat(76) },
  'an octet key': { kty: 'oct', k: NOBODY },
  'EC with the curve Ed25519': { kty: 'EC', crv: 'Ed25519', x: NOBODY, y: NOBODY },
};

const segments: Record<string, readonly [string | null, SignOptions]> = {
  'padding in the header': ['malformed', { segments: (h, p) => [`${h}=`, p] }],
  'padding in the payload': ['malformed', { segments: (h, p) => [h, `${p}=`] }],
  'padding in the signature': ['malformed', { compact: (text) => `${text}==` }],
  '+ in the header': ['malformed', { segments: (h, p) => [replaceAt(h, 20, '+'), p] }],
  '+ in the payload': ['malformed', { segments: (h, p) => [h, replaceAt(p, 20, '+')] }],
  '/ in the signature': ['malformed', { compact: (text) => replaceAt(text, text.length - 9, '/') }],
  'a newline at the end': ['malformed', { compact: (text) => `${text}\n` }],
  'a space before': ['malformed', { compact: (text) => ` ${text}` }],
  'four segments': ['malformed', { compact: (text) => `${text}.AA` }],
  'two segments': ['malformed', { compact: (text) => text.slice(0, text.lastIndexOf('.')) }],
  'the empty string': ['malformed', { compact: () => '' }],
  'a trailing bit in the header': ['malformed', { headerText: toLength, segments: (h, p) => [trailingBit(h), p] }],
  'a trailing bit in the payload': ['malformed', { payloadText: toLength, segments: (h, p) => [h, trailingBit(p)] }],
  'a trailing bit in the signature': ['malformed', { compact: trailingBit }],
  'three characters more in the signature': ['malformed', { compact: (text) => `${text}AAA` }],
};

const jsons: Record<string, readonly [string | null, (text: string) => string | Uint8Array]> = {
  'spaces around': [null, (text) => ` \t\r\n${text}\n `],
  'a BOM': ['malformed', (text) => bytesOf(text, 0xef, 0xbb, 0xbf)],
  'invalid UTF-8': ['malformed', (text) => Buffer.concat([Buffer.from('{"x":"'), bytesOf(`",${text.slice(1)}`, 0xff)])],
  'an overlong UTF-8': [
    'malformed',
    (text) => Buffer.concat([Buffer.from('{"x":"'), bytesOf(`",${text.slice(1)}`, 0xc0, 0x80)]),
  ],
  'a surrogate in UTF-8': [
    'malformed',
    (text) => Buffer.concat([Buffer.from('{"x":"'), bytesOf(`",${text.slice(1)}`, 0xed, 0xa0, 0x80)]),
  ],
  'a lone surrogate escape': ['malformed', insert('"x":"\\ud800"')],
  'a lone low surrogate escape in a name': ['malformed', insert('"\\udc00":1')],
  'a pair of surrogate escapes': [null, insert('"x":"\\ud83d\\ude00"')],
  'a duplicate member': ['malformed', insert('"x":1,"x":1')],
  'a duplicate member, escaped': ['malformed', insert('"x":1,"\\u0078":1')],
  'a duplicate member deep down': ['malformed', insert('"x":[{"y":{"z":1,"z":1}}]')],
  'depth 16': [null, insert(nested(16))],
  'depth 17': ['malformed', insert(nested(17))],
  '1e400': ['malformed', insert('"x":1e400')],
  '-1e400 deep down': ['malformed', insert('"x":[[-1e400]]')],
  '1e308 and 1e-400': [null, insert('"x":[1e308,1e-400,-0]')],
  'a leading zero': ['malformed', insert('"x":01')],
  'a plus': ['malformed', insert('"x":+1')],
  NaN: ['malformed', insert('"x":NaN')],
  'a control character': ['malformed', insert('"x":"\t"')],
  'a comma at the end': ['malformed', (text) => `${text.slice(0, -1)},}`],
  'text after it': ['malformed', (text) => `${text} x`],
  'two objects': ['malformed', (text) => `${text}${text}`],
  nothing: ['malformed', () => ''],
  'an array': ['malformed', (text) => `[${text}]`],
  null: ['malformed', () => 'null'],
  'a bad escape': ['malformed', insert('"x":"\\x41"')],
};

function everywhere(baseName: string, base: Base, at: number): Mutation[] {
  const made: Mutation[] = [];
  const add = (name: string, code: string | null, options: SignOptions): void => {
    const expected = code === null ? sound : defect(code, at);
    made.push(mutation(`${baseName} ${at}: ${name}`, base, expected, (plan) => option(plan, at, options)));
  };
  for (const [name, signature] of Object.entries(signatures)) add(`signature: ${name}`, 'bad_signature', { signature });
  for (const [name, [code, options]] of Object.entries(headers)) add(`header: ${name}`, code, options);
  for (const [name, jwk] of Object.entries(NO_SUITE)) add(`jwk: ${name}`, 'alg_not_allowed', { header: { jwk } });
  add('jwk: a private one', 'malformed', { header: { jwk: privateJwk } });
  for (const [name, [code, options]] of Object.entries(segments)) add(name, code, options);
  for (const [name, [code, text]] of Object.entries(jsons)) {
    add(`header JSON: ${name}`, code, { headerText: text });
    add(`payload JSON: ${name}`, code, { payloadText: text });
  }
  made.push(
    mutation(`${baseName} ${at}: iss of nobody`, base, defect('key_mismatch', at), (p) => put(p, at, { iss: NOBODY })),
  );
  return made;
}

/** −s of an ECDSA signature: the other one of the pair. */
function otherS(order: bigint): (signature: Uint8Array) => Uint8Array {
  return (signature) => {
    const s = order - BigInt(`0x${Buffer.from(signature.slice(32)).toString('hex')}`);
    return Uint8Array.from([...signature.slice(0, 32), ...Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  };
}

/** s + order where it fits 32 bytes; s = order (as 0) and r = order are out of range as well. */
function bySuite(): Mutation[] {
  const of = (name: string, at: number, code: string | null, options: SignOptions): Mutation =>
    mutation(name, endorsed, code === null ? sound : defect(code, at), (plan) => option(plan, at, options));
  const order = Buffer.from(p256.Point.Fn.ORDER.toString(16).padStart(64, '0'), 'hex');
  const ed = ed25519.Point.Fn.ORDER;
  const big = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const little = (n: bigint): Uint8Array => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse();
  return [
    of('P-256: the other s', 0, null, { signature: otherS(p256.Point.Fn.ORDER) }),
    of('secp256k1: the other s', 2, null, { signature: otherS(secp256k1.Point.Fn.ORDER) }),
    of('P-256: r is 0', 0, 'bad_signature', {
      signature: (s) => Uint8Array.from([...new Uint8Array(32), ...s.slice(32)]),
    }),
    of('P-256: s is n', 0, 'bad_signature', { signature: (s) => Uint8Array.from([...s.slice(0, 32), ...order]) }),
    of('Ed25519: S + L', 1, 'bad_signature', {
      signature: (s) => Uint8Array.from([...s.slice(0, 32), ...little(big(s.slice(32)) + ed)]),
    }),
    of('Ed25519: by its older name', 1, null, { header: { alg: 'EdDSA' } }),
    of('Ed25519: alg of another suite', 1, 'alg_not_allowed', { header: { alg: 'ES256' } }),
    of('secp256k1: alg of P-256', 2, 'alg_not_allowed', { header: { alg: 'ES256' } }),
    of('jwk of another', 1, 'key_mismatch', { header: { jwk: stranger.jwk } }),
    of('jwk stated though known', 1, null, { header: { jwk: alice.jwk } }),
    // Its own `cnf` is no earlier one, so there is no key; an earlier holder's key is found, and has another alg.
    of('kid of the next holder', 1, 'key_mismatch', { header: { kid: bob.id } }),
    of('kid of the holder before', 2, 'alg_not_allowed', { header: { kid: alice.id } }),
    identityR(),
  ];
}

/** R = the identity, S = k·a: the equation holds, rule 3 of validity.md refuses it all the same. */
function identityR(): Mutation {
  const { scalar } = ed25519.utils.getExtendedPublicKey(hash('assize reference Ed25519 alice'));
  return mutation('Ed25519: R is the identity', endorsed, defect('bad_signature', 1), (plan) => {
    option(plan, 1, {
      compact: (text) => {
        const message = text.slice(0, text.lastIndexOf('.'));
        const r = new Uint8Array(32).with(0, 1);
        const key = Buffer.from(alice.jwk['x']!, 'base64url');
        const k = BigInt(
          `0x${createHash('sha512').update(r).update(key).update(message).digest().reverse().toString('hex')}`,
        );
        const s = ((k * scalar) % ed25519.Point.Fn.ORDER).toString(16).padStart(64, '0');
        return `${message}.${Buffer.concat([r, Buffer.from(s, 'hex').reverse()]).toString('base64url')}`;
      },
    });
  });
}

export function envelopeMutations(): Mutation[] {
  const made = Object.entries(BASES).flatMap(([name, base]) =>
    base().drafts.flatMap((_, at) => everywhere(name, base, at)),
  );
  return [...made, ...bySuite()];
}
