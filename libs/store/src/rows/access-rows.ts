/** The rows of who may ask: banks and their keys, customers vouched for, tokens, nonces, idempotency keys, and what operators did. */
import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

@Entity({ schema: 'assize', name: 'banks' })
export class BankRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'banks_pkey' })
  bank!: string;
  @Column({ name: 'added_at', type: 'timestamptz' })
  addedAt!: Date;
  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}

@Entity({ schema: 'assize', name: 'keys' })
@Index('keys_of_bank', ['bank'], { where: '(bank IS NOT NULL)' })
@ForeignKey(() => BankRow, ['bank'], ['bank'], { name: 'keys_bank' })
export class KeyRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'keys_pkey' })
  party!: string;
  /** The bank whose key it is; null for somebody else's whose signed request was once answered. */
  @Column({ type: 'text', nullable: true })
  bank!: string | null;
  @Column({ type: 'jsonb' })
  jwk!: Record<string, unknown>;
  @Column({ name: 'added_at', type: 'timestamptz' })
  addedAt!: Date;
  /** Since when it signs no more requests; notes that it signed stay good. */
  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;
}

@Entity({ schema: 'assize', name: 'registrations' })
@Index('registrations_identity', ['identity'], { where: '(identity IS NOT NULL)' })
export class RegistrationRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'registrations_pkey' })
  party!: string;
  @Column({ type: 'text' })
  bank!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'registrations_pkey' })
  digest!: string;
  @Column({ type: 'text' })
  statement!: string;
  @Column({ type: 'text', nullable: true })
  identity!: string | null;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

/** A bank's report that was taken: the same one again adds no facts. */
@Entity({ schema: 'assize', name: 'activity_reports' })
export class ActivityReportRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'activity_reports_pkey' })
  bank!: string;
  @PrimaryColumn({ name: 'report_id', type: 'text', primaryKeyConstraintName: 'activity_reports_pkey' })
  reportId!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
}

@Entity({ schema: 'assize', name: 'tokens' })
@Unique('tokens_hash', ['hash'])
@ForeignKey(() => BankRow, ['bank'], ['bank'], { name: 'tokens_bank' })
export class TokenRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'tokens_pkey' })
  id!: string;
  @Column({ type: 'text' })
  hash!: string;
  @Column({ type: 'text' })
  kind!: string;
  @Column({ type: 'text', nullable: true })
  bank!: string | null;
  @Column({ type: 'text' })
  name!: string;
  @Column({ type: 'text', array: true })
  scopes!: string[];
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}

@Entity({ schema: 'assize', name: 'nonces' })
@Index('nonces_expiry', ['expiresAt'])
export class NonceRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'nonces_pkey' })
  party!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'nonces_pkey' })
  nonce!: string;
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}

@Entity({ schema: 'assize', name: 'idempotency_keys' })
@Index('idempotency_keys_age', ['createdAt'])
export class IdempotencyRow {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  principal!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'idempotency_keys_pkey' })
  key!: string;
  @Column({ name: 'request_hash', type: 'text' })
  requestHash!: string;
  /** Null while the request is in flight. */
  @Column({ type: 'integer', nullable: true })
  status!: number | null;
  @Column({ type: 'jsonb', nullable: true })
  headers!: Record<string, string> | null;
  @Column({ type: 'text', nullable: true })
  body!: string | null;
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

@Entity({ schema: 'assize', name: 'operations' })
export class OperationRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'operations_pkey' })
  id!: string;
  @Column({ type: 'timestamptz' })
  at!: Date;
  @Column({ type: 'text' })
  actor!: string;
  @Column({ type: 'text' })
  act!: string;
  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;
}
