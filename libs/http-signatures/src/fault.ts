/** What can be wrong with a signed request: a stable code for programs, and words for people. */

export type HttpSignatureCode =
  /** There is no `Signature-Input` or no `Signature`. */
  | 'signature_missing'
  /** The fields or a parameter cannot be read, or something stands twice. */
  | 'signature_malformed'
  /** No signature is by a key that is known. */
  | 'unknown_key'
  /** The key is one that its suite refuses. */
  | 'weak_key'
  /** `alg` is not that of the key. */
  | 'alg_mismatch'
  /** `created` or `nonce` is not stated. */
  | 'signature_incomplete'
  /** `created` is too far from now. */
  | 'signature_out_of_time'
  | 'signature_expired'
  /** Something that must be signed is not covered. */
  | 'not_covered'
  /** A covered component that the message does not have, has twice, or has with bytes that cannot be signed. */
  | 'component_missing'
  | 'component_malformed'
  /** A covered component that nobody can derive: unknown names and parameters. */
  | 'component_unknown'
  | 'bad_signature'
  | 'digest_missing'
  | 'digest_malformed'
  /** `Content-Digest` has neither sha-256 nor sha-512. */
  | 'digest_unknown'
  | 'digest_mismatch';

export interface HttpSignatureFault {
  readonly code: HttpSignatureCode;
  readonly why: string;
}

export const faultOf = (code: HttpSignatureCode, why: string): HttpSignatureFault => ({ code, why });

/** isHttpSignatureFault tells a mistake of the sender from a value. */
export const isHttpSignatureFault = (value: object | string): value is HttpSignatureFault =>
  typeof value === 'object' && 'code' in value && 'why' in value;
