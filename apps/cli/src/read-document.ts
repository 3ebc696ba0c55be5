/** Files that commands read, as the values that they hold. Each reader throws a CliError naming file and place. */
import { isUtf8 } from 'node:buffer';
import {
  is32Bytes,
  isFault,
  isJsonObject,
  jwkOf,
  parseStatement,
  placeOf,
  readJson,
  readKey,
  readPrivateKey,
  type Digest,
  type Json,
  type JsonObject,
  type PartyId,
  type PrivateKey,
  type PublicJwk,
  type StatedKey,
  type Statement,
} from '#statements';
import { CliError, orThrow } from './cli-error.ts';
import { LIMITS, nameOf, readInput } from './read-file.ts';
import { shortenValues } from './shorten-values.ts';

/** readJsonFile reads a file with the strict reader of statements. */
export async function readJsonFile(path: string, limitBytes: number): Promise<Json> {
  return parseJsonBytes(path, orThrow(await readInput(path, limitBytes)));
}

/** parseJsonBytes reads a file's bytes with the strict reader of statements. */
export function parseJsonBytes(path: string, bytes: Buffer): Json {
  const document = readJson(bytes);
  if (!('problem' in document)) return document.value;
  const place = isUtf8(bytes) ? placeOf(bytes.toString('utf8'), document.offset) : `byte ${document.offset + 1}`;
  throw new CliError('not_json', `${nameOf(path)}: no valid JSON, ${place}: ${shortenValues(document.problem)}`, {
    file: path,
    place,
  });
}

/** readKeyFile reads a private key. */
export async function readKeyFile(path: string): Promise<PrivateKey> {
  const key = readPrivateKey(await readJsonFile(path, LIMITS.key));
  if (!isFault(key)) return key;
  throw new CliError('not_a_key', `${nameOf(path)}: no private key: ${key.why}`, {
    file: path,
    hint: 'assize keygen --out key.json makes one',
  });
}

/** readPublicKey reads a party's key from a file with its public or private JWK; of the latter, the public half. */
export async function readPublicKey(path: string): Promise<StatedKey> {
  if (is32Bytes(path)) {
    throw new CliError('not_a_key', `${path} is a party id; the key itself is needed here, in a JWK file`);
  }
  return parsePublicKey(await readJsonFile(path, LIMITS.key), path);
}

/** parsePublicKey reads a JWK, or of a private one the public half; `where` names it in messages. */
function parsePublicKey(jwk: Json | undefined, where: string): StatedKey {
  const key = readKey(withoutSecret(jwk), 'JWK');
  if (!isFault(key)) return key;
  throw new CliError('not_a_key', `${nameOf(where)}: no public key: ${key.why}`, { file: where });
}

const withoutSecret = (jwk: Json | undefined): Json | undefined => {
  if (!isJsonObject(jwk)) return jwk;
  const { d: _secret, ...publicHalf } = jwk;
  return publicHalf;
};

/** readPublicJwk gives the JWK that a statement states, with its required members only. */
export const readPublicJwk = async (path: string): Promise<PublicJwk> => jwkOf(await readPublicKey(path));

/** readParty takes a party id as it is, or a file with the party's JWK. */
export const readParty = async (party: string): Promise<PartyId> =>
  is32Bytes(party) ? (party as PartyId) : (await readPublicKey(party)).id;

/** readDigest takes a digest as it is, or a file with the statement (of a transcript, its last). */
export const readDigest = async (digest: string): Promise<Digest> =>
  is32Bytes(digest) ? (digest as Digest) : (await readTranscript(digest)).at(-1)!.digest;

/** readNoteId takes a note's id as it is, or a file with the note or a transcript of it. */
export const readNoteId = async (note: string): Promise<Digest> =>
  is32Bytes(note) ? (note as Digest) : (await readTranscript(note))[0]!.digest;

/** readEntries reads statements as they stand, whatever is wrong with them: a JSON array, or the text of a single one. */
export const readEntries = async (path: string): Promise<readonly Json[]> =>
  parseEntries(path, await readStatementsOrJson(path));

/** readStatementsOrJson reads a JSON file, or the text of a single statement as an array of it. */
export async function readStatementsOrJson(path: string): Promise<Json> {
  const bytes = orThrow(await readInput(path, LIMITS.submission));
  return looksLikeStatement(bytes) ? [compactText(bytes)] : parseJsonBytes(path, bytes);
}

/** parseEntries gives the entries of a file that must hold statements. */
export function parseEntries(path: string, entries: Json): readonly Json[] {
  if (Array.isArray(entries)) return entries;
  throw new CliError('not_a_transcript', `${nameOf(path)}: neither a statement nor a JSON array of statements`, {
    file: path,
    hint: `assize inspect ${path}`,
  });
}

/** readTranscript reads a transcript, or the text of a single statement, such as a note; each must be well-formed. */
export async function readTranscript(path: string): Promise<readonly [Statement, ...Statement[]]> {
  const entries = await readEntries(path);
  const [first, ...rest] = entries.map((text, index) => readEntry(text, path, index, entries.length));
  if (first === undefined)
    throw new CliError('not_a_transcript', `${nameOf(path)}: no statement in it`, { file: path });
  return [first, ...rest];
}

function readEntry(text: Json, path: string, index: number, count: number): Statement {
  const statement = parseStatement(text);
  if (!isFault(statement)) return statement;
  const place = count === 1 ? undefined : `statement ${index}`;
  const where = place === undefined ? nameOf(path) : `${nameOf(path)}, ${place}`;
  throw new CliError('malformed', `${where}: cannot be read as a statement: ${statement.why}`, { file: path, place });
}

/** readRegister reads a register: a JSON array of the banks' JWKs. */
export async function readRegister(path: string): Promise<ReadonlyMap<PartyId, StatedKey>> {
  const banks = await readJsonFile(path, LIMITS.register);
  if (!Array.isArray(banks)) {
    throw new CliError('not_a_register', `${nameOf(path)}: no register: a JSON array of the banks’ JWKs is needed`, {
      file: path,
      hint: 'assize banks KEYFILE… --out banks.json makes one',
    });
  }
  const keys = banks.map((jwk, index) => {
    const key = readKey(jwk, `bank ${index}`);
    if (!isFault(key)) return key;
    throw new CliError('not_a_register', `${nameOf(path)}: ${key.why}`, { file: path, place: `bank ${index}` });
  });
  return new Map(keys.map((key) => [key.id, key]));
}

/** looksLikeStatement tells whether a file holds compact text, well-formed or not, rather than JSON or anything else. */
export function looksLikeStatement(bytes: Buffer): boolean {
  const text = compactText(bytes);
  return /^[\x21-\x7e]+$/.test(text) && text.split('.').length === 3 && !/^[[{"]/.test(text);
}

/** compactText is a file's text without the line break that editors and shells leave at its end. */
export const compactText = (bytes: Buffer): string => bytes.toString('latin1').replace(/\s+$/, '');

/** parseObjectOption reads an option's JSON object, such as `--payload '{"mdl":"x"}'`. */
export function parseObjectOption(text: string, option: string): JsonObject {
  const document = readJson(Buffer.from(text));
  if (!('problem' in document) && isJsonObject(document.value)) return document.value;
  throw new CliError('usage', `${option}: a JSON object is needed`);
}
