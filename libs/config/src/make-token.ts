import { createHash, randomBytes } from 'node:crypto';

/** A bearer token (RFC 6750) just made. */
export interface MadeToken {
  /** Names it in lists, and when it is revoked; it is in the token, so that a token that turns up somewhere can be found. */
  readonly id: string;
  /** Shown once and kept nowhere. */
  readonly token: string;
  /** What the service keeps: its SHA-256, hexadecimal. 256 random bits need no slower hash. */
  readonly hash: string;
}

/** makeToken draws a token. */
export function makeToken(): MadeToken {
  const id = randomBytes(5).toString('hex');
  const token = `assize_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, token, hash: hashToken(token) };
}

/** hashToken gives what the service keeps of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
