/** Statements in words, for `inspect`, `verify` and what the making commands say. */
import { isFault, isJsonObject, readKey, type Json, type JsonObject, type Statement } from '#statements';
import { escapeControls } from './escape-controls.ts';

/** shortId shortens a party's id or a digest for a sentence; where it matters the whole of it stands beside. */
export const shortId = (id: string): string => (id.length > 12 ? `${id.slice(0, 10)}…` : id);

/** textOf gives a member that should be a text, and anything else as JSON. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');

/** timeInWords writes NumericDate seconds as RFC 3339 in UTC. */
export function timeInWords(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** amountInWords writes `val`: `20 EUR`. */
function amountInWords(value: Json | undefined): string {
  return isJsonObject(value) ? `${textOf(value['amt'])} ${textOf(value['cur'])}` : 'an unknown amount';
}

/** sentenceOf says what a statement says, without its signer and time: `issues an endorsed note of 20 EUR`. */
export const sentenceOf = (statement: Statement): string => escapeControls(say(statement));

function say({ kind, payload }: Statement): string {
  const of = (name: string): string => shortId(textOf(payload[name]));
  const has = (name: string): boolean => Object.hasOwn(payload, name);
  switch (kind) {
    case 'note+jwt':
      return `issues ${articleOf(textOf(payload['cls']))} note of ${amountInWords(payload['val'])}, serial ${quote(payload['jti'])}${
        has('cnf') ? `, to ${holderOf(payload)}` : ''
      }${has('exp') ? `, to be redeemed by ${timeInWords(payload['exp'] as number)}` : ''}`;
    case 'transfer+jwt':
      return `passes note ${of('sub')} on to ${holderOf(payload)}`;
    case 'delivery+jwt':
      return `says that it handed bearer note ${of('sub')} over to ${of('to')}`;
    case 'receipt+jwt':
      return `says that it took note ${of('sub')} from ${of('frm')}${has('ref') ? `, by the transfer ${of('ref')}` : ''}`;
    case 'spend+jwt':
      return `records that one-show note ${of('sub')} was spent to it`;
    case 'redemption+jwt':
      return `asks bank ${of('aud')} to pay note ${of('sub')}`;
    case 'check+jwt':
      return `says that note ${of('sub')} was unspent`;
    case 'timestamp+jwt':
      return `says that it saw the statement ${of('ref')}`;
    case 'attestation+jwt':
      return `vouches that the key ${of('sub')} is kept in ${textOf(payload['lvl'])}${has('mdl') ? ` (${textOf(payload['mdl'])})` : ''}`;
    case 'compromise+jwt':
      return `says that ${payload['sub'] === payload['iss'] ? 'its own key' : `the key ${of('sub')}`} leaked, since ${timeInWords(payload['snc'] as number)}`;
    case 'registration+jwt':
      return `vouches for the key ${of('sub')} of a customer${has('idn') ? `, one-show identity ${of('idn')}` : ''}`;
    case 'testimony+jwt':
      return `answers in case ${of('cas')} about note ${of('sub')}: ${words(payload['say'])}${has('abt') ? `, about ${of('abt')}` : ''}${told(payload)}`;
    case 'act+jwt':
      return `acts in case ${of('cas')}: ${words(payload['do'])}${has('ref') ? ` ${of('ref')}` : ''}${told(payload)}`;
    case 'appeal+jwt':
      return `appeals the verdict ${of('ref')} in case ${of('cas')} for ${words(payload['gnd'])}${told(payload)}`;
    case 'verdict+jwt':
      return `decides case ${of('cas')} on note ${of('sub')}: ${verdictInWords(payload)}`;
    default:
      return kind satisfies never;
  }
}

const articleOf = (word: string): string => `${/^[aeio]/.test(word) && word !== 'one-show' ? 'an' : 'a'} ${word}`;
const words = (code: Json | undefined): string => textOf(code).replaceAll('_', ' ');
const quote = (text: Json | undefined): string => JSON.stringify(text);
const told = (payload: JsonObject): string => (Object.hasOwn(payload, 'txt') ? ` (${quote(payload['txt'])})` : '');

function holderOf(payload: JsonObject): string {
  const jwk = isJsonObject(payload['cnf']) ? payload['cnf']['jwk'] : undefined;
  const key = readKey(jwk, 'cnf');
  return isFault(key) ? 'a holder whose key is of no suite' : shortId(key.id);
}

function verdictInWords(verdict: JsonObject): string {
  const findings = verdict['fnd'] as JsonObject[];
  const questions = verdict['qst'] as JsonObject[];
  const awards = verdict['awd'] as JsonObject[];
  const found = findings.length === 0 ? 'no finding' : findings.map((finding) => words(finding['code'])).join(', ');
  const held = questions.map(
    (question) => `${textOf(question['out']).replace('not_proven', 'not proven')} (${textOf(question['std'])})`,
  );
  const paid = awards.map((award) => `${textOf(award['act'])} ${shortId(textOf(award['claim']))}`);
  return [found, ...held, ...paid].join('; ');
}
