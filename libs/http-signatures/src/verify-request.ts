/** Whether a signed request is good (RFC 9421 section 3.2, under the rules of spec "conflicts", HTTP). */
import { native, type PartyId, type StatedKey } from '#statements';
import { ALGORITHM_OF } from './algorithm.ts';
import { checkContentDigest } from './content-digest.ts';
import { faultOf, isHttpSignatureFault, type HttpSignatureFault } from './fault.ts';
import { linesOf, type HttpMessage, type HttpRequest } from './http-message.ts';
import { readSignature, type HttpSignature } from './read-signature.ts';
import { signatureBase } from './signature-base.ts';

/** How far `created` may be from now, in seconds, before and after. */
const WINDOW_S = 300;
const MOST_NONCE = 128;

export interface VerificationRules {
  /** Seconds since 1970, of the clock that the window is measured by. */
  readonly now: number;
}

/** Who signed, when, and the nonce, whose single use is for the caller to see to. */
export interface VerifiedRequest {
  readonly keyid: PartyId;
  readonly created: number;
  readonly nonce: string;
}

/**
 * verifyRequest finds the first signature whose `keyid` `findKey` knows and checks it. The body is hashed last, so that
 * only who holds a known key can make us read it.
 */
export function verifyRequest(
  request: HttpRequest,
  findKey: (keyid: string) => StatedKey | null,
  rules: VerificationRules,
): VerifiedRequest | HttpSignatureFault {
  const keys = new Map<string, StatedKey>();
  const signature = readSignature(request.headers, (keyid) => {
    const key = findKey(keyid);
    if (key?.id === keyid) keys.set(keyid, key);
    return keys.has(keyid);
  });
  if (isHttpSignatureFault(signature)) return signature;
  const key = keys.get(signature.keyid!)!;
  const stated = checkParams(signature, rules);
  if (isHttpSignatureFault(stated)) return stated;
  const { body = new Uint8Array(0), headers } = request;
  const needsDigest = body.length > 0 || linesOf(headers, 'content-digest').length > 0;
  const uncovered = ['@method', '@target-uri', ...(body.length > 0 ? ['content-digest'] : [])].find(
    (name) => !signature.components.some((one) => one.name === name && one.params.size === 0),
  );
  if (uncovered !== undefined) return faultOf('not_covered', `the signature does not cover "${uncovered}"`);
  return (
    verifySignature(request, signature, key) ??
    (needsDigest ? checkContentDigest(headers, body) : null) ?? { keyid: key.id, ...stated }
  );
}

/** verifySignature checks one signature under a key, and nothing of what it says or covers. Null where it is good. */
export function verifySignature(
  message: HttpMessage,
  { params, components, signature }: HttpSignature,
  { suite, point }: StatedKey,
): HttpSignatureFault | null {
  const alg = params.get('alg') ?? ALGORITHM_OF[suite];
  if (alg !== ALGORITHM_OF[suite]) return faultOf('alg_mismatch', `"alg" is not ${ALGORITHM_OF[suite]}, the key's`);
  const base = signatureBase(message, components, params);
  if (isHttpSignatureFault(base)) return base;
  if (!native.isValidKey(suite, point)) return faultOf('weak_key', `the key is not a valid ${suite} key`);
  return native.isValidSignature(suite, point, Buffer.from(base, 'ascii'), signature)
    ? null
    : faultOf('bad_signature', 'the signature does not verify over what it covers');
}

function checkParams(
  { params }: HttpSignature,
  { now }: VerificationRules,
): { readonly created: number; readonly nonce: string } | HttpSignatureFault {
  const created = params.get('created');
  const expires = params.get('expires');
  const nonce = params.get('nonce');
  if (created === undefined || nonce === undefined) {
    return faultOf('signature_incomplete', `the signature states no "${created === undefined ? 'created' : 'nonce'}"`);
  }
  if (!isInstant(created)) return faultOf('signature_malformed', '"created" is no integer of seconds since 1970');
  if (typeof nonce !== 'string' || nonce === '' || nonce.length > MOST_NONCE) {
    return faultOf('signature_malformed', `"nonce" is no text of 1 to ${MOST_NONCE} characters`);
  }
  const late = now - created;
  if (Math.abs(late) > WINDOW_S) {
    const by = `${Math.ceil(Math.abs(late))} s ${late > 0 ? 'before' : 'after'} this clock's ${Math.floor(now)}`;
    return faultOf('signature_out_of_time', `"created" is ${by}; at most ${WINDOW_S} s are allowed`);
  }
  if (expires === undefined) return { created, nonce };
  if (!isInstant(expires)) return faultOf('signature_malformed', '"expires" is no integer of seconds since 1970');
  return now > expires ? faultOf('signature_expired', `the signature expired at ${expires}`) : { created, nonce };
}

const isInstant = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
