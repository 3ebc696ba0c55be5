/** The rows that stand under one note's conflict. Columns only: no relations, no behaviour. */
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'assize', name: 'conflicts' })
@Index('conflicts_due', ['deadline'], { where: `(state = 'proposed'::text)` })
@Index('conflicts_unexamined', ['changedAt'], {
  where: '((begun_at IS NOT NULL) AND ((examined IS NULL) OR (examined < revision)))',
})
@Index('conflicts_created', ['createdAt', 'conflictId'])
@Index('conflicts_state', ['state', 'createdAt', 'conflictId'])
export class ConflictRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'conflicts_pkey' })
  conflictId!: string;
  @Column({ type: 'text' })
  issuer!: string;
  @Column({ name: 'serial_json', type: 'text' })
  serialJson!: string;
  @Column({ type: 'text', nullable: true })
  note!: string | null;
  @Column({ type: 'text' })
  state!: string;
  @Column({ type: 'text', nullable: true })
  outcome!: string | null;
  @Column({ name: 'policy_digest', type: 'text' })
  policyDigest!: string;
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
  @Column({ name: 'begun_at', type: 'timestamptz', nullable: true })
  begunAt!: Date | null;
  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt!: Date;
  @Column({ type: 'integer' })
  revision!: number;
  @Column({ type: 'integer', nullable: true })
  examined!: number | null;
  @Column({ type: 'integer', nullable: true })
  round!: number | null;
  @Column({ type: 'text', nullable: true })
  verdict!: string | null;
  @Column({ type: 'timestamptz', nullable: true })
  deadline!: Date | null;
  @Column({ type: 'integer' })
  events!: number;
  @Column({ type: 'integer' })
  claims!: number;
  @Column({ type: 'integer' })
  questions!: number;
  /** Of all statements. */
  @Column({ type: 'bigint' })
  bytes!: string;
  /** The release that examined it last. */
  @Column({ type: 'text', nullable: true })
  release!: string | null;
  @Column({ type: 'integer' })
  attempts!: number;
  @Column({ name: 'retry_at', type: 'timestamptz', nullable: true })
  retryAt!: Date | null;
}

@Entity({ schema: 'assize', name: 'statements' })
@ForeignKey(() => ConflictRow, ['conflictId'], ['conflictId'], { name: 'statements_conflict' })
export class StatementRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'statements_pkey' })
  conflictId!: string;
  @PrimaryColumn({ name: 'text_hash', type: 'text', primaryKeyConstraintName: 'statements_pkey' })
  textHash!: string;
  @Column({ type: 'text', nullable: true })
  digest!: string | null;
  @Column({ type: 'bytea' })
  text!: Buffer;
}

@Entity({ schema: 'assize', name: 'claims' })
@Unique('claims_ordinal', ['conflictId', 'ordinal'])
@ForeignKey(() => ConflictRow, ['conflictId'], ['conflictId'], { name: 'claims_conflict' })
export class ClaimRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'claims_pkey' })
  conflictId!: string;
  @PrimaryColumn({ name: 'claim_id', type: 'text', primaryKeyConstraintName: 'claims_pkey' })
  claimId!: string;
  @Column({ type: 'integer' })
  ordinal!: number;
  @Column({ name: 'submitted_by', type: 'text' })
  submittedBy!: string;
  /** The party id that it was handed in as. */
  @Column({ type: 'text' })
  submitter!: string;
  @Column({ type: 'text' })
  bank!: string;
  @Column({ type: 'text', nullable: true })
  redemption!: string | null;
  @Column({ name: 'received_at', type: 'text' })
  receivedAt!: string;
  @Column({ type: 'boolean' })
  paid!: boolean;
  /** JSON: for each entry the hash of its text, or {"raw": …} for what is no string. */
  @Column({ type: 'text' })
  transcript!: string;
  @Column({ name: 'reference_json', type: 'text', nullable: true })
  referenceJson!: string | null;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'evidence' })
@ForeignKey(() => StatementRow, ['conflictId', 'textHash'], ['conflictId', 'textHash'], { name: 'evidence_statement' })
export class EvidenceRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'evidence_pkey' })
  conflictId!: string;
  @PrimaryColumn({ name: 'text_hash', type: 'text', primaryKeyConstraintName: 'evidence_pkey' })
  textHash!: string;
  /** '' where it belongs to no one claim. */
  @PrimaryColumn({ name: 'claim_id', type: 'text', primaryKeyConstraintName: 'evidence_pkey' })
  claimId!: string;
  @Column({ name: 'submitted_by', type: 'text' })
  submittedBy!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'parties' })
@Index('parties_party', ['party', 'at', 'conflictId'])
@ForeignKey(() => ConflictRow, ['conflictId'], ['conflictId'], { name: 'parties_conflict' })
export class PartyRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'parties_pkey' })
  conflictId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'parties_pkey' })
  party!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'parties_pkey' })
  role!: string;
  /** The digest of a statement that states its key. */
  @Column({ name: 'stated_in', type: 'text', nullable: true })
  statedIn!: string | null;
  /** When the case was opened, so that a party's cases stand in the order of all cases. */
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'events' })
@ForeignKey(() => ConflictRow, ['conflictId'], ['conflictId'], { name: 'events_conflict' })
export class EventRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'events_pkey' })
  conflictId!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'events_pkey' })
  seq!: number;
  @Column({ type: 'text' })
  kind!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
  @Column({ type: 'text' })
  actor!: string;
  @Column({ type: 'text' })
  why!: string;
  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;
}

@Entity({ schema: 'assize', name: 'examinations' })
@ForeignKey(() => ConflictRow, ['conflictId'], ['conflictId'], { name: 'examinations_conflict' })
export class ExaminationRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'examinations_pkey' })
  conflictId!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'examinations_pkey' })
  revision!: number;
  @Column({ type: 'text' })
  outcome!: string;
  @Column({ type: 'text' })
  custody!: string;
  @Column({ type: 'text' })
  graph!: string;
  @Column({ type: 'text' })
  assessment!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'verdicts' })
@ForeignKey(() => ConflictRow, ['conflictId'], ['conflictId'], { name: 'verdicts_conflict' })
export class VerdictRow {
  @PrimaryColumn({ name: 'conflict_id', type: 'uuid', primaryKeyConstraintName: 'verdicts_pkey' })
  conflictId!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'verdicts_pkey' })
  round!: number;
  @Column({ type: 'text' })
  digest!: string;
  @Column({ type: 'text', nullable: true })
  replaces!: string | null;
  @Column({ type: 'integer' })
  revision!: number;
  @Column({ type: 'text' })
  statement!: string;
  @Column({ type: 'text' })
  model!: string;
  /** The last fact that the model had learned from. */
  @Column({ name: 'fact_seq', type: 'bigint' })
  factSeq!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}
