/**
 * A second opinion that a service can afford: OpenSSL's signatures where the hot path is libsodium or libsecp256k1, the
 * portable verifier's where the hot path is OpenSSL itself, and the portable verifier's word on every key. It answers by
 * the same rule (spec "validity") and shares no code with what it is asked about.
 */
import { isByOpenSsl, makeNativeVerifier } from './native.ts';
import { portable } from './portable.ts';
import type { Verifier } from './verifier.ts';

const openSsl = makeNativeVerifier({ sodium: null, secp256k1: () => null });

/** secondOpinion is a second verifier ten times as fast as `portable`. */
export const secondOpinion: Verifier = {
  name: 'second opinion',
  isValidKey: (suite, point) => portable.isValidKey(suite, point),
  isValidSignature: (suite, point, message, signature) =>
    (isByOpenSsl(suite) ? portable : openSsl).isValidSignature(suite, point, message, signature),
};

/** rememberKeys checks each key once, by its bytes, for as many keys as it keeps; then it begins again. */
export function rememberKeys(verifier: Verifier, size: number): Verifier {
  const known = new Map<string, boolean>();
  return {
    name: verifier.name,
    isValidKey: (suite, point) => {
      const name = `${suite} ${Buffer.from(point.buffer, point.byteOffset, point.byteLength).toString('latin1')}`;
      let answer = known.get(name);
      if (answer === undefined) {
        answer = verifier.isValidKey(suite, point);
        if (known.size >= size) known.clear();
        known.set(name, answer);
      }
      return answer;
    },
    isValidSignature: (suite, point, message, signature) => verifier.isValidSignature(suite, point, message, signature),
  };
}
