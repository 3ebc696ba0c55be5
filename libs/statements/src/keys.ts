/** Public keys as JWKs (RFC 7517), their suites, and party ids: RFC 7638 SHA-256 thumbprints, base64url. */
import { decodeBase64url } from './base64url.ts';
import type { Fault } from './fault.ts';
import { isJsonObject, type Json } from './json.ts';
import { sha256 } from './sha256.ts';

/** A party's id: 43 characters of base64url. Holders, banks, witnesses, makers and the tribunal are all parties. */
export type PartyId = string & { readonly brand: 'PartyId' };

export type Suite = 'Ed25519' | 'ES256' | 'ES256K';

/** A key as it was stated. `point` is x for Ed25519, x‖y for the others; its length may be wrong (`weak_key`). */
export interface StatedKey {
  readonly id: PartyId;
  readonly suite: Suite;
  readonly point: Uint8Array;
}

export type PublicJwk =
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string }
  | { readonly kty: 'EC'; readonly crv: 'P-256' | 'secp256k1'; readonly x: string; readonly y: string };

const SUITES: readonly {
  readonly suite: Suite;
  readonly kty: string;
  readonly crv: string;
  readonly algs: readonly string[];
}[] = [
  // `EdDSA` is the older name of RFC 8037; RFC 9864 made `Ed25519`.
  { suite: 'Ed25519', kty: 'OKP', crv: 'Ed25519', algs: ['Ed25519', 'EdDSA'] },
  { suite: 'ES256', kty: 'EC', crv: 'P-256', algs: ['ES256'] },
  { suite: 'ES256K', kty: 'EC', crv: 'secp256k1', algs: ['ES256K'] },
];

const SUITE_OF = new Map(SUITES.flatMap(({ suite, algs }) => algs.map((alg) => [alg, suite] as const)));

/** isAlgOf tells whether a header's `alg` is one of the names of the key's suite. */
export const isAlgOf = (suite: Suite, alg: string): boolean => SUITE_OF.get(alg) === suite;

/** isKnownAlg tells whether any suite has this `alg`. */
export const isKnownAlg = (alg: string): boolean => SUITE_OF.has(alg);

/**
 * readKey reads a JWK: `malformed` where it has a private member or a coordinate that is not strict base64url,
 * `alg_not_allowed` where its `kty` and `crv` are of no suite. A coordinate's length is left to the verifiers.
 */
export function readKey(jwk: Json | undefined, where: string): StatedKey | Fault {
  const malformed = (why: string): Fault => ({ defect: 'malformed', why: `${where}: ${why}` });
  if (!isJsonObject(jwk)) return malformed('not a JWK object');
  const { kty, crv, x, y } = jwk;
  if (Object.hasOwn(jwk, 'd')) return malformed('a private member "d"');
  if (typeof kty !== 'string') return malformed('"kty" is missing or not a string');
  if (crv !== undefined && typeof crv !== 'string') return malformed('"crv" is not a string');
  const onCurve = kty === 'OKP' || kty === 'EC';
  if (onCurve && crv === undefined) return malformed('"crv" is missing');
  const left = typeof x === 'string' ? decodeBase64url(x) : null;
  if (onCurve && left === null) return malformed('"x" is not base64url without padding');
  const right = kty === 'EC' && typeof y === 'string' ? decodeBase64url(y) : null;
  if (kty === 'EC' && right === null) return malformed('"y" is not base64url without padding');
  const row = SUITES.find((candidate) => candidate.kty === kty && candidate.crv === crv);
  if (row === undefined) {
    return { defect: 'alg_not_allowed', why: `${where}: a key of no suite (${kty} ${crv ?? ''})` };
  }
  const point = keepPoint(right === null ? left! : joinCoordinates(left!, right));
  return { id: thumbprint(row.kty, row.crv, x as string, y as string), suite: row.suite, point };
}

/** thumbprintOf is the party id of a public JWK (RFC 7638 section 3). */
export const thumbprintOf = (jwk: PublicJwk): PartyId =>
  thumbprint(jwk.kty, jwk.crv, jwk.x, jwk.kty === 'EC' ? jwk.y : '');

/** jwkOf writes a key as a JWK with its required members only. */
export function jwkOf(key: StatedKey): PublicJwk {
  const x = Buffer.from(key.point.subarray(0, 32)).toString('base64url');
  if (key.suite === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x };
  const y = Buffer.from(key.point.subarray(32)).toString('base64url');
  return { kty: 'EC', crv: key.suite === 'ES256' ? 'P-256' : 'secp256k1', x, y };
}

// The members need no escaping: kty and crv come from the table, x and y are base64url.
const thumbprint = (kty: string, crv: string, x: string, y: string): PartyId =>
  sha256(
    kty === 'OKP' ? `{"crv":"${crv}","kty":"OKP","x":"${x}"}` : `{"crv":"${crv}","kty":"EC","x":"${x}","y":"${y}"}`,
  ) as PartyId;

const SLAB = 4_096;
let slab = Buffer.allocUnsafeSlow(SLAB);
let used = 0;

/**
 * Keys outlive what they were read from, and a decoded point lies in Node's pool among payloads that it would keep
 * alive: a million keys would hold a gigabyte. So points are moved to slabs that hold nothing else.
 */
function keepPoint(point: Uint8Array): Uint8Array {
  if (point.length > 64) return point;
  if (used + point.length > SLAB) [slab, used] = [Buffer.allocUnsafeSlow(SLAB), 0];
  const kept = slab.subarray(used, used + point.length);
  kept.set(point);
  used += point.length;
  return kept;
}

/** Coordinates of a wrong length must not pass for right ones by adding up, so such a point is left empty. */
function joinCoordinates(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.length === 32 && right.length === 32 ? Buffer.concat([left, right]) : new Uint8Array(0);
}
