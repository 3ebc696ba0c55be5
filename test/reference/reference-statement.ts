// One statement by itself: how it is read, and the defects it has wherever it stands (statements.md; conflicts.md,
// the table of defects, down to `bad_signature`).
import { fromBase64url, isId, isNumber, isObject, isString, readJsonBytes, toBase64url } from './reference-json.ts';
import { ALGS, isWeak, readKey, sha256, verifies } from './reference-keys.ts';
import { wellFormed } from './reference-forms.ts';
import { readElement, readScalar } from './reference-one-show.ts';
import type { Json, JsonObject } from './reference-json.ts';
import type { Key } from './reference-keys.ts';
import type { OneShowNote } from './reference-one-show.ts';

export type Defect =
  | 'malformed'
  | 'alg_not_allowed'
  | 'key_mismatch'
  | 'weak_key'
  | 'bad_signature'
  | 'foreign_statement'
  | 'broken_chain'
  | 'not_holder'
  | 'wrong_audience'
  | 'expired_note'
  | 'untrusted_issuer';

/** A statement that can be read as its kind. */
export interface Statement {
  readonly typ: string;
  readonly alg: string;
  readonly kid: string;
  readonly iss: string;
  readonly iat: number;
  readonly iatText: string;
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** The header's key and the key of `cnf`, where they are stated. */
  readonly jwk: Key | undefined;
  readonly cnf: Key | undefined;
  readonly digest: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** "at most 8,192 bytes of compact text (a verdict: 1 MiB)" */
const limit = (typ: string): number => (typ === 'verdict+jwt' ? 1_048_576 : 8192);

/** Undefined where it is `malformed`: "it cannot be read as its kind". */
export function readStatement(text: Json): Statement | undefined {
  if (!isString(text)) return undefined; // "A transcript entry that is no string is malformed there"
  const segments = text.split('.');
  const [protectedText = '', payloadText = ''] = segments;
  const bytes = segments.map(fromBase64url);
  const [headerBytes, payloadBytes, signature] = bytes;
  if (segments.length !== 3 || !headerBytes || !payloadBytes || !signature) return undefined;
  const header = readJsonBytes(headerBytes);
  const payload = readJsonBytes(payloadBytes);
  if (!isObject(header) || !isObject(payload)) return undefined;

  const alg = header.get('alg');
  const typ = header.get('typ');
  const kid = header.get('kid');
  if (!isString(alg) || !isString(typ) || !isId(kid)) return undefined;
  if (text.length > limit(typ)) return undefined; // all ASCII by now: characters are bytes
  const jwk = readKey(header.get('jwk'));
  if (header.has('jwk') && jwk === undefined) return undefined;

  if (!wellFormed(typ, payload)) return undefined;
  const iss = payload.get('iss');
  const iat = payload.get('iat');
  if (!isString(iss) || !isNumber(iat)) return undefined;
  // Unknown members are ignored: a `cnf` states a key only in the kinds that have one.
  const cnfJson = ['note+jwt', 'transfer+jwt', 'spend+jwt'].includes(typ) ? payload.get('cnf') : undefined;
  const cnf = isObject(cnfJson) ? readKey(cnfJson.get('jwk')) : undefined;

  const message = Buffer.from(`${protectedText}.${payloadText}`, 'ascii');
  const digest = toBase64url(sha256(message));
  const { number, text: iatText } = iat;
  return { typ, alg, kid, iss, iat: number, iatText, header, payload, jwk, cnf, digest, message, signature };
}

/** A member that the forms have shown to be a string (or undefined where it is optional and absent). */
export function member(statement: Statement, name: string): string | undefined {
  const json = statement.payload.get(name);
  return isString(json) ? json : undefined;
}

export function numberOf(statement: Statement, name: string): number | undefined {
  const json = statement.payload.get(name);
  return isNumber(json) ? json.number : undefined;
}

const REFUSED_HEADERS = ['crit', 'b64', 'zip', 'x5u', 'x5c', 'jku'];
const ALL_ALGS = Object.values(ALGS).flat();

/**
 * The defects of a readable statement by itself, in the table's order. `known` finds a key by party id among those
 * that the reader already knows: earlier `cnf`s, then the register.
 */
export function ownDefect(statement: Statement, known: (id: string) => Key | undefined): Defect | null {
  const { alg, kid, iss, header, jwk, cnf } = statement;
  const key = jwk ?? known(kid);

  if (REFUSED_HEADERS.some((name) => header.has(name))) return 'alg_not_allowed';
  if (jwk?.suite === null || cnf?.suite === null) return 'alg_not_allowed';
  // ambiguous: an `alg` of no suite where no key is found: it can be no key's, so `alg_not_allowed` (before
  // `key_mismatch` in the table).
  if (!ALL_ALGS.includes(alg)) return 'alg_not_allowed';
  if (key?.suite && !ALGS[key.suite].includes(alg)) return 'alg_not_allowed';

  if (key === undefined || key.id !== kid || kid !== iss) return 'key_mismatch';
  if (statement.typ === 'spend+jwt' && cnf?.id !== iss) return 'key_mismatch';

  if (isWeak(key) || (cnf && isWeak(cnf))) return 'weak_key';
  if (!verifies(key, statement.message, statement.signature)) return 'bad_signature';
  return null;
}

/** A one-show note's {A, B}. */
export function elements(note: Statement): OneShowNote | undefined {
  const osh = note.payload.get('osh');
  if (note.typ !== 'note+jwt' || note.payload.get('cls') !== 'one-show' || !isObject(osh)) return undefined;
  const A = readElement(osh.get('A'));
  const B = readElement(osh.get('B'));
  return A && B ? { A, B } : undefined;
}

/** A spend's r1, r2 and nce. */
export function response(spend: Statement): { r1: bigint; r2: bigint; nce: string } | undefined {
  const osh = spend.payload.get('osh');
  if (spend.typ !== 'spend+jwt' || !isObject(osh)) return undefined;
  const r1 = readScalar(osh.get('r1'));
  const r2 = readScalar(osh.get('r2'));
  const nce = osh.get('nce');
  return r1 !== undefined && r2 !== undefined && isString(nce) ? { r1, r2, nce } : undefined;
}
