/** `Content-Digest` (RFC 9530): digests of a message's content, byte for byte as it was sent. */
import { createHash } from 'node:crypto';
import { faultOf, type HttpSignatureFault } from './fault.ts';
import { fieldText, type HttpFields } from './http-message.ts';
import { isProblem, readDictionary } from './structured-field.ts';

/** By their names in RFC 9530 (registry of section 5) those of Node's hashes; all others there are too weak to count. */
const HASHES = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;
export type DigestAlgorithm = keyof typeof HASHES;

/** contentDigest gives the field's value for a body. */
export const contentDigest = (body: Uint8Array, algorithm: DigestAlgorithm = 'sha-256'): string =>
  `${algorithm}=:${createHash(HASHES[algorithm]).update(body).digest('base64')}:`;

/** checkContentDigest holds every digest that it knows to the body; there must be at least one. Null where all match. */
export function checkContentDigest(headers: HttpFields, body: Uint8Array): HttpSignatureFault | null {
  const text = fieldText(headers, 'content-digest');
  if (text === null) return faultOf('digest_missing', 'there is a body and no Content-Digest');
  if (typeof text !== 'string') return faultOf('digest_malformed', text.why);
  const digests = readDictionary(text);
  if (isProblem(digests)) return faultOf('digest_malformed', `Content-Digest: ${digests.problem}`);
  let known = 0;
  for (const [name, [value]] of digests) {
    if (!isKnown(name)) continue;
    known += 1;
    if (!(value instanceof ArrayBuffer)) {
      return faultOf('digest_malformed', `Content-Digest: ${name} is no byte sequence`);
    }
    const digest = createHash(HASHES[name]).update(body).digest();
    if (!digest.equals(new Uint8Array(value))) {
      return faultOf('digest_mismatch', `Content-Digest: ${name} is not that of the body's ${body.length} bytes`);
    }
  }
  if (known > 0) return null;
  return faultOf('digest_unknown', 'Content-Digest has neither sha-256 nor sha-512');
}

const isKnown = (name: string): name is DigestAlgorithm => Object.hasOwn(HASHES, name);
