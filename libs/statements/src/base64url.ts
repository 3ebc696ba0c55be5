/** Base64url without padding (RFC 4648 section 5), canonical: no other characters, unused trailing bits zero. */

const ALPHABET = /^[A-Za-z0-9_-]*$/;
/** How a last character must end where 2 or 3 characters remain: 4 or 2 unused bits, all zero. */
const LAST_OF_TWO = 'AQgw';
const LAST_OF_THREE = 'AEIMQUYcgkosw048';
const ID = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** decodeBase64url gives the bytes, or null where the text is not canonical. */
export function decodeBase64url(text: string): Buffer | null {
  if (!ALPHABET.test(text)) return null;
  const rest = text.length % 4;
  if (rest === 1) return null;
  if (rest === 2 && !LAST_OF_TWO.includes(text[text.length - 1]!)) return null;
  if (rest === 3 && !LAST_OF_THREE.includes(text[text.length - 1]!)) return null;
  return Buffer.from(text, 'base64url');
}

export const encodeBase64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');

/** is32Bytes tells whether a text is base64url of exactly 32 bytes, as ids and digests are. */
export const is32Bytes = (text: unknown): text is string => typeof text === 'string' && ID.test(text);
