/** Custody as wallets make it: a note, its transfers, its redemption; each step given the holder that signs it. */
import type { Suite } from '#statements';
import type { Random } from './random.ts';
import { makeSigner, sign, type Signed, type Signer } from './wallet.ts';

/** A holding: the statement that made it, and the holder that it was made to. */
export interface Holding {
  readonly statement: Signed;
  readonly holder: Signer;
}

const START = 1_790_000_000;

/** issue gives a bank's note to a first holder; the header has the bank's key, as no earlier `cnf` could. */
export function issue(bank: Signer, holder: Signer, serial: string): Holding {
  const claims = {
    iat: START,
    jti: serial,
    cls: 'endorsed',
    val: { amt: '20.00', cur: 'EUR' },
    cnf: { jwk: holder.jwk },
  };
  return { statement: sign(bank, 'note+jwt', claims, true), holder };
}

export function transfer(from: Holding, note: string, to: Signer, place: number): Holding {
  const claims = { iat: START + 60 * place, sub: note, prv: from.statement.digest, cnf: { jwk: to.jwk } };
  return { statement: sign(from.holder, 'transfer+jwt', claims, false), holder: to };
}

export function redeem(from: Holding, note: string, bank: Signer, place: number, nonce: string): Signed {
  const claims = { iat: START + 60 * place, sub: note, prv: from.statement.digest, aud: bank.id, jti: nonce };
  return sign(from.holder, 'redemption+jwt', claims, false);
}

/** A transcript in the two forms that are set beside one another. */
export interface MadeTranscript {
  /** A submission of one claim, as a bank sends it. */
  readonly submission: string;
  /** The same statements and their distinct keys, for a bare loop. */
  readonly statements: readonly Signed[];
  readonly keys: readonly Signer[];
}

/** makeTranscripts makes transcripts of so many transfers, every key fresh, the suites taken in turn. */
export function makeTranscripts(
  random: Random,
  count: number,
  hops: number,
  suites: readonly Suite[],
): MadeTranscript[] {
  let turn = 0;
  const fresh = (): Signer => makeSigner(random, suites[turn++ % suites.length]!);
  return Array.from({ length: count }, (_, serial) => {
    const bank = fresh();
    const keys = [bank, ...Array.from({ length: hops + 1 }, fresh)];
    const holdings = [issue(bank, keys[1]!, `n-${serial}`)];
    const note = holdings[0]!.statement.digest;
    for (let hop = 1; hop <= hops; hop += 1) holdings.push(transfer(holdings.at(-1)!, note, keys[hop + 1]!, hop));
    const redemption = redeem(holdings.at(-1)!, note, bank, hops + 1, `r-${serial}`);
    const statements = [...holdings.map(({ statement }) => statement), redemption];
    return { submission: writeSubmission([statements.map(({ text }) => text)], bank), statements, keys };
  });
}

/** writeSubmission writes claims on one bank, received a day after the note, as the bank would send them. */
export const writeSubmission = (transcripts: readonly (readonly string[])[], bank: Signer): string =>
  JSON.stringify({
    claims: transcripts.map((transcript) => ({ transcript, bank: bank.id, receivedAt: '2026-09-23T12:00:00Z' })),
  });
