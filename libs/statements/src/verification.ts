/**
 * Verification: a statement's key and signature put to one verifier, or to both. What a library thinks never decides
 * alone: a refusal is always put to the second verifier, an acceptance as long as the budget lasts, and what a finding
 * rests on once more by `recheck`. Where the two differ the answer is `split`.
 */
import type { PartyId, StatedKey } from './keys.ts';
import { isAlgOf } from './keys.ts';
import type { Fault } from './fault.ts';
import type { Statement } from './statement.ts';
import type { Verifier } from './verifiers/verifier.ts';

export type Answer = 'valid' | 'invalid' | 'split';

/** A verification in progress: its verifiers, what it remembers of keys, and how much was checked. */
export interface Verification {
  readonly first: Verifier;
  readonly second: Verifier | null;
  /** Accepted statements that may still be put to the second verifier. */
  budget: number;
  /** Statements put to the first verifier, and of those to both. */
  checked: number;
  checkedTwice: number;
  readonly keys: Map<PartyId, Answer>;
}

/** startVerification begins with nothing remembered; without a second verifier there are no splits. */
export function startVerification(first: Verifier, second: Verifier | null = null, budget = Infinity): Verification {
  return { first, second, budget, checked: 0, checkedTwice: 0, keys: new Map() };
}

/** answerKey tells whether a key is one that its suite allows; each key is asked about once. */
export function answerKey(verification: Verification, key: StatedKey): Answer {
  const known = verification.keys.get(key.id);
  if (known !== undefined) return known;
  const answer = ask(verification, (verifier) => verifier.isValidKey(key.suite, key.point));
  verification.keys.set(key.id, answer);
  return answer;
}

/** answerSignature tells whether the signature verifies under a key that `answerKey` found valid. */
export function answerSignature(verification: Verification, key: StatedKey, statement: Statement): Answer {
  const { signed, signature } = statement;
  verification.checked += 1;
  const answer = ask(verification, (verifier) => verifier.isValidSignature(key.suite, key.point, signed, signature));
  if (verification.second !== null && (answer !== 'valid' || verification.budget > 0)) {
    verification.checkedTwice += 1;
    verification.budget -= 1;
  }
  return answer;
}

function ask({ first, second, budget }: Verification, question: (verifier: Verifier) => boolean): Answer {
  const answer = question(first);
  if (second !== null && (!answer || budget > 0) && question(second) !== answer) return 'split';
  return answer ? 'valid' : 'invalid';
}

/**
 * verifyStatement checks a statement that was read, under the key it was signed with: the defects
 * `alg_not_allowed`, `key_mismatch`, `weak_key` and `bad_signature`, the first in that order; null where it is good.
 * `found` is the key that the reader knows for `kid` where the header states none.
 */
export function verifyStatement(
  verification: Verification,
  statement: Statement,
  found: StatedKey | null,
): Fault | 'split' | null {
  if (statement.fault !== null) return statement.fault;
  const key = statement.headerKey ?? found;
  if (key !== null && !isAlgOf(key.suite, statement.alg)) {
    return { defect: 'alg_not_allowed', why: `header: "alg" ${statement.alg} is not that of the key (${key.suite})` };
  }
  const mismatch = findMismatch(statement, key);
  if (mismatch !== null) return { defect: 'key_mismatch', why: mismatch };
  const weak =
    findWeakness(verification, key!, 'the signer’s key') ??
    findWeakness(verification, statement.confirmedKey, 'the key in "cnf"');
  if (weak !== null) return weak;
  const answer = answerSignature(verification, key!, statement);
  if (answer === 'invalid') return { defect: 'bad_signature', why: 'the signature does not verify' };
  return answer === 'split' ? 'split' : null;
}

function findWeakness(verification: Verification, stated: StatedKey | null, name: string): Fault | 'split' | null {
  const answer = stated === null ? 'valid' : answerKey(verification, stated);
  if (answer === 'invalid') return { defect: 'weak_key', why: `${name} is not a valid ${stated!.suite} key` };
  return answer === 'split' ? 'split' : null;
}

function findMismatch(statement: Statement, key: StatedKey | null): string | null {
  if (statement.keyId !== statement.issuer) return '"kid" and "iss" are two ids';
  if (key === null) return 'no key is known for "kid": the header has no "jwk", and no earlier "cnf" or bank is it';
  if (key.id !== statement.keyId) return 'the thumbprint of "jwk" is not "kid"';
  if (statement.kind === 'spend+jwt' && statement.confirmedKey?.id !== statement.issuer) {
    return '"cnf" of a spend is not the payee’s own key';
  }
  return null;
}

/** recheck puts a statement that was found good to the second verifier, where it has not been there. */
export function recheck(second: Verifier, statement: Statement, key: StatedKey): boolean {
  const { confirmedKey } = statement;
  return (
    second.isValidKey(key.suite, key.point) &&
    (confirmedKey === null || second.isValidKey(confirmedKey.suite, confirmedKey.point)) &&
    second.isValidSignature(key.suite, key.point, statement.signed, statement.signature)
  );
}
