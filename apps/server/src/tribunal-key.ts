import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFault, makePrivateKey, privateJwkOf, readJson, readPrivateKey, type PrivateKey } from '#statements';

/** A cause that an operator can mend. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

/** openTribunalKey reads the key that signs verdicts, or makes one at the first start, for its owner only. */
export function openTribunalKey(file: string): { readonly key: PrivateKey; readonly isNew: boolean } {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const made = makePrivateKey('Ed25519', randomBytes(32));
    writeFileSync(file, `${JSON.stringify(privateJwkOf(made), null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return { key: made, isNew: true };
  }
  const read = readJson(readFileSync(file));
  const key = 'value' in read ? readPrivateKey(read.value) : { why: 'it is not JSON' };
  if ('why' in key)
    throw new StartError(`${file} is no private key: ${key.why}.`, 'TRIBUNAL_KEY=<a private JWK> npm start');
  if (isFault(key)) throw new Error('a fault has words');
  // Others who can read it can sign verdicts.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  return { key, isNew: false };
}
