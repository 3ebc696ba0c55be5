/** One statement put to both verifiers, and what comes of it in words: for `inspect` and `verify`. */
import {
  decodeBase64url,
  isFault,
  native,
  parseStatement,
  portable,
  readJson,
  startVerification,
  verifyStatement,
  type Fault,
  type Json,
  type PartyId,
  type StatedKey,
  type Statement,
} from '#statements';
import { readPublicKey, readRegister } from './read-document.ts';

/** The keys that a command was given beside those that statements state. */
export interface KnownKeys {
  readonly register: ReadonlyMap<PartyId, StatedKey> | null;
  /** The one key that must have signed. */
  readonly key: StatedKey | null;
}

/** readKnownKeys reads the files of `--register` and `--key`. */
export async function readKnownKeys(options: {
  readonly register?: string;
  readonly key?: string;
}): Promise<KnownKeys> {
  return {
    register: options.register === undefined ? null : await readRegister(options.register),
    key: options.key === undefined ? null : await readPublicKey(options.key),
  };
}

/** What is known of a text that should be a statement: `unknown_key` where nothing says whose key it would be. */
export type CheckedStatement =
  | { readonly state: 'good' | 'split' | 'unknown_key'; readonly statement: Statement }
  | { readonly state: 'bad'; readonly statement: Statement | null; readonly fault: Fault };

/** checkStatement reads a text and puts it to both verifiers. */
export function checkStatement(text: Json, { register, key }: KnownKeys): CheckedStatement {
  const statement = parseStatement(text);
  if (isFault(statement)) return { state: 'bad', statement: null, fault: statement };
  const found = key ?? register?.get(statement.keyId) ?? null;
  if (key !== null && statement.fault === null && key.id !== statement.keyId) {
    const why = `signed as ${statement.keyId}, not with the key of --key, which is ${key.id}`;
    return { state: 'bad', statement, fault: { defect: 'key_mismatch', why } };
  }
  const isOwnId = statement.keyId === statement.issuer;
  if (statement.fault === null && statement.headerKey === null && found === null && isOwnId) {
    return { state: 'unknown_key', statement };
  }
  const answer = verifyStatement(startVerification(native, portable), statement, found);
  if (answer === null || answer === 'split') return { state: answer ?? 'good', statement };
  return { state: 'bad', statement, fault: answer };
}

/** decodeSegment shows the header (0) or payload (1) of a text as far as it can be read; null where it cannot. */
export function decodeSegment(text: string, index: 0 | 1): Json {
  const bytes = decodeBase64url(text.split('.')[index] ?? '');
  const document = bytes === null ? null : readJson(bytes);
  return document === null || 'problem' in document ? null : document.value;
}

/** What to do about a statement whose key nothing states. */
export const UNKNOWN_KEY = 'no key is known: its header has none; give --key JWKFILE or --register banks.json';
