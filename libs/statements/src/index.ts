/**
 * # Statements: what parties sign
 *
 * Everything that a holder, a bank, a witness or the tribunal says is a statement: a JWS in compact serialization
 * whose payload is a JSON object (RFC 7515, RFC 7519). This library reads them strictly, tells every kind's mistakes,
 * decides whether a signature counts, and signs new ones. It knows nothing of claims or conflicts; see `#custody`.
 *
 * What it keeps true:
 * - There is one reader. A text is a statement for everybody or for nobody: duplicate members, padding, trailing
 *   bits, lone surrogates, deep nesting and infinite numbers are refused, and nothing recurses on input.
 * - The algorithm follows from the key alone, and a key's id is its thumbprint (RFC 7638).
 * - A digest covers what was signed and not the signature, so a second valid signature makes no second statement.
 * - Validity is our rule, not a library's: `native` and `portable` are two verifiers of it, and a difference between
 *   them is an answer of its own (`split`).
 * - It reads no clock and draws no random number: keys are made from bytes that the caller gives.
 *
 * ```ts
 * const alice = makePrivateKey('Ed25519', randomBytes(32));
 * const note = signStatement('note+jwt', { iat: 1790000000, jti: 'n-1', cls: 'bearer', val: { amt: '5', cur: 'EUR' } }, alice);
 * const read = parseStatement(note.text);                                  // Statement | Fault
 * verifyStatement(startVerification(native, portable), note, null);        // null: it is good
 * ```
 */
export { decodeBase64url, encodeBase64url, is32Bytes } from './base64url.ts';
export { isFault, malformed, type Fault, type StatementDefect } from './fault.ts';
export {
  isJsonObject,
  parseJson,
  placeOf,
  readJson,
  type Json,
  type JsonDocument,
  type JsonFault,
  type JsonObject,
} from './json.ts';
export {
  isAlgOf,
  jwkOf,
  readKey,
  thumbprintOf,
  type PartyId,
  type PublicJwk,
  type StatedKey,
  type Suite,
} from './keys.ts';
export { isKind, KIND_NAMES, KINDS, WORDS, type Kind, type NoteClass } from './kinds.ts';
export {
  challengeOf,
  extractIdentity,
  isElement,
  isScalar,
  isValidResponse,
  makeIdentity,
  makeOneShow,
  oneShowGenerators,
  respond,
  scalarFrom,
  type OneShowChallenge,
  type OneShowNote,
  type OneShowResponse,
  type OneShowSecret,
} from './one-show.ts';
export {
  makePrivateKey,
  privateJwkOf,
  readPrivateKey,
  signBytes,
  type PrivateJwk,
  type PrivateKey,
} from './private-key.ts';
export { isValidSchnorr } from './schnorr.ts';
export { sha256 } from './sha256.ts';
export { encodeCompact, encodeStatement, signStatement, type Claims, type SignOptions } from './sign.ts';
export { parseStatement, type Digest, type Statement } from './statement.ts';
export {
  answerKey,
  answerSignature,
  recheck,
  startVerification,
  verifyStatement,
  type Answer,
  type Verification,
} from './verification.ts';
export { makeNativeVerifier, native } from './verifiers/native.ts';
export { portable } from './verifiers/portable.ts';
export { rememberKeys, rememberSignatures, secondOpinion } from './verifiers/second-opinion.ts';
export type { Verifier } from './verifiers/verifier.ts';
