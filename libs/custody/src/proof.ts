/** A proof can be checked again by itself: from its statements and the keys they were signed with, nothing else. */
import {
  isFault,
  jwkOf,
  parseStatement,
  readKey,
  verifyStatement,
  type Json,
  type PartyId,
  type PublicJwk,
  type StatedKey,
  type Statement,
  type Verification,
} from '#statements';
import { compare, type Finding, type FindingCode } from './finding.ts';
import { checkCompromisedKey } from './findings/compromised-key.ts';
import { checkCopy, checkDeliveryFork } from './findings/copy.ts';
import { checkCounterReuse } from './findings/counter-reuse.ts';
import { checkDuplicate } from './findings/duplicate.ts';
import { checkFork } from './findings/fork.ts';
import { checkOneShowSpends } from './findings/one-show-spends.ts';
import { checkReissue } from './findings/reissue.ts';
import { checkReplay } from './findings/replay.ts';
import { checkTimeInversion } from './findings/time-inversion.ts';

export interface Proof {
  readonly code: FindingCode;
  readonly statements: readonly string[];
  /** Keys that the statements do not state themselves. */
  readonly keys: readonly PublicJwk[];
  readonly identity?: string;
}

/** assembleProof adds the keys that a reader of the finding alone could not know. */
export function assembleProof(
  { code, statements, identity }: Pick<Finding, 'code' | 'statements' | 'identity'>,
  findKey: (id: PartyId) => StatedKey | null,
): Proof {
  const parsed = statements.map((text) => parseStatement(text)).filter((one): one is Statement => !isFault(one));
  const stated = new Set(parsed.map(({ confirmedKey }) => confirmedKey?.id));
  const wanted = new Set(parsed.filter(({ headerKey }) => headerKey === null).map(({ keyId }) => keyId));
  const keys = [...wanted]
    .filter((id) => !stated.has(id))
    .sort(compare)
    .flatMap((id) => findKey(id) ?? [])
    .map(jwkOf);
  return { code, statements, keys, ...(identity === undefined ? {} : { identity }) };
}

/** checkProof verifies every statement of a proof and what they show together: null where it holds, else why not. */
export function checkProof(verification: Verification, proof: Proof): string | null {
  const keys = new Map<PartyId, StatedKey>();
  for (const jwk of proof.keys) {
    const key = readKey(jwk as unknown as Json, 'key');
    if (isFault(key)) return key.why;
    keys.set(key.id, key);
  }
  const statements: Statement[] = [];
  for (const text of proof.statements) {
    const statement = parseStatement(text);
    if (isFault(statement)) return statement.why;
    if (statement.confirmedKey !== null) keys.set(statement.confirmedKey.id, statement.confirmedKey);
    statements.push(statement);
  }
  for (const statement of statements) {
    const verdict = verifyStatement(verification, statement, keys.get(statement.keyId) ?? null);
    if (verdict !== null) return verdict === 'split' ? 'the two verifiers differ' : verdict.why;
  }
  return checkMeaning(proof, statements);
}

function checkMeaning({ code, identity }: Proof, statements: readonly Statement[]): string | null {
  switch (code) {
    case 'fork':
      return checkFork(statements);
    case 'duplicate':
      return checkDuplicate(statements);
    case 'replay':
      return checkReplay(statements);
    case 'delivery_fork':
      return checkDeliveryFork(statements);
    case 'copy':
      return checkCopy(statements);
    case 'reissue':
      return checkReissue(statements);
    case 'identity_revealed':
      return identity === undefined ? 'no identity is named' : checkOneShowSpends(statements, identity);
    case 'ill_made_note':
      return checkOneShowSpends(statements, null);
    case 'counter_reuse':
      return checkCounterReuse(statements);
    case 'time_inversion':
      return checkTimeInversion(statements);
    case 'compromised_key':
      return checkCompromisedKey(statements);
    default:
      return code satisfies never;
  }
}
