import type { Additions, CaseMove, DocketTransaction, NewFact } from '#tribunal';
import { toFactRecord } from '#tribunal';
import type { EntityManager } from 'typeorm';
import { HEART, OUTAGE_SECONDS } from './outage.ts';
import { CASE_COLUMNS, toCase, toVerdict, type CaseRow } from './record.ts';
import type { VerdictRow } from './rows/index.ts';

/** One advisory lock orders all appends to the stream of facts; it is held until the commit, so numbers never skip. */
const FACTS_LOCK = 0x6661_6374;

/** makeTransaction writes the docket's acts as SQL inside one transaction: whole rows at once, no statement in a loop. */
export const makeTransaction = (manager: EntityManager): DocketTransaction => ({
  async now() {
    const [row] = await manager.query<{ ms: number }[]>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::double precision AS ms',
    );
    return row!.ms;
  },

  async open({ id, issuer, serial, policyDigest }) {
    // Touching the row locks it, whether it was there or not, in one round trip.
    const [row] = await manager.query<CaseRow[]>(
      `INSERT INTO assize.conflicts (conflict_id, issuer, serial_json, policy_digest, state, created_at, changed_at,
         revision, events, claims, questions, bytes, attempts)
       VALUES ($1, $2, $3, $4, 'waiting', clock_timestamp(), clock_timestamp(), 0, 0, 0, 0, 0, 0)
       ON CONFLICT (conflict_id) DO UPDATE SET conflict_id = EXCLUDED.conflict_id
       RETURNING ${CASE_COLUMNS}`,
      [id, issuer, JSON.stringify(serial), policyDigest],
    );
    return toCase(row!);
  },

  async lock(ids) {
    const rows = await manager.query<CaseRow[]>(
      `SELECT ${CASE_COLUMNS} FROM assize.conflicts WHERE conflict_id = ANY($1::uuid[]) ORDER BY conflict_id FOR UPDATE`,
      [ids],
    );
    return rows.map(toCase);
  },

  async lockDue(limit, only, except) {
    // After an outage no clock ends before it was extended: whoever is heard again first does that.
    const rows = await manager.query<CaseRow[]>(
      `SELECT ${CASE_COLUMNS} FROM assize.conflicts
       WHERE state = 'proposed' AND deadline <= clock_timestamp() AND examined = revision
         AND ($2::uuid IS NULL OR conflict_id = $2) AND conflict_id <> ALL ($3::uuid[])
         AND NOT EXISTS (SELECT 1 FROM assize.heartbeats
                         WHERE name = '${HEART}' AND at < clock_timestamp() - make_interval(secs => $4))
       ORDER BY deadline LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [limit, only ?? null, except ?? [], OUTAGE_SECONDS],
    );
    return rows.map(toCase);
  },

  async newestVerdicts(ids) {
    const rows = await manager.query<(VerdictRow & { conflictId: string })[]>(
      `SELECT DISTINCT ON (conflict_id) conflict_id AS "conflictId", round, digest, replaces, revision, statement, model,
         fact_seq AS "factSeq", at
       FROM assize.verdicts WHERE conflict_id = ANY($1::uuid[]) ORDER BY conflict_id, round DESC`,
      [ids],
    );
    return new Map(rows.map((row) => [row.conflictId, toVerdict(row)]));
  },

  async filed(id) {
    const claims = await manager.query<{ id: string; by: string }[]>(
      'SELECT claim_id AS id, submitted_by AS by FROM assize.claims WHERE conflict_id = $1',
      [id],
    );
    const evidence = await manager.query<{ name: string; by: string }[]>(
      `SELECT text_hash || ' ' || claim_id AS name, submitted_by AS by FROM assize.evidence WHERE conflict_id = $1`,
      [id],
    );
    return {
      claims: new Map(claims.map((claim) => [claim.id, claim.by])),
      evidence: new Map(evidence.map(({ name, by }) => [name, by])),
    };
  },

  add: (id, additions) => add(manager, id, additions),
  move: (moves) => move(manager, moves),

  async appendFacts(facts) {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [FACTS_LOCK]);
    const [last] = await manager.query<{ seq: string }[]>(
      `WITH last AS (SELECT coalesce(max(seq), 0) AS seq, coalesce((SELECT at FROM assize.facts ORDER BY seq DESC LIMIT 1), 0) AS at
                     FROM assize.facts),
            now AS (SELECT greatest(extract(epoch FROM clock_timestamp())::double precision, last.at + 0.000001) AS at FROM last),
            added AS (
         INSERT INTO assize.facts (seq, at, kind, conflict_id, body)
         SELECT last.seq + f.n, now.at, f.kind, f.conflict, f.body
         FROM last, now, unnest($1::text[], $2::uuid[], $3::jsonb[]) WITH ORDINALITY AS f (kind, conflict, body, n)
         RETURNING seq)
       SELECT max(seq) AS seq FROM added`,
      [
        facts.map(({ fact }) => fact.kind),
        facts.map(({ conflict }) => conflict),
        facts.map(({ fact }) => JSON.stringify(bodyOf(fact))),
      ],
    );
    return Number(last!.seq);
  },

  async addRegistrations(registrations) {
    const rows = await manager.query<{ digest: string }[]>(
      `INSERT INTO assize.registrations (party, bank, digest, statement, identity, at)
       SELECT party, bank, digest, statement, identity, clock_timestamp()
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS r (party, bank, digest, statement, identity)
       ON CONFLICT DO NOTHING RETURNING digest`,
      [
        registrations.map(({ party }) => party),
        registrations.map(({ bank }) => bank),
        registrations.map(({ digest }) => digest),
        registrations.map(({ statement }) => statement),
        registrations.map(({ identity }) => identity),
      ],
    );
    return new Set(rows.map(({ digest }) => digest));
  },

  async noteReport(bank, reportId) {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO assize.activity_reports (bank, report_id, at) VALUES ($1, $2, clock_timestamp())
       ON CONFLICT DO NOTHING RETURNING 1`,
      [bank, reportId],
    );
    return rows.length > 0;
  },
});

