/** A statement: a JWS in compact serialization (RFC 7515 section 7.1), read strictly, not yet verified. */
import { decodeRange, is32Bytes, layOut } from './base64url.ts';
import { isFault, malformed, type Fault } from './fault.ts';
import { isJsonObject, readJson, type Json, type JsonDocument, type JsonObject } from './json.ts';
import { isKnownAlg, readKey, type PartyId, type StatedKey } from './keys.ts';
import { checkMembers, isKind, KINDS, MAX_COMPACT_LENGTH, type Kind } from './kinds.ts';
import { sha256 } from './sha256.ts';

/** A statement's digest: SHA-256 of its JWS signing input, base64url. A note's id is its digest. */
export type Digest = string & { readonly brand: 'Digest' };

export interface Statement {
  readonly kind: Kind;
  readonly digest: Digest;
  /** The compact text, as it was signed. */
  readonly text: string;
  /** The JWS signing input, which the signature and the digest cover. */
  readonly signed: Uint8Array;
  /** The signature's bytes, of whatever length. */
  readonly signature: Uint8Array;
  readonly issuer: PartyId;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** `iat` as the payload writes it, which a one-show challenge covers. */
  readonly issuedAtText: string;
  readonly alg: string;
  readonly keyId: PartyId;
  /** The key that the header states, if any. */
  readonly headerKey: StatedKey | null;
  /** The key that `cnf` states, if any. */
  readonly confirmedKey: StatedKey | null;
  readonly payload: JsonObject;
  /** What is wrong with the header or a stated key although the statement can be read: `alg_not_allowed` only. */
  readonly fault: Fault | null;
}

/** Header members that would change what is signed or where the key comes from. */
const REFUSED_MEMBERS = new Set(['crit', 'b64', 'zip', 'x5u', 'x5c', 'jku']);

/** parseStatement reads compact text, or tells why it is no statement: always `malformed`. */
export function parseStatement(text: unknown): Statement | Fault {
  if (typeof text !== 'string') return malformed('not a string');
  if (text.length > MAX_COMPACT_LENGTH) return malformed(`${text.length} characters of compact text`);
  const firstDot = text.indexOf('.');
  const lastDot = text.lastIndexOf('.');
  if (firstDot < 0 || firstDot === lastDot || text.indexOf('.', firstDot + 1) !== lastDot) {
    return malformed('not three segments divided by dots');
  }
  const ascii = layOut(text);
  if (ascii === null) return malformed('a character that base64url does not have');
  // All is taken off the desk before anything else is decoded there.
  const signed = Buffer.from(ascii.subarray(0, lastDot));
  const headerBytes = decodeRange(ascii, 0, firstDot);
  const payloadBytes = decodeRange(ascii, firstDot + 1, lastDot);
  const signature = decodeRange(ascii, lastDot + 1, text.length);
  const header = readSegment(headerBytes, 'header');
  if (isFault(header)) return header;
  const typ = header.value['typ'];
  if (typeof typ !== 'string' || !isKind(typ)) return malformed('header: "typ" is missing or no known kind');
  const { maxLength } = KINDS[typ];
  if (text.length > maxLength) return malformed(`${text.length} characters of compact text, at most ${maxLength}`);
  const { alg, kid } = header.value;
  if (typeof alg !== 'string') return malformed('header: "alg" is missing or not a string');
  if (!is32Bytes(kid)) return malformed('header: "kid" is missing or not base64url of exactly 32 bytes');

  const payload = readSegment(payloadBytes, 'payload');
  if (isFault(payload)) return payload;
  if (signature === null) return malformed('signature: not base64url without padding');
  const memberFault = checkMembers(typ, payload.value);
  if (memberFault !== null) return memberFault;

  const headerKey = Object.hasOwn(header.value, 'jwk') ? readKey(header.value['jwk'], 'header: "jwk"') : null;
  if (headerKey !== null && isFault(headerKey) && headerKey.defect === 'malformed') return headerKey;
  const confirmedKey = readConfirmedKey(typ, payload.value);
  if (confirmedKey !== null && isFault(confirmedKey) && confirmedKey.defect === 'malformed') return confirmedKey;

  return {
    kind: typ,
    digest: sha256(signed) as Digest,
    text,
    signed,
    signature,
    issuer: payload.value['iss'] as PartyId,
    issuedAt: payload.value['iat'] as number,
    issuedAtText: payload.document.numberTexts.get('iat')!,
    alg,
    keyId: kid as PartyId,
    headerKey: headerKey === null || isFault(headerKey) ? null : headerKey,
    confirmedKey: confirmedKey === null || isFault(confirmedKey) ? null : confirmedKey,
    payload: payload.value,
    fault: findHeaderFault(header.value, alg, headerKey, confirmedKey),
  };
}

function findHeaderFault(
  header: JsonObject,
  alg: string,
  headerKey: StatedKey | Fault | null,
  confirmedKey: StatedKey | Fault | null,
): Fault | null {
  for (const name in header) {
    if (REFUSED_MEMBERS.has(name)) return { defect: 'alg_not_allowed', why: `header: "${name}" is refused` };
  }
  if (!isKnownAlg(alg))
    return { defect: 'alg_not_allowed', why: `header: "alg" ${JSON.stringify(alg)} is of no suite` };
  if (headerKey !== null && isFault(headerKey)) return headerKey;
  if (confirmedKey !== null && isFault(confirmedKey)) return confirmedKey;
  return null;
}

function readConfirmedKey(kind: Kind, payload: JsonObject): StatedKey | Fault | null {
  const { statesKey } = KINDS[kind];
  // A kind that states no key ignores a `cnf`, as it ignores any unknown member; a note's class was checked before.
  if (statesKey === 'never' || (statesKey === 'by class' && !Object.hasOwn(payload, 'cnf'))) return null;
  const cnf = payload['cnf'];
  if (!isJsonObject(cnf)) return malformed('payload: "cnf" is missing or not an object');
  return readKey(cnf['jwk'], 'payload: "cnf.jwk"');
}

interface Segment {
  readonly value: JsonObject;
  readonly document: JsonDocument;
}

function readSegment(bytes: Uint8Array | null, name: string): Segment | Fault {
  if (bytes === null) return malformed(`${name}: not base64url without padding`);
  const document = readJson(bytes);
  if ('problem' in document) return malformed(`${name}: ${document.problem} at offset ${document.offset}`);
  const value: Json = document.value;
  return isJsonObject(value) ? { value, document } : malformed(`${name}: not a JSON object`);
}
