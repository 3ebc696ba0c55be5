/** Rows to values of the docket, and back. */
import type { CaseRecord, KeptClaim, KeptVerdict, NewFact, StoredFact } from '#tribunal';
import { parseFactRecord } from '#tribunal';
import type { ClaimRow, ConflictRow, FactRow, VerdictRow } from './rows/index.ts';

/** The columns of a case's row, under the names of `ConflictRow`. */
export const CASE_COLUMNS = `conflict_id AS "conflictId", issuer, serial_json AS "serialJson", note, state, outcome,
  policy_digest AS "policyDigest",
  (SELECT p.id FROM assize.policies p WHERE p.digest = policy_digest) AS "policyId", created_at AS "createdAt", begun_at AS "begunAt", revision, examined, round, verdict,
  deadline, events, claims, questions, bytes, release`;

/** A case's row as `CASE_COLUMNS` reads it. */
export type CaseRow = ConflictRow & { readonly policyId: string };

/** toCase reads a case's row. */
export const toCase = (row: CaseRow): CaseRecord => ({
  id: row.conflictId,
  issuer: row.issuer,
  serial: JSON.parse(row.serialJson) as string,
  note: row.note,
  state: row.state as CaseRecord['state'],
  outcome: row.outcome,
  policy: row.policyId,
  policyDigest: row.policyDigest,
  createdAt: row.createdAt,
  begunAt: row.begunAt,
  revision: row.revision,
  examined: row.examined,
  round: row.round,
  verdict: row.verdict,
  deadline: row.deadline,
  events: row.events,
  claims: row.claims,
  questions: row.questions,
  bytes: Number(row.bytes),
  release: row.release,
});

/** toClaim reads a claim's row. */
export const toClaim = (row: ClaimRow): KeptClaim => ({
  id: row.claimId,
  submittedBy: row.submittedBy,
  submitter: row.submitter,
  bank: row.bank,
  redemption: row.redemption,
  receivedAt: row.receivedAt,
  paid: row.paid,
  transcript: JSON.parse(row.transcript) as KeptClaim['transcript'],
  reference: row.referenceJson === null ? null : (JSON.parse(row.referenceJson) as string),
});

/** toVerdict reads a verdict's row. */
export const toVerdict = (row: VerdictRow): KeptVerdict & { readonly at: Date } => ({
  round: row.round,
  digest: row.digest,
  replaces: row.replaces,
  revision: row.revision,
  statement: row.statement,
  model: row.model,
  factSeq: Number(row.factSeq),
  at: row.at,
});

/** toStoredFact reads a fact's row. */
export const toStoredFact = (row: FactRow): StoredFact => ({
  seq: Number(row.seq),
  at: row.at,
  fact: parseFactRecord({ ...row.body, kind: row.kind }) satisfies NewFact,
});
