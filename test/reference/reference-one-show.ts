// One-show notes: statements.md "One-show notes (Brands' offline cash: spend twice and you are named)".
import { createHash } from 'node:crypto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { fromBase64url, isString, toBase64url } from './reference-json.ts';
import { littleEndian } from './reference-keys.ts';
import type { Json } from './reference-json.ts';

const { Point } = ristretto255;
type Element = InstanceType<typeof Point>;

export const ORDER = Point.Fn.ORDER;
const DST = 'assize/one-show/v1';
export const g1 = ristretto255_hasher.hashToCurve(Buffer.from('g1'), { DST });
export const g2 = ristretto255_hasher.hashToCurve(Buffer.from('g2'), { DST });

export const mod = (n: bigint): bigint => ((n % ORDER) + ORDER) % ORDER;

/** The group forbids nothing here: noble's `multiply` refuses 0, the mathematics does not. */
export const times = (point: Element, scalar: bigint): Element => point.multiplyUnsafe(mod(scalar));

/** "canonical encodings only": noble's ristretto255 decoding refuses every other. */
export function readElement(json: Json | undefined): Element | undefined {
  const bytes = isString(json) ? fromBase64url(json) : undefined;
  if (bytes?.length !== 32) return undefined;
  try {
    const element = Point.fromBytes(bytes);
    return toBase64url(element.toBytes()) === json ? element : undefined;
  } catch {
    return undefined;
  }
}

/** A scalar is 32 bytes, little-endian, below the group's order. */
export function readScalar(json: Json | undefined): bigint | undefined {
  const bytes = isString(json) ? fromBase64url(json) : undefined;
  if (bytes?.length !== 32) return undefined;
  const scalar = littleEndian(bytes);
  return scalar < ORDER ? scalar : undefined;
}

export const isIdentity = (element: Element): boolean => element.equals(Point.ZERO);

export interface OneShowNote {
  readonly A: Element;
  readonly B: Element;
}

export interface Response {
  readonly d: bigint;
  readonly r1: bigint;
  readonly r2: bigint;
}

/** d = SHA-512 of A ‖ B ‖ ASCII(payee id \n iat as the payload writes it \n nce), little-endian, mod the order. */
export function challenge(note: OneShowNote, payee: string, iatText: string, nce: string): bigint {
  const hash = createHash('sha512');
  hash.update(note.A.toBytes());
  hash.update(note.B.toBytes());
  hash.update(Buffer.from(`${payee}\n${iatText}\n${nce}`, 'ascii'));
  return mod(littleEndian(new Uint8Array(hash.digest())));
}

/** g1·r1 + g2·r2 = A·d + B */
export const holds = (note: OneShowNote, { d, r1, r2 }: Response): boolean =>
  times(g1, r1).add(times(g2, r2)).equals(times(note.A, d).add(note.B));

function inverse(n: bigint): bigint {
  let result = 1n;
  for (let base = mod(n), e = ORDER - 2n; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}

/** The identity I = g1·u that two valid spends with different d give, or null where r2 = r2′: it can name nobody. */
export function reveal(first: Response, second: Response): string | null {
  if (first.r2 === second.r2) return null;
  const u = mod((first.r1 - second.r1) * inverse(first.r2 - second.r2));
  return toBase64url(times(g1, u).toBytes());
}
