/**
 * Structured fields (RFC 9651), read strictly.
 *
 * The parser that we borrow follows the RFC, which lets a later member or parameter silently replace an earlier one of
 * its name, and forgets how a number was written. Two readers of a signed request must never differ, so what is read
 * for a signature has to be what a strict serializer would write of it, but for spaces.
 */
import {
  isInnerList,
  parseDictionary,
  parseItem,
  parseList,
  serializeDictionary,
  serializeInnerList,
  serializeItem,
  serializeList,
  type Dictionary,
} from 'structured-headers';

/** Why a field cannot be read, in words. */
export interface FieldProblem {
  readonly problem: string;
}

export const isProblem = (value: object | string): value is FieldProblem =>
  typeof value === 'object' && 'problem' in value;

/** readDictionary reads a dictionary in which nothing stands twice. */
export function readDictionary(text: string): Dictionary | FieldProblem {
  return attempt(() => {
    const members = parseDictionary(text);
    if (squeeze(serializeDictionary(members)) === squeeze(text)) return members;
    return { problem: 'a member or parameter stands twice, or a value is not in its canonical form' };
  });
}

/** Fields that are known to be structured, from IANA's registry of HTTP field names; `sf` needs to know which type. */
const TYPES: Readonly<Record<string, (text: string) => string>> = {
  ...typesOf(
    (text) => serializeDictionary(parseDictionary(text)),
    'accept-signature cdn-cache-control content-digest priority repr-digest signature signature-input want-content-digest want-repr-digest',
  ),
  ...typesOf(
    (text) => serializeList(parseList(text)),
    'accept-ch cache-status client-cert-chain permissions-policy proxy-status',
  ),
  ...typesOf(
    (text) => serializeItem(parseItem(text)),
    'client-cert cross-origin-embedder-policy cross-origin-opener-policy origin-agent-cluster',
  ),
};

function typesOf(rewrite: (text: string) => string, names: string): Record<string, (text: string) => string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rewrite]));
}

/** serializeField writes a field anew by the strict rules (RFC 9421 section 2.1.1, `sf`). */
export function serializeField(name: string, text: string): string | FieldProblem {
  const rewrite = Object.hasOwn(TYPES, name) ? TYPES[name]! : null;
  if (rewrite === null) return { problem: 'it is not known to be a structured field' };
  return attempt(() => refuseLostDecimals(text, rewrite(text)));
}

/** serializeMember writes one member of a dictionary (RFC 9421 section 2.1.2, `key`); null where it has none such. */
export function serializeMember(text: string, key: string): string | FieldProblem | null {
  return attempt(() => {
    const member = parseDictionary(text).get(key);
    if (member === undefined) return null;
    return refuseLostDecimals(text, isInnerList(member) ? serializeInnerList(member) : serializeItem(member));
  });
}

/** 1.0 was parsed to the same number as 1 and is written as that: rather no signature than a wrong one. */
const refuseLostDecimals = (text: string, rewritten: string): string | FieldProblem =>
  /\d\.0+(?!\d)/.test(text.replace(STRING_OR_SPACES, '')) ? { problem: 'a decimal without a fraction' } : rewritten;

const STRING_OR_SPACES = /("(?:[^"\\]|\\.)*")|[ \t]+/g;

/** squeeze takes out the spaces that are not within strings. */
const squeeze = (text: string): string => text.replace(STRING_OR_SPACES, '$1');

/** The borrowed parser throws at whatever it does not like. */
function attempt<T>(action: () => T | FieldProblem): T | FieldProblem {
  try {
    return action();
  } catch (error) {
    return { problem: (error as Error).message.replace(/^Parse error: /, '') };
  }
}
