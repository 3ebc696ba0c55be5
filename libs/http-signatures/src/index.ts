/**
 * # HTTP signatures: who sent a request
 *
 * HTTP Message Signatures (RFC 9421) with the keys of statements, and Content-Digest (RFC 9530). A bank signs its
 * requests with the key that it is registered under, a party with the key that it signs statements with; `keyid` is the
 * party id, and nothing else is needed to know who asks.
 *
 * What it keeps true:
 * - Whatever a message holds, the answer is a value: a fault has a stable code and words, and nothing throws.
 * - The algorithm follows from the key; an `alg` that says otherwise is refused. A secp256k1 key, for which no
 *   algorithm is registered, signs as `ecdsa-secp256k1-sha256`.
 * - A signature counts by the rule of spec "validity", as a statement's does.
 * - What is signed is read in one way only: a label, parameter or component that stands twice is refused, and values
 *   must be written as a strict serializer writes them (RFC 9651 section 4.1).
 * - It reads no clock and remembers no nonce: the caller gives the time and sees to it that a nonce is used once.
 *
 * The target URI is taken as it is given. A server that stands behind a proxy must put together the one that its
 * clients asked for.
 *
 * ```ts
 * const request = { method: 'POST', url: 'https://tribunal.example/v1/conflicts', headers: {}, body };
 * const fields = signRequest(request, bank, { created: 1790000000, nonce: 'n-1' });
 * verifyRequest({ ...request, headers: fields }, (keyid) => register.get(keyid) ?? null, { now: 1790000001 });
 * // { keyid, created, nonce } | HttpSignatureFault
 * ```
 */
export { ALGORITHM_OF } from './algorithm.ts';
export { componentOf, type Component } from './component.ts';
export { checkContentDigest, contentDigest, type DigestAlgorithm } from './content-digest.ts';
export { isHttpSignatureFault, type HttpSignatureCode, type HttpSignatureFault } from './fault.ts';
export type { HttpFields, HttpMessage, HttpRequest, HttpResponse } from './http-message.ts';
export { readSignature, readSignatures, type HttpSignature } from './read-signature.ts';
export { signatureBase, type SignatureParams } from './signature-base.ts';
export { signRequest, type SigningParams } from './sign-request.ts';
export { verifyRequest, verifySignature, type VerificationRules, type VerifiedRequest } from './verify-request.ts';
