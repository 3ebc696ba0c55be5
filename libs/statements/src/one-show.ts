/**
 * One-show notes after Brands (1993, "Untraceable Off-line Cash in Wallets with Observers"): one spend shows nothing
 * of the payer, two spends of one note reveal the identity I = g1·u. Group ristretto255 (RFC 9496).
 *
 * Note: A = (I + g2)·s, B = g1·x1 + g2·x2. Response to challenge d: r1 = d·u·s + x1, r2 = d·s + x2.
 * Check: g1·r1 + g2·r2 = A·d + B. Extraction: u = (r1 − r1′)/(r2 − r2′).
 */
import { ed25519, ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { littleEndian } from './verifiers/portable.ts';

type Element = InstanceType<typeof ristretto255.Point>;

const Scalars = ed25519.Point.Fn;
const DST = 'assize/one-show/v1';

let generators: { readonly g1: Element; readonly g2: Element } | undefined;

/** The two generators: RFC 9380 hash-to-group of "g1" and "g2", made at first use. */
function basis(): { readonly g1: Element; readonly g2: Element } {
  const hash = (name: string): Element =>
    ristretto255_hasher.hashToCurve(Buffer.from(name, 'ascii'), { DST }) as unknown as Element;
  generators ??= { g1: hash('g1'), g2: hash('g2') };
  return generators;
}

export const oneShowGenerators = (): { g1: string; g2: string } => ({
  g1: encodeElement(basis().g1),
  g2: encodeElement(basis().g2),
});

/** What the payer keeps secret about one note: scalars, each in 1..L−1. */
export interface OneShowSecret {
  readonly u: bigint;
  readonly s: bigint;
  readonly x1: bigint;
  readonly x2: bigint;
}

/** The public half of a one-show note. */
export interface OneShowNote {
  readonly A: string;
  readonly B: string;
}

export interface OneShowResponse {
  readonly r1: string;
  readonly r2: string;
}

/** What a response answers: the payee, the spend's `iat` as its payload writes it, and the nonce. */
export interface OneShowChallenge {
  readonly payee: string;
  readonly iat: string;
  readonly nce: string;
}

/** makeIdentity gives I = g1·u, the element that a registration's `idn` vouches for. */
export const makeIdentity = (u: bigint): string => encodeElement(basis().g1.multiply(u));

/** makeOneShow gives the `osh` member of the note that the secret can spend. */
export function makeOneShow({ u, s, x1, x2 }: OneShowSecret): OneShowNote {
  const { g1, g2 } = basis();
  return {
    A: encodeElement(times(times(g1, u).add(g2), s)),
    B: encodeElement(times(g1, x1).add(times(g2, x2))),
  };
}

/** challengeOf gives d = SHA-512(A ‖ B ‖ payee \n iat \n nce), little-endian, mod L. */
export function challengeOf(note: OneShowNote, { payee, iat, nce }: OneShowChallenge): bigint {
  const text = Buffer.from(`${payee}\n${iat}\n${nce}`, 'ascii');
  const digest = sha512(Buffer.concat([decodeBase64url(note.A)!, decodeBase64url(note.B)!, text]));
  return littleEndian(digest) % Scalars.ORDER;
}

/** respond gives the response of the secret's owner to a challenge. */
export function respond(secret: OneShowSecret, note: OneShowNote, challenge: OneShowChallenge): OneShowResponse {
  const ds = Scalars.mul(challengeOf(note, challenge), secret.s);
  return {
    r1: encodeScalar(Scalars.add(Scalars.mul(ds, secret.u), secret.x1)),
    r2: encodeScalar(Scalars.add(ds, secret.x2)),
  };
}

/** isValidResponse checks g1·r1 + g2·r2 = A·d + B; the note and the response must be well-formed. */
export function isValidResponse(note: OneShowNote, challenge: OneShowChallenge, response: OneShowResponse): boolean {
  const { g1, g2 } = basis();
  const left = times(g1, scalar(response.r1)).add(times(g2, scalar(response.r2)));
  const right = times(element(note.A), challengeOf(note, challenge)).add(element(note.B));
  return left.equals(right);
}

/**
 * extractIdentity names the payer of two valid responses to different challenges: I = g1·(r1 − r1′)/(r2 − r2′), or
 * null where r2 = r2′, which only a note made to name nobody allows.
 */
export function extractIdentity(first: OneShowResponse, second: OneShowResponse): string | null {
  const below = Scalars.sub(scalar(first.r2), scalar(second.r2));
  if (below === 0n) return null;
  const above = Scalars.sub(scalar(first.r1), scalar(second.r1));
  return encodeElement(times(basis().g1, Scalars.div(above, below)));
}

/** isElement tells whether a text is the canonical encoding of a group element. */
export function isElement(text: unknown): text is string {
  try {
    element(text as string);
    return true;
  } catch {
    return false;
  }
}

/** isIdentityElement tells whether an element is the group's identity, whose encoding is 32 zero bytes. */
export const isIdentityElement = (text: string): boolean => /^A{43}$/.test(text);

/** isScalar tells whether a text is the canonical encoding of a scalar: 32 bytes little-endian, below L. */
export function isScalar(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const bytes = decodeBase64url(text);
  return bytes !== null && bytes.length === 32 && littleEndian(bytes) < Scalars.ORDER;
}

/** scalarFrom reduces 64 uniformly random bytes to a scalar in 1..L−1 (RFC 9380 section 5). */
export const scalarFrom = (random: Uint8Array): bigint => (littleEndian(random) % (Scalars.ORDER - 1n)) + 1n;

/** `multiply` refuses zero, which a response may well hold. */
const times = (point: Element, factor: bigint): Element => point.multiplyUnsafe(factor);
const scalar = (text: string): bigint => littleEndian(decodeBase64url(text)!);

function element(text: string): Element {
  const bytes = typeof text === 'string' ? decodeBase64url(text) : null;
  if (bytes === null || bytes.length !== 32) throw new RangeError('not 32 bytes');
  return ristretto255.Point.fromBytes(Uint8Array.from(bytes));
}

const encodeElement = (point: Element): string => encodeBase64url(point.toBytes());
const encodeScalar = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');
