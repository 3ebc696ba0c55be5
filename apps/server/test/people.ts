/** Who calls the stub server, with keys that are the same in every run. */
import { makePrivateKey, type PrivateKey } from '#statements';
import { SCOPES, type Scope, type Standing } from '#tribunal';
import type { TokenStanding } from '../src/api/deps.ts';

const keyFrom = (byte: number): PrivateKey => makePrivateKey('Ed25519', Buffer.alloc(32, byte));

/** Two banks, a customer of one of them, the tribunal, and a key that nobody has seen. */
export const KEYS = {
  north: keyFrom(1),
  south: keyFrom(2),
  alice: keyFrom(3),
  tribunal: keyFrom(4),
  unseen: keyFrom(5),
} as const;

const bank = (name: 'north' | 'south', scopes: readonly Scope[] = SCOPES): TokenStanding => ({
  kind: 'bank',
  bank: name,
  parties: [KEYS[name].id],
  scopes,
});

/** Every token that counts, by its text. */
export const TOKENS = {
  'token-north': bank('north'),
  'token-south': bank('south'),
  'token-north-reads': bank('north', ['read']),
  'token-arbiter': { kind: 'arbiter', name: 'ada', scopes: SCOPES },
  'token-auditor': { kind: 'auditor', name: 'otto', scopes: SCOPES },
  'token-operator': { kind: 'operator', name: 'olga', scopes: SCOPES },
  'token-no-scopes': { kind: 'operator', name: 'nil', scopes: [] },
} as const satisfies Readonly<Record<string, TokenStanding>>;

/** Whom the service knows by key. */
export const PARTIES: ReadonlyMap<string, { readonly key: PrivateKey; readonly standing: Standing }> = new Map([
  [KEYS.north.id, { key: KEYS.north, standing: bank('north') }],
  [KEYS.south.id, { key: KEYS.south, standing: bank('south') }],
  [KEYS.alice.id, { key: KEYS.alice, standing: { kind: 'party', party: KEYS.alice.id } }],
]);
