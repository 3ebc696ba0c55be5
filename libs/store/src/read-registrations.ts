import type { Docket } from '#tribunal';

type Query = <T>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

interface Asked {
  readonly parties: readonly string[];
  readonly identities: readonly string[];
  readonly answer: (statements: readonly string[]) => void;
  readonly fail: (error: unknown) => void;
}

interface Registered {
  readonly party: string;
  readonly identity: string | null;
  readonly statement: string;
}

/** makeRegistrationReader answers all who ask within one turn of the loop with one query: many cases are in hand at once. */
export function makeRegistrationReader(query: Query): Docket['readRegistrations'] {
  let waiting: Asked[] = [];
  const answerAll = async (): Promise<void> => {
    const asked = waiting;
    waiting = [];
    try {
      const rows = await query<Registered>(
        `SELECT r.party, r.identity, r.statement FROM assize.registrations r
         JOIN assize.keys k ON k.party = r.bank JOIN assize.banks b ON b.bank = k.bank
         WHERE (r.party = ANY($1::text[]) OR r.identity = ANY($2::text[])) AND b.revoked_at IS NULL ORDER BY r.digest`,
        [asked.flatMap(({ parties }) => parties), asked.flatMap(({ identities }) => identities)],
      );
      for (const { parties, identities, answer } of asked) {
        const isWanted = ({ party, identity }: Registered): boolean =>
          parties.includes(party) || (identity !== null && identities.includes(identity));
        answer(rows.filter(isWanted).map(({ statement }) => statement));
      }
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  };
  return (parties, identities) =>
    parties.length === 0 && identities.length === 0
      ? Promise.resolve([])
      : new Promise((answer, fail) => {
          if (waiting.length === 0) setImmediate(() => void answerAll());
          waiting.push({ parties, identities, answer, fail });
        });
}
