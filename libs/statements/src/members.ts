/**
 * The forms that members of a statement can have (spec "Parsing is strict", the member table). A check answers
 * null where the value has the form, else what is wrong with it, to be read after the member's name.
 */
import { is32Bytes } from './base64url.ts';
import { isJsonObject, type Json } from './json.ts';
import { isElement, isIdentityElement, isScalar } from './one-show.ts';

export type Check = (value: Json) => string | null;

/** The last second of the year 9999 (RFC 3339's last). */
const LAST_SECOND = 253_402_300_799;
const AMOUNT = /^(0|[1-9][0-9]{0,17})(\.[0-9]{1,8})?$/;
const CURRENCY = /^[A-Z0-9-]{2,12}$/;
const PRINTABLE = /^[\x20-\x7e]{1,128}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MILLION = 1_000_000;

export const id: Check = (value) => (is32Bytes(value) ? null : 'is not base64url of exactly 32 bytes');

export const time: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= LAST_SECOND
    ? null
    : `is not a NumericDate from 0 to ${LAST_SECOND}`;

/** text takes a string of `least` to `most` Unicode code points. */
export const text =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'string' && hasCodePoints(value, least, most)
      ? null
      : `is not a text of ${least} to ${most} code points`;

export const printable: Check = (value) =>
  typeof value === 'string' && PRINTABLE.test(value) ? null : 'is not 1 to 128 printable ASCII characters';

export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? null : `is none of ${words.join(', ')}`;

/** An integer that a double holds exactly, from 0. */
export const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? null
    : 'is not an integer from 0 to 2^53 − 1';

export const integer: Check = (value) => (Number.isSafeInteger(value) ? null : 'is not an integer');

export const ppm: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MILLION
    ? null
    : 'is not an integer from 0 to 1000000';

export const amount: Check = (value) =>
  isJsonObject(value) &&
  typeof value['amt'] === 'string' &&
  AMOUNT.test(value['amt']) &&
  typeof value['cur'] === 'string' &&
  CURRENCY.test(value['cur'])
    ? null
    : 'is not {"amt","cur"} with a decimal amount and a currency';

/** A conflict's id is a UUID (RFC 9562 section 4). */
export const conflictId: Check = (value) =>
  is32Bytes(value) || (typeof value === 'string' && UUID.test(value)) ? null : 'is not a UUID';

export const element: Check = (value) =>
  isElement(value) ? null : 'is not the canonical encoding of a ristretto255 element';

/** The public half of a one-show note. */
export const oneShowNote: Check = (value) =>
  isJsonObject(value) && isElement(value['A']) && isElement(value['B']) && !isIdentityElement(value['A'])
    ? null
    : 'is not {"A","B"}, two canonical ristretto255 elements of which A is not the identity';

/** A payer's response as its payee recorded it. */
export const oneShowSpend: Check = (value) =>
  isJsonObject(value) && isScalar(value['r1']) && isScalar(value['r2']) && printable(value['nce'] ?? null) === null
    ? null
    : 'is not {"r1","r2","nce"}, two canonical scalars and a printable nonce';

/** A division of a note's value: {claim digest: ppm}. */
export const division: Check = (value) =>
  isJsonObject(value) && Object.entries(value).every(([claim, share]) => is32Bytes(claim) && ppm(share) === null)
    ? null
    : 'is not {claim digest: ppm}';

/** listOf takes an array whose every item is an object with the named members. */
export const listOf =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!Array.isArray(value)) return 'is not a list';
    for (const [i, item] of value.entries()) {
      const problem = record(members)(item);
      if (problem !== null) return `[${i}] ${problem}`;
    }
    return null;
  };

/** record takes an object that has every named member in its form. */
export const record =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isJsonObject(value)) return 'is not an object';
    for (const [name, check] of Object.entries(members)) {
      const problem = Object.hasOwn(value, name) ? check(value[name]!) : 'is missing';
      if (problem !== null) return `"${name}" ${problem}`;
    }
    return null;
  };

/** arrayOf takes an array whose every item passes. */
export const arrayOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return 'is not a list';
    const bad = value.findIndex((item) => check(item) !== null);
    return bad < 0 ? null : `[${bad}] ${check(value[bad]!)}`;
  };

/** A code point is one or two UTF-16 units, so most texts are decided by their length alone. */
function hasCodePoints(value: string, least: number, most: number): boolean {
  if (value.length < least || value.length > 2 * most) return false;
  if (value.length <= most && least <= 1) return true;
  let points = 0;
  for (let i = 0; i < value.length; i += value.codePointAt(i)! > 0xffff ? 2 : 1) points += 1;
  return points >= least && points <= most;
}
