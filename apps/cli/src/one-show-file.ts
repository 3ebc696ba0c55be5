/** Files of one-show notes: the payer's secret (u, s, x1, x2, each 32 bytes little-endian), and the public half. */
import {
  decodeBase64url,
  encodeBase64url,
  isJsonObject,
  isScalar,
  makeIdentity,
  makeOneShow,
  type Json,
  type JsonObject,
  type OneShowNote,
  type OneShowSecret,
} from '#statements';
import { CliError } from './cli-error.ts';
import { readJsonFile } from './read-document.ts';
import { LIMITS, nameOf } from './read-file.ts';

const SCALARS = ['u', 's', 'x1', 'x2'] as const;

/** What may be shown of a secret: the identity that a bank registers, and the `osh` that goes into the note. */
export interface OneShowPublic {
  readonly identity: string;
  readonly osh: OneShowNote;
}

/** publicHalfOf gives what may be shown of a secret. */
export const publicHalfOf = (secret: OneShowSecret): OneShowPublic => ({
  identity: makeIdentity(secret.u),
  osh: makeOneShow(secret),
});

/** writeOneShowSecret gives the text of a secret's file. */
export function writeOneShowSecret(secret: OneShowSecret): string {
  const scalars = Object.fromEntries(SCALARS.map((name) => [name, encodeScalar(secret[name])]));
  return `${JSON.stringify({ ...scalars, ...publicHalfOf(secret) })}\n`;
}

/** readOneShowSecret reads a secret's file. */
export async function readOneShowSecret(path: string): Promise<OneShowSecret> {
  const file = await readOneShowFile(path);
  const scalar = (name: string): bigint => {
    const text = file[name];
    const value = isScalar(text) ? decodeScalar(text) : 0n;
    if (value === 0n) throw notOneShow(path, `no one-show secret: "${name}" is no scalar`);
    return value;
  };
  return { u: scalar('u'), s: scalar('s'), x1: scalar('x1'), x2: scalar('x2') };
}

/** readOneShowNote reads the `osh` of a note from a secret's file or from its public half. */
export async function readOneShowNote(path: string): Promise<OneShowNote> {
  const file = await readOneShowFile(path);
  const osh: Json | undefined = isJsonObject(file['osh']) ? file['osh'] : file;
  const { A, B } = osh;
  if (typeof A !== 'string' || typeof B !== 'string')
    throw notOneShow(path, 'no one-show note: "A" and "B" are needed');
  return { A, B };
}

async function readOneShowFile(path: string): Promise<JsonObject> {
  const file = await readJsonFile(path, LIMITS.key);
  if (!isJsonObject(file)) throw notOneShow(path, 'no one-show secret: a JSON object is needed');
  return file;
}

const notOneShow = (path: string, what: string): CliError =>
  new CliError('not_a_one_show_secret', `${nameOf(path)}: ${what}`, {
    file: path,
    hint: 'assize one-show-secret --out secret.json makes one',
  });

const encodeScalar = (value: bigint): string =>
  encodeBase64url(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse());
const decodeScalar = (text: string): bigint => BigInt(`0x${decodeBase64url(text)!.reverse().toString('hex')}`);
