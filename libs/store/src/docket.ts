import { readKey, isFault, type PartyId, type StatedKey, type Json } from '#statements';
import type { CaseFile, Docket, KeptEvidence, Participant } from '#tribunal';
import type { Policy } from '#arbitration';
import type { DataSource } from 'typeorm';
import { makeTransaction } from './docket-transaction.ts';
import { groupBy } from './group-by.ts';
import { makeCaseLister } from './list-cases.ts';
import { makeMarketShelf } from './market-shelf.ts';
import { makeRegistrationReader } from './read-registrations.ts';
import { rememberEach } from './remember.ts';
import { CASE_COLUMNS, toCase, toClaim, toVerdict, type CaseRow } from './record.ts';
import type { ClaimRow, EventRow, ExaminationRow, PartyRow, VerdictRow } from './rows/index.ts';

/** How long a register that was read is good for: a bank that is added or revoked is so everywhere after this. */
const REGISTER_MS = 1_000;

/** makeDocket keeps cases in PostgreSQL. */
export function makeDocket(source: DataSource, now: () => number): Docket {
  const query = async <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
    source.query<T[]>(sql, [...values]);
  const registers = rememberEach(REGISTER_MS, now, () => loadRegister(query));
  return {
    transaction: (work) => source.transaction((manager) => work(makeTransaction(manager))),

    async readCases(ids) {
      const records = await query<CaseRow>(
        `SELECT ${CASE_COLUMNS} FROM assize.conflicts WHERE conflict_id = ANY($1::uuid[])`,
        [ids],
      );
      const files = await readParts(query, records);
      // Last, so that what a claim read before refers to is there, also where more was filed meanwhile.
      const texts = await query<{ id: string; hash: string; text: Buffer }>(
        'SELECT conflict_id AS id, text_hash AS hash, text FROM assize.statements WHERE conflict_id = ANY($1::uuid[])',
        [ids],
      );
      const byCase = groupBy(texts, ({ id }) => id);
      return files.map((file) => ({
        ...file,
        texts: new Map((byCase.get(file.record.id) ?? []).map(({ hash, text }) => [hash, text.toString()])),
      }));
    },

    async readCase(id) {
      const records = await query<CaseRow>(`SELECT ${CASE_COLUMNS} FROM assize.conflicts WHERE conflict_id = $1`, [id]);
      const [file] = await readParts(query, records);
      return file ?? null;
    },

    async readExamination(id, revision) {
      const [row] = await query<ExaminationRow>(
        `SELECT revision, outcome, custody, graph, assessment FROM assize.examinations
         WHERE conflict_id = $1 AND ($2::integer IS NULL OR revision = $2) ORDER BY revision DESC LIMIT 1`,
        [id, revision],
      );
      return row ?? null;
    },

    async readVerdicts(id) {
      const rows = await query<VerdictRow>(
        `SELECT round, digest, replaces, revision, statement, model, fact_seq AS "factSeq", at
         FROM assize.verdicts WHERE conflict_id = $1 ORDER BY round`,
        [id],
      );
      return rows.map(toVerdict);
    },

    async readEvents(id) {
      const rows = await query<EventRow>(
        'SELECT kind, at, actor, why, body FROM assize.events WHERE conflict_id = $1 ORDER BY seq',
        [id],
      );
      return rows as unknown as Awaited<ReturnType<Docket['readEvents']>>;
    },

    async findTexts(id, digests) {
      const rows = await query<{ text: Buffer }>(
        'SELECT text FROM assize.statements WHERE conflict_id = $1 AND digest = ANY($2::text[])',
        [id, digests],
      );
      return rows.map(({ text }) => text.toString());
    },

    async readRecords(ids) {
      const rows = await query<CaseRow>(
        `SELECT ${CASE_COLUMNS} FROM assize.conflicts WHERE conflict_id = ANY($1::uuid[])`,
        [ids],
      );
      return rows.map(toCase);
    },

    async isOnlyBank(id, bank) {
      const [row] = await query<{ only: boolean }>(
        `SELECT NOT EXISTS (SELECT 1 FROM assize.claims WHERE conflict_id = $1 AND submitted_by <> $2) AS only`,
        [id, bank],
      );
      return row!.only;
    },

    async findRoles(id, parties) {
      return query<PartyRow & Participant>(
        'SELECT party, role, stated_in AS "statedIn" FROM assize.parties WHERE conflict_id = $1 AND party = ANY($2::text[])',
        [id, parties],
      );
    },

    listCases: makeCaseLister(query),

    readRegister: () => registers('all'),

    readRegistrations: makeRegistrationReader(query),

    async findCustomers(banks, parties) {
      const rows = await query<{ party: string }>(
        'SELECT DISTINCT party FROM assize.registrations WHERE bank = ANY($1::text[]) AND party = ANY($2::text[])',
        [banks, parties],
      );
      return new Set(rows.map(({ party }) => party));
    },

    async knows(banks, party) {
      const [row] = await query<{ known: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM assize.registrations WHERE bank = ANY($1::text[]) AND party = $2)
             OR EXISTS (SELECT 1 FROM assize.parties theirs JOIN assize.parties own USING (conflict_id)
                        WHERE theirs.party = $2 AND own.party = ANY($1::text[]) AND own.role <> 'submitter') AS known`,
        [banks, party],
      );
      return row!.known;
    },

    async keepPolicy(policy, digest) {
      await query(
        `INSERT INTO assize.policies (digest, id, body, at) VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING`,
        [digest, policy.id, JSON.stringify(policy)],
      );
    },

    // A policy never changes, so it is read once.
    readPolicy: rememberEach(Infinity, now, async (digest: string) => {
      const [row] = await query<{ body: string }>('SELECT body FROM assize.policies WHERE digest = $1', [digest]);
      if (row === undefined) throw new Error(`the policy ${digest} is not there`);
      return JSON.parse(row.body) as Policy;
    }),

    async noteFailure(id) {
      await query(
        `UPDATE assize.conflicts SET attempts = attempts + 1,
           retry_at = clock_timestamp() + make_interval(secs => least(600, power(2, least(attempts, 10)))) WHERE conflict_id = $1`,
        [id],
      );
    },

    async findUnexamined(olderThanSeconds, limit, release) {
      const rows = await query<{ id: string }>(
        `SELECT conflict_id AS id FROM assize.conflicts
         WHERE begun_at IS NOT NULL
           AND ((state <> 'frozen' AND (examined IS NULL OR examined < revision)) OR (state = 'frozen' AND release <> $3))
           AND changed_at < clock_timestamp() - make_interval(secs => $1)
           AND (retry_at IS NULL OR retry_at < clock_timestamp())
         ORDER BY changed_at LIMIT $2`,
        [olderThanSeconds, limit, release],
      );
      return rows.map(({ id }) => id);
    },

    ...makeMarketShelf(source, query),
  };
}

type Query = <T>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

async function readParts(query: Query, rows: readonly CaseRow[]): Promise<CaseFile[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ conflictId }) => conflictId);
  const claims = await query<ClaimRow>(
    `SELECT conflict_id AS "conflictId", claim_id AS "claimId", submitted_by AS "submittedBy", submitter, bank, redemption,
       received_at AS "receivedAt", paid, transcript, reference_json AS "referenceJson"
     FROM assize.claims WHERE conflict_id = ANY($1::uuid[]) ORDER BY conflict_id, ordinal`,
    [ids],
  );
  const evidence = await query<KeptEvidence & { id: string }>(
    `SELECT conflict_id AS id, text_hash AS hash, claim_id AS claim, submitted_by AS "submittedBy"
     FROM assize.evidence WHERE conflict_id = ANY($1::uuid[]) ORDER BY text_hash`,
    [ids],
  );
  const parties = await query<Participant & { id: string }>(
    'SELECT conflict_id AS id, party, role, stated_in AS "statedIn" FROM assize.parties WHERE conflict_id = ANY($1::uuid[]) ORDER BY party, role',
    [ids],
  );
  const claimsOf = groupBy(claims, ({ conflictId }) => conflictId);
  const evidenceOf = groupBy(evidence, ({ id }) => id);
  const partiesOf = groupBy(parties, ({ id }) => id);
  return rows.map((row) => ({
    record: toCase(row),
    claims: (claimsOf.get(row.conflictId) ?? []).map(toClaim),
    evidence: (evidenceOf.get(row.conflictId) ?? []).map(({ hash, claim, submittedBy }) => ({
      hash,
      claim,
      submittedBy,
    })),
    texts: new Map(),
    participants: (partiesOf.get(row.conflictId) ?? []).map(({ party, role, statedIn }) => ({ party, role, statedIn })),
  }));
}

async function loadRegister(query: Query): Promise<ReadonlyMap<PartyId, StatedKey>> {
  const rows = await query<{ jwk: Json }>(
    `SELECT k.jwk FROM assize.keys k JOIN assize.banks b ON b.bank = k.bank WHERE b.revoked_at IS NULL ORDER BY k.party`,
  );
  const register = new Map<PartyId, StatedKey>();
  for (const { jwk } of rows) {
    const key = readKey(jwk, 'key');
    if (isFault(key)) throw new Error(`a bank's key that was kept cannot be read: ${key.why}`);
    register.set(key.id, key);
  }
  return register;
}
