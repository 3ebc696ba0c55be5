import { strict as assert } from 'node:assert';
import { isFault } from './fault.ts';
import { jwkOf } from './keys.ts';
import type { Kind } from './kinds.ts';
import { signBytes, type PrivateKey } from './private-key.ts';
import { parseStatement, type Statement } from './statement.ts';

/** What a signer says; `iss` is added from the key. Members that are undefined are left out. */
export type Claims = Readonly<Record<string, unknown>>;

export interface SignOptions {
  /** Put the public key into the header, for readers that cannot know it. On by default. */
  readonly withKey?: boolean;
  /** Further or other header members, for statements that are meant to be wrong. */
  readonly header?: Claims;
}

/** encodeCompact signs any header and payload as they are, checking nothing: what `signStatement` makes safe. */
export function encodeCompact(header: Claims | string, payload: Claims | string, key: PrivateKey): string {
  const segment = (part: Claims | string): string =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
  const input = `${segment(header)}.${segment(payload)}`;
  return `${input}.${Buffer.from(signBytes(key, Buffer.from(input, 'ascii'))).toString('base64url')}`;
}

/** encodeStatement writes and signs a statement of a kind without asking whether it is well-formed. */
export function encodeStatement(kind: Kind, claims: Claims, key: PrivateKey, options: SignOptions = {}): string {
  const header = {
    alg: key.suite,
    typ: kind,
    kid: key.id,
    ...(options.withKey === false ? {} : { jwk: jwkOf(key) }),
    ...options.header,
  };
  return encodeCompact(header, { iss: key.id, ...claims }, key);
}

/** signStatement signs and reads back: what we sign is what every reader accepts, or it throws. */
export function signStatement(kind: Kind, claims: Claims, key: PrivateKey, options: SignOptions = {}): Statement {
  const statement = parseStatement(encodeStatement(kind, claims, key, options));
  assert(!isFault(statement), isFault(statement) ? `${kind}: ${statement.why}` : '');
  return statement;
}
