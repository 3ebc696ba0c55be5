/** A bank's key and a request of it, for the specs. */
import { createHash } from 'node:crypto';
import { makePrivateKey, type PrivateKey, type StatedKey, type Suite } from '#statements';
import { signRequest, verifyRequest, type HttpRequest, type SigningParams } from '../src/index.ts';

export const NOW = 1_790_000_000;

export const keyFor = (suite: Suite, seed = 'bank'): PrivateKey =>
  makePrivateKey(
    suite,
    createHash('sha512')
      .update(`${suite}/${seed}`)
      .digest()
      .subarray(0, suite === 'Ed25519' ? 32 : 48),
  );

export const bank = keyFor('Ed25519');

export const post: HttpRequest = {
  method: 'POST',
  url: 'https://tribunal.example/v1/conflicts?dry=1',
  headers: { 'Content-Type': 'application/json' },
  body: Buffer.from('{"claims":[]}'),
};

/** signed gives the request with the fields of its signature. */
export function signed(request: HttpRequest, key: PrivateKey = bank, params: Partial<SigningParams> = {}): HttpRequest {
  const fields = signRequest(request, key, { created: NOW, nonce: 'n-1', ...params });
  return { ...request, headers: { ...request.headers, ...fields } };
}

/** check verifies with the keys of a register, and gives the fault's code or who signed. */
export function check(request: HttpRequest, keys: readonly StatedKey[] = [bank], now = NOW): string {
  const answer = verifyRequest(request, (keyid) => keys.find(({ id }) => id === keyid) ?? null, { now });
  return 'code' in answer ? answer.code : `${answer.keyid} ${answer.created} ${answer.nonce}`;
}
