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

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** rememberSignatures answers the same question once: for looking at the same statements twice, in another order. */
export function rememberSignatures(verifier: Verifier): Verifier {
  const known = new Map<string, boolean>();
  return {
    name: verifier.name,
    isValidKey: (suite, point) => verifier.isValidKey(suite, point),
    isValidSignature: (suite, point, message, signature) => {
      // Point and signature have lengths of their own in each suite, so that no two questions share a name.
      const name = [suite, point.length, signature.length, latin1(point) + latin1(signature) + latin1(message)].join(
        ' ',
      );
      let answer = known.get(name);
      if (answer === undefined) {
        answer = verifier.isValidSignature(suite, point, message, signature);
        known.set(name, answer);
      }
      return answer;
    },
  };
}

/** rememberKeys checks each key once, by its bytes, for as many keys as it keeps; then it begins again. */
export function rememberKeys(verifier: Verifier, size: number): Verifier {
  const known = new Map<string, boolean>();
  return {
    name: verifier.name,
    isValidKey: (suite, point) => {
      const name = `${suite} ${latin1(point)}`;
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
