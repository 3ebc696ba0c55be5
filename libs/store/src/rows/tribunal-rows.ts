/** The rows of the tribunal as a whole: its policies, the stream of facts, what is learned from it, and work lists. */
import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ schema: 'assize', name: 'policies' })
export class PolicyRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'policies_pkey' })
  digest!: string;
  @Column({ type: 'text' })
  id!: string;
  @Column({ type: 'text' })
  body!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'tribunal_keys' })
export class TribunalKeyRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'tribunal_keys_pkey' })
  party!: string;
  @Column({ type: 'jsonb' })
  jwk!: Record<string, unknown>;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'facts' })
@Index('facts_conflict', ['conflictId'], { where: '(conflict_id IS NOT NULL)' })
export class FactRow {
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'facts_pkey' })
  seq!: string;
  /** Seconds since 1970; facts appended together share it, and it rises with every append. */
  @Column({ type: 'double precision' })
  at!: number;
  @Column({ type: 'text' })
  kind!: string;
  @Column({ name: 'conflict_id', type: 'uuid', nullable: true })
  conflictId!: string | null;
  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;
}

@Entity({ schema: 'assize', name: 'reputations' })
export class ReputationRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'reputations_pkey' })
  party!: string;
  @Column({ name: 'fact_seq', type: 'bigint' })
  factSeq!: string;
  @Column({ type: 'integer' })
  conflicts!: number;
  @Column({ type: 'jsonb' })
  record!: Record<string, unknown>;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'market_snapshots' })
export class MarketSnapshotRow {
  @PrimaryColumn({ name: 'fact_seq', type: 'bigint', primaryKeyConstraintName: 'market_snapshots_pkey' })
  factSeq!: string;
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'market_snapshots_pkey' })
  part!: number;
  @Column({ type: 'integer' })
  parts!: number;
  @Column({ type: 'bytea' })
  bytes!: Buffer;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'outbox' })
export class OutboxRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'outbox_pkey' })
  id!: string;
  @Column({ type: 'text' })
  job!: string;
  @Column({ name: 'conflict_id', type: 'uuid' })
  conflictId!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'heartbeats' })
export class HeartbeatRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'heartbeats_pkey' })
  name!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}