function bodyOf(fact: NewFact): Record<string, unknown> {
  const { kind: _kind, ...body } = toFactRecord(fact);
  return body;
}

async function add(
  manager: EntityManager,
  id: string,
  { statements, claims, evidence, participants }: Additions,
): Promise<void> {
  await manager.query(
    `WITH known AS (SELECT count(*)::integer AS size FROM assize.claims WHERE conflict_id = $1),
          texts AS (
       INSERT INTO assize.statements (conflict_id, text_hash, digest, text)
       SELECT $1, s.hash, s.digest, s.text FROM unnest($15::text[], $16::text[], $17::bytea[]) AS s (hash, digest, text)
       ON CONFLICT DO NOTHING),
          claims AS (
       INSERT INTO assize.claims (conflict_id, claim_id, ordinal, submitted_by, bank, redemption, received_at, paid,
         transcript, reference_json, submitter, at)
       SELECT $1, c.id, known.size + c.n, c.submitted_by, c.bank, c.redemption, c.received_at, c.paid, c.transcript,
         c.reference_json, c.submitter, clock_timestamp()
       FROM known, unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[],
         $9::text[], $18::text[]) WITH ORDINALITY AS c (id, submitted_by, bank, redemption, received_at, paid, transcript,
         reference_json, submitter, n)),
          evidence AS (
       INSERT INTO assize.evidence (conflict_id, text_hash, claim_id, submitted_by, at)
       SELECT $1, e.hash, e.claim, e.submitted_by, clock_timestamp()
       FROM unnest($10::text[], $11::text[], $12::text[]) AS e (hash, claim, submitted_by))
     INSERT INTO assize.parties (conflict_id, party, role, at)
     SELECT $1, p.party, p.role, (SELECT created_at FROM assize.conflicts WHERE conflict_id = $1)
     FROM unnest($13::text[], $14::text[]) AS p (party, role) ON CONFLICT DO NOTHING`,
    [
      id,
      claims.map((claim) => claim.id),
      claims.map(({ submittedBy }) => submittedBy),
      claims.map(({ bank }) => bank),
      claims.map(({ redemption }) => redemption),
      claims.map(({ receivedAt }) => receivedAt),
      claims.map(({ paid }) => paid),
      claims.map(({ transcript }) => JSON.stringify(transcript)),
      claims.map(({ reference }) => (reference === null ? null : JSON.stringify(reference))),
      evidence.map(({ hash }) => hash),
      evidence.map(({ claim }) => claim),
      evidence.map(({ submittedBy }) => submittedBy),
      participants.map(({ party }) => party),
      participants.map(({ role }) => role),
      statements.map(({ hash }) => hash),
      statements.map(({ digest }) => digest),
      statements.map(({ text }) => Buffer.from(text)),
      claims.map(({ submitter }) => submitter),
    ],
  );
}

