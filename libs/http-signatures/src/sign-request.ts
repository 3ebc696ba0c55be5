/** Signing a request as this tribunal wants it (spec "conflicts", HTTP). */
import { strict as assert } from 'node:assert';
import { signBytes, type PrivateKey } from '#statements';
import type { BareItem } from 'structured-headers';
import { componentOf } from './component.ts';
import { contentDigest } from './content-digest.ts';
import { isHttpSignatureFault } from './fault.ts';
import { linesOf, type HttpRequest } from './http-message.ts';
import { serializeParams, signatureBase } from './signature-base.ts';

export interface SigningParams {
  /** Seconds since 1970. */
  readonly created: number;
  /** A text that was never used before: printable ASCII, at most 128 characters. */
  readonly nonce: string;
  readonly expires?: number;
  /** The signature's name among others of the message. */
  readonly label?: string;
}

/** signRequest gives the fields to add: `signature-input`, `signature`, and `content-digest` where a body has none yet. */
export function signRequest(
  request: HttpRequest,
  key: PrivateKey,
  { created, nonce, expires, label = 'sig1' }: SigningParams,
): Record<string, string> {
  const { headers, body } = request;
  const hasBody = body !== undefined && body.length > 0;
  const digest =
    hasBody && linesOf(headers, 'content-digest').length === 0 ? { 'content-digest': contentDigest(body) } : {};
  const components = ['@method', '@target-uri', ...(hasBody ? ['content-digest'] : [])].map((name) =>
    componentOf(name),
  );
  const params = new Map<string, BareItem>([['created', created]]);
  if (expires !== undefined) params.set('expires', expires);
  params.set('nonce', nonce).set('keyid', key.id);
  const base = signatureBase({ ...request, headers: { ...headers, ...digest } }, components, params);
  assert(!isHttpSignatureFault(base), isHttpSignatureFault(base) ? base.why : '');
  const signature = Buffer.from(signBytes(key, Buffer.from(base, 'ascii'))).toString('base64');
  return {
    ...digest,
    'signature-input': `${label}=${serializeParams(components, params)}`,
    signature: `${label}=:${signature}:`,
  };
}
