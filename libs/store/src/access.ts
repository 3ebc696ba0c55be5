/** Who may ask: banks and their keys, tokens that operators issue, nonces. Every change of them is an operation on record. */
import { isFault, jwkOf, parseStatement, readKey, type Json, type PartyId, type StatedKey } from '#statements';
import { SCOPES, type Scope, type Standing } from '#tribunal';
import type { DataSource } from 'typeorm';
import { makeTransaction } from './docket-transaction.ts';
import { groupBy } from './group-by.ts';
import { rememberEach } from './remember.ts';

export interface BankEntry {
  readonly bank: string;
  readonly addedAt: Date;
  readonly revokedAt: Date | null;
  /** The present key first. */
  readonly keys: readonly { readonly party: string; readonly addedAt: Date; readonly retiredAt: Date | null }[];
}

export interface TokenEntry {
  readonly id: string;
  readonly kind: 'bank' | 'operator' | 'auditor' | 'arbiter';
  readonly bank: string | null;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** A token to be kept: `hash` is the SHA-256 of the secret, hexadecimal; the secret itself is never stored. */
export type NewToken = Omit<TokenEntry, 'createdAt' | 'revokedAt'> & { readonly hash: string };

/** Why a change of access is refused. */
export interface Refused {
  readonly refused: string;
}

export interface Access {
  /** Registers a bank under a name with its first key. */
  addBank(bank: string, key: StatedKey, actor: string): Promise<Refused | null>;
  /** Gives a bank a new key; earlier ones sign no more requests, and notes that they signed stay good. */
  rotateBank(bank: string, key: StatedKey, actor: string): Promise<Refused | null>;
  /** A revoked bank may not ask, and its notes are nobody's. */
  revokeBank(bank: string, actor: string): Promise<Refused | null>;
  listBanks(): Promise<BankEntry[]>;
  createToken(token: NewToken, actor: string): Promise<Refused | null>;
  revokeToken(id: string, actor: string): Promise<Refused | null>;
  listTokens(): Promise<TokenEntry[]>;
  /** Who a token speaks for, by the SHA-256 of its secret (hexadecimal); null where expired, revoked or unknown. */
  findToken(hash: string): Promise<Exclude<Standing, { readonly kind: 'party' }> | null>;
  /** Whose key it is and what it may do: a bank's present key, or one that a statement of some case states. */
  findParty(party: string): Promise<{ readonly key: StatedKey; readonly standing: Standing } | null>;
  /** False where this party used the nonce before; it is kept until `expiresAt` (milliseconds since 1970). */
  useNonce(party: string, nonce: string, expiresAt: number): Promise<boolean>;
}

/** How long a token that was looked up is good for: one that is revoked or expires is refused everywhere after this. */
const TOKEN_MS = 1_000;

/** makeAccess keeps access in PostgreSQL. */
export function makeAccess(source: DataSource, now: () => number): Access {
  const query = async <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
    source.query<T[]>(sql, [...values]);
  /** Changes with their record, and the fact that a new bank key is a party to the market; or none of it. */
  const operate = (
    actor: string,
    act: string,
    body: object,
    changes: readonly (readonly [sql: string, values: readonly unknown[]])[],
    newBankKey: string | null = null,
  ): Promise<number> =>
    source.transaction(async (manager) => {
      let first = 0;
      for (const [i, [sql, values]] of changes.entries()) {
        const changed = `WITH changed AS (${sql} RETURNING 1) SELECT count(*)::integer AS size FROM changed`;
        const [{ size }] = await manager.query<[{ size: number }]>(changed, [...values]);
        if (i === 0) first = size;
        if (first === 0) return 0;
      }
      await manager.query(
        'INSERT INTO assize.operations (at, actor, act, body) VALUES (clock_timestamp(), $1, $2, $3)',
        [actor, act, JSON.stringify(body)],
      );
      if (newBankKey !== null) {
        await makeTransaction(manager).appendFacts([{ fact: { kind: 'bank', bank: newBankKey }, conflict: null }]);
      }
      return first;
    });
  const insertKey = `INSERT INTO assize.keys (party, bank, jwk, added_at) VALUES ($1, $2, $3, clock_timestamp())
    ON CONFLICT (party) DO UPDATE SET bank = EXCLUDED.bank, added_at = EXCLUDED.added_at WHERE assize.keys.bank IS NULL`;
  const partiesOf = async (bank: string): Promise<PartyId[]> => {
    const rows = await query<{ party: PartyId }>(
      'SELECT party FROM assize.keys WHERE bank = $1 ORDER BY retired_at DESC NULLS FIRST, added_at DESC',
      [bank],
    );
    return rows.map(({ party }) => party);
  };
  return {
    async addBank(bank, key, actor) {
      const [there] = await query('SELECT 1 FROM assize.banks WHERE bank = $1', [bank]);
      if (there !== undefined) return { refused: `there is a bank ${JSON.stringify(bank)} already` };
      const [owned] = await query<{ bank: string }>(
        'SELECT bank FROM assize.keys WHERE party = $1 AND bank IS NOT NULL',
        [key.id],
      );
      if (owned !== undefined) return { refused: `the key is that of bank ${JSON.stringify(owned.bank)}` };
      const insertBank =
        'INSERT INTO assize.banks (bank, added_at) VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING';
      const size = await operate(
        actor,
        'add_bank',
        { bank, party: key.id },
        [
          [insertBank, [bank]],
          [insertKey, [key.id, bank, JSON.stringify(jwkOf(key))]],
        ],
        key.id,
      );
      return size === 0 ? { refused: `there is a bank ${JSON.stringify(bank)} already` } : null;
    },

    async rotateBank(bank, key, actor) {
      const [there] = await query('SELECT 1 FROM assize.banks WHERE bank = $1 AND revoked_at IS NULL', [bank]);
      if (there === undefined) return { refused: `there is no bank ${JSON.stringify(bank)}, or it was revoked` };
      const retire =
        'UPDATE assize.keys SET retired_at = clock_timestamp() WHERE bank = $1 AND party <> $2 AND retired_at IS NULL';
      const added = await operate(
        actor,
        'rotate_bank',
        { bank, party: key.id },
        [
          [insertKey, [key.id, bank, JSON.stringify(jwkOf(key))]],
          [retire, [bank, key.id]],
        ],
        key.id,
      );
      return added === 0 ? { refused: 'the key is known as a bank’s key already' } : null;
    },

    async revokeBank(bank, actor) {
      const size = await operate(actor, 'revoke_bank', { bank }, [
        ['UPDATE assize.banks SET revoked_at = clock_timestamp() WHERE bank = $1 AND revoked_at IS NULL', [bank]],
      ]);
      return size === 0 ? { refused: `there is no bank ${JSON.stringify(bank)}, or it was revoked` } : null;
    },

    async listBanks() {
      const banks = await query<Omit<BankEntry, 'keys'>>(
        'SELECT bank, added_at AS "addedAt", revoked_at AS "revokedAt" FROM assize.banks ORDER BY bank',
      );
      const keys = await query<BankEntry['keys'][number] & { bank: string }>(
        `SELECT bank, party, added_at AS "addedAt", retired_at AS "retiredAt" FROM assize.keys
         WHERE bank IS NOT NULL ORDER BY retired_at DESC NULLS FIRST, added_at DESC`,
      );
      const byBank = groupBy(keys, ({ bank }) => bank);
      return banks.map((entry) => ({
        ...entry,
        keys: (byBank.get(entry.bank) ?? []).map(({ party, addedAt, retiredAt }) => ({ party, addedAt, retiredAt })),
      }));
    },

    async createToken({ id, hash, kind, bank, name, scopes, expiresAt }, actor) {
      if (bank !== null && (await partiesOf(bank)).length === 0) {
        return { refused: `there is no bank ${JSON.stringify(bank)}` };
      }
      await operate(actor, 'create_token', { id, kind, bank, name, scopes, expiresAt }, [
        [
          `INSERT INTO assize.tokens (id, hash, kind, bank, name, scopes, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), $7)`,
          [id, hash, kind, bank, name, scopes, expiresAt],
        ],
      ]);
      return null;
    },

    async revokeToken(id, actor) {
      const size = await operate(actor, 'revoke_token', { id }, [
        ['UPDATE assize.tokens SET revoked_at = clock_timestamp() WHERE id = $1 AND revoked_at IS NULL', [id]],
      ]);
      return size === 0 ? { refused: `there is no token ${JSON.stringify(id)}, or it was revoked` } : null;
    },

    listTokens: () =>
      query<TokenEntry>(
        `SELECT id, kind, bank, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt",
           revoked_at AS "revokedAt" FROM assize.tokens ORDER BY created_at, id`,
      ),

    findToken: rememberEach(TOKEN_MS, now, async (hash: string) => {
      const [row] = await query<{
        kind: TokenEntry['kind'];
        bank: string | null;
        name: string;
        scopes: Scope[];
        parties: PartyId[] | null;
      }>(
        `SELECT t.kind, t.bank, t.name, t.scopes,
           (SELECT array_agg(k.party ORDER BY k.retired_at DESC NULLS FIRST, k.added_at DESC) FROM assize.keys k
            WHERE k.bank = t.bank) AS parties
         FROM assize.tokens t LEFT JOIN assize.banks b ON b.bank = t.bank
         WHERE t.hash = $1 AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND b.revoked_at IS NULL`,
        [hash],
      );
      if (row === undefined) return null;
      const { kind, bank, name, scopes, parties } = row;
      if (kind !== 'bank') return { kind, name, scopes };
      return bank === null || parties === null ? null : { kind, bank, parties, scopes };
    }),

    async findParty(party) {
      const [known] = await query<{ jwk: Json; bank: string | null; retiredAt: Date | null; revokedAt: Date | null }>(
        `SELECT k.jwk, k.bank, k.retired_at AS "retiredAt", b.revoked_at AS "revokedAt"
         FROM assize.keys k LEFT JOIN assize.banks b ON b.bank = k.bank WHERE k.party = $1`,
        [party],
      );
      if (known !== undefined) {
        const key = readKey(known.jwk, 'key');
        if (isFault(key)) throw new Error(`the key of ${party} that was kept cannot be read: ${key.why}`);
        if (known.bank === null) return { key, standing: { kind: 'party', party: key.id } };
        if (known.retiredAt !== null || known.revokedAt !== null) return null;
        const parties = await partiesOf(known.bank);
        return { key, standing: { kind: 'bank', bank: known.bank, parties, scopes: SCOPES } };
      }
      const key = await findStatedKey(query, party);
      if (key === null) return null;
      await query(
        'INSERT INTO assize.keys (party, jwk, added_at) VALUES ($1, $2, clock_timestamp()) ON CONFLICT DO NOTHING',
        [party, JSON.stringify(jwkOf(key))],
      );
      return { key, standing: { kind: 'party', party: key.id } };
    },

    async useNonce(party, nonce, expiresAt) {
      const rows = await query(
        'INSERT INTO assize.nonces (party, nonce, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
        [party, nonce, new Date(expiresAt)],
      );
      return rows.length > 0;
    },
  };
}

/** The key of a party to some case, as a statement of that case states it. */
async function findStatedKey(
  query: <T>(sql: string, values?: readonly unknown[]) => Promise<T[]>,
  party: string,
): Promise<StatedKey | null> {
  const rows = await query<{ text: Buffer }>(
    `SELECT s.text FROM assize.parties p JOIN assize.statements s
       ON s.conflict_id = p.conflict_id AND s.digest = p.stated_in
     WHERE p.party = $1 ORDER BY p.at DESC LIMIT 5`,
    [party],
  );
  for (const { text } of rows) {
    const statement = parseStatement(text.toString());
    if (isFault(statement)) continue;
    const stated = [statement.headerKey, statement.confirmedKey].find((key) => key?.id === party);
    if (stated !== undefined && stated !== null) return stated;
  }
  return null;
}