/** move writes events, examinations and verdicts of all cases, and where each then stands, in one statement. */
async function move(manager: EntityManager, moves: readonly CaseMove[]): Promise<void> {
  const events = moves.flatMap(({ before, events: told }) =>
    told.map((event, i) => ({ id: before.id, seq: before.events + i, ...event })),
  );
  const examinations = moves.flatMap(({ before, examination }) =>
    examination === null ? [] : [{ id: before.id, ...examination }],
  );
  const verdicts = moves.flatMap(({ before, verdict }) => (verdict === null ? [] : [{ id: before.id, ...verdict }]));
  const parties = moves.flatMap(({ before, participants }) =>
    participants.map((participant) => ({ id: before.id, ...participant })),
  );
  // By name: whatever else a value carries, such as a serial with a NUL in it, jsonb must not see.
  const afters = moves.map(({ before, events: told, after }) => ({
    id: before.id,
    state: after.state,
    revision: after.revision,
    examined: after.examined,
    round: after.round,
    verdict: after.verdict,
    note: after.note,
    outcome: after.outcome,
    deadline: after.deadline,
    claims: after.claims,
    questions: after.questions,
    bytes: after.bytes,
    release: after.release,
    begins: after.begins,
    events: before.events + told.length,
  }));
  const hints = moves.flatMap(({ before, hint }) => (hint === null ? [] : [{ id: before.id, job: hint }]));
  await manager.query(
    `WITH told AS (
       INSERT INTO assize.events (conflict_id, seq, kind, at, actor, why, body)
       SELECT e.id, e.seq, e.kind, clock_timestamp(), e.actor, e.why, e.body
       FROM jsonb_to_recordset($1) AS e (id uuid, seq integer, kind text, actor text, why text, body jsonb)),
          examined AS (
       INSERT INTO assize.examinations (conflict_id, revision, outcome, custody, graph, assessment, at)
       SELECT x.id, x.revision, x.outcome, x.custody, x.graph, x.assessment, clock_timestamp()
       FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS x (id, revision, outcome, custody, graph, assessment)),
          decided AS (
       INSERT INTO assize.verdicts (conflict_id, round, digest, replaces, revision, statement, model, fact_seq, at)
       SELECT v.id, v.round, v.digest, v.replaces, v.revision, v.statement, v.model, v."factSeq", clock_timestamp()
       FROM jsonb_to_recordset($8) AS v (id uuid, round integer, digest text, replaces text, revision integer,
         statement text, model text, "factSeq" bigint)),
          appeared AS (
       INSERT INTO assize.parties (conflict_id, party, role, stated_in, at)
       SELECT p.id, p.party, p.role, p."statedIn", o.created_at
       FROM jsonb_to_recordset($9) AS p (id uuid, party text, role text, "statedIn" text)
         JOIN assize.conflicts o ON o.conflict_id = p.id ON CONFLICT DO NOTHING),
          hinted AS (
       INSERT INTO assize.outbox (job, conflict_id, at)
       SELECT h.job, h.id, clock_timestamp() FROM jsonb_to_recordset($10) AS h (id uuid, job text))
     UPDATE assize.conflicts c SET state = a.state, revision = a.revision, examined = a.examined, round = a.round,
       verdict = a.verdict, note = a.note, outcome = a.outcome, deadline = a.deadline, claims = a.claims,
       questions = a.questions, bytes = a.bytes, release = a.release, events = a.events, changed_at = clock_timestamp(), attempts = 0, retry_at = NULL,
       begun_at = CASE WHEN a.begins THEN clock_timestamp() ELSE c.begun_at END
     FROM jsonb_to_recordset($11) AS a (id uuid, state text, revision integer, examined integer, round integer,
       verdict text, note text, outcome text, deadline timestamptz, claims integer, questions integer, bytes bigint, release text, events integer,
       begins boolean)
     WHERE c.conflict_id = a.id`,
    [
      JSON.stringify(events),
      examinations.map(({ id }) => id),
      examinations.map(({ revision }) => revision),
      examinations.map(({ outcome }) => outcome),
      examinations.map(({ custody }) => custody),
      examinations.map(({ graph }) => graph),
      examinations.map(({ assessment }) => assessment),
      JSON.stringify(verdicts),
      JSON.stringify(parties),
      JSON.stringify(hints),
      JSON.stringify(afters),
    ],
  );
}
