/** Every row class, for the data source and for the test that compares them with the migrations. */
import {
  ActivityReportRow,
  BankRow,
  IdempotencyRow,
  KeyRow,
  NonceRow,
  OperationRow,
  RegistrationRow,
  TokenRow,
} from './access-rows.ts';
import {
  ClaimRow,
  ConflictRow,
  EventRow,
  EvidenceRow,
  ExaminationRow,
  PartyRow,
  StatementRow,
  VerdictRow,
} from './note-rows.ts';
import {
  FactRow,
  HeartbeatRow,
  MarketSnapshotRow,
  OutboxRow,
  PolicyRow,
  ReputationRow,
  TribunalKeyRow,
} from './tribunal-rows.ts';

export const ROWS = [
  ActivityReportRow,
  BankRow,
  ClaimRow,
  ConflictRow,
  EventRow,
  EvidenceRow,
  ExaminationRow,
  FactRow,
  HeartbeatRow,
  IdempotencyRow,
  KeyRow,
  MarketSnapshotRow,
  NonceRow,
  OperationRow,
  OutboxRow,
  PartyRow,
  PolicyRow,
  RegistrationRow,
  ReputationRow,
  StatementRow,
  TokenRow,
  TribunalKeyRow,
  VerdictRow,
] as const;
export type { ClaimRow, ConflictRow, EventRow, EvidenceRow, ExaminationRow, FactRow, KeyRow, PartyRow, VerdictRow };
