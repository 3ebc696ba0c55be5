// A maker of statements for tests: keys are a function of their name and suite, signatures of key and bytes, so a
// world is the same text wherever and whenever it is made. Hooks let a mutation break exactly one thing.
import { createHash, createPrivateKey, sign as nodeSign } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';

export type TestSuite = 'Ed25519' | 'P-256' | 'secp256k1';
export type PublicJwk = Readonly<Record<string, string>>;

export interface TestKey {
  readonly name: string;
  readonly suite: TestSuite;
  readonly alg: string;
  /** The party id: the RFC 7638 thumbprint. */
  readonly id: string;
  readonly jwk: PublicJwk;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export const base64url = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64url');
export const hash = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

export const thumbprint = ({ crv, kty, x, y }: PublicJwk): string =>
  base64url(hash(JSON.stringify({ crv, kty, x, y })));

function makeKey(name: string, suite: TestSuite): TestKey {
  const secret = hash(`assize reference ${suite} ${name}`);
  if (suite === 'Ed25519') {
    const x = base64url(ed25519.getPublicKey(secret));
    const jwk: PublicJwk = { kty: 'OKP', crv: suite, x };
    const key = createPrivateKey({ key: { ...jwk, d: base64url(secret) }, format: 'jwk' });
    const sign = (message: Uint8Array): Uint8Array => nodeSign(null, message, key);
    return { name, suite, alg: 'Ed25519', id: thumbprint(jwk), jwk, sign };
  }
  const curve = suite === 'P-256' ? p256 : secp256k1;
  const point = curve.getPublicKey(secret, false);
  const jwk: PublicJwk = {
    kty: 'EC',
    crv: suite,
    x: base64url(point.slice(1, 33)),
    y: base64url(point.slice(33)),
  };
  // RFC 6979 without lowering s: about half of the signatures have a high s, as ordinary JOSE libraries make them.
  const sign = (message: Uint8Array): Uint8Array => curve.sign(message, secret, { lowS: false, prehash: true });
  return { name, suite, alg: suite === 'P-256' ? 'ES256' : 'ES256K', id: thumbprint(jwk), jwk, sign };
}

const keys = new Map<string, TestKey>();

/** The key of that name and suite, made once: making keys is the slow part. */
export function testKey(name: string, suite: TestSuite = 'Ed25519'): TestKey {
  const found = keys.get(`${suite} ${name}`);
  if (found) return found;
  const made = makeKey(name, suite);
  keys.set(`${suite} ${name}`, made);
  return made;
}

export interface SignOptions {
  /** Whether the header states the key; it does unless this is false. */
  readonly jwk?: boolean;
  /** Header members to add or replace; `undefined` leaves one out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Change the JSON texts before they are signed. */
  readonly headerText?: (text: string) => string | Uint8Array;
  readonly payloadText?: (text: string) => string | Uint8Array;
  /** Change the two first segments before they are signed (another alphabet, padding …). */
  readonly segments?: (protectedSegment: string, payloadSegment: string) => readonly [string, string];
  /** Change the signature's bytes, then the whole. */
  readonly signature?: (signature: Uint8Array) => Uint8Array;
  readonly compact?: (text: string) => string;
}

const same = (text: string): string => text;

/** A statement of this kind by this key. `iss` is the key's id unless the payload says otherwise. */
export function sign(
  key: TestKey,
  typ: string,
  payload: Readonly<Record<string, unknown>>,
  options: SignOptions = {},
): string {
  const stated = options.jwk === false ? {} : { jwk: key.jwk };
  const header = JSON.stringify({ alg: key.alg, typ, kid: key.id, ...stated, ...options.header });
  const body = JSON.stringify({ iss: key.id, ...payload });
  const first = base64url((options.headerText ?? same)(header));
  const second = base64url((options.payloadText ?? same)(body));
  const input = (options.segments?.(first, second) ?? [first, second]).join('.');
  const signature = key.sign(Buffer.from(input, 'utf8'));
  const compact = `${input}.${base64url(options.signature?.(signature) ?? signature)}`;
  return (options.compact ?? same)(compact);
}

/** The digest of a statement: its id where it is a note. */
export const digestOf = (compact: string): string => base64url(hash(compact.slice(0, compact.lastIndexOf('.'))));
