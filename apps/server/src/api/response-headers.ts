/** Header fields that every answer has. */

/** For JSON: nothing in an answer may run, be framed, or be kept by a shared cache. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** For the reference page: scripts and styles of this service only, and no request to any other. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const headersFor = (requestId: string): Record<string, string> => ({ ...ALWAYS, 'x-request-id': requestId });
