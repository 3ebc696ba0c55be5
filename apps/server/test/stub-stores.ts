/** Access and idempotency kept in memory. */
import { createHash } from 'node:crypto';
import type { Access, Begun, IdempotencyStore, KeptAnswer } from '../src/api/deps.ts';
import { PARTIES, TOKENS } from './people.ts';

const byHash = new Map(
  Object.entries(TOKENS).map(([token, standing]) => [createHash('sha256').update(token).digest('hex'), standing]),
);

export function makeStubAccess(): Access {
  const nonces = new Set<string>();
  return {
    findToken: async (sha256hex) => byHash.get(sha256hex) ?? null,
    findParty: async (party) => PARTIES.get(party) ?? null,
    useNonce: async (party, nonce) => {
      const name = `${party} ${nonce}`;
      if (nonces.has(name)) return false;
      nonces.add(name);
      return true;
    },
  };
}

export function makeStubIdempotency(): IdempotencyStore {
  const kept = new Map<string, { readonly hash: string; answer: KeptAnswer | null }>();
  return {
    begin: async (principal, key, hash): Promise<Begun> => {
      const name = `${principal} ${key}`;
      const known = kept.get(name);
      if (known === undefined) {
        kept.set(name, { hash, answer: null });
        return { state: 'fresh' };
      }
      if (known.hash !== hash) return { state: 'mismatch' };
      return known.answer === null ? { state: 'in_flight' } : { state: 'replay', ...known.answer };
    },
    finish: async (principal, key, answer) => {
      kept.get(`${principal} ${key}`)!.answer = answer;
    },
    abandon: async (principal, key) => {
      kept.delete(`${principal} ${key}`);
    },
  };
}
