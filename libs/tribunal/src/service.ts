/** The use cases as the edges see them: what the HTTP interface, the worker and the command line may ask of a tribunal. */
import type { Json, PartyId } from '#statements';
import type { Standing, Stranger } from './standing.ts';
import type { ConflictPage, ConflictView, CustodyView, ReputationView, VerdictView } from './views.ts';

/** A party's mistake: a stable code, words, and the place in the body as a JSON pointer (RFC 6901), '' for the whole. */
export interface Mistake {
  readonly code: MistakeCode;
  readonly why: string;
  readonly pointer: string;
}

export type MistakeCode =
  | 'not_a_submission'
  | 'too_many_claims'
  | 'different_notes'
  | 'no_note'
  | 'not_a_statement'
  | 'wrong_kind'
  | 'wrong_signer'
  | 'bad_statement'
  | 'foreign_statement'
  | 'too_much_evidence'
  | 'not_activity'
  | 'not_found'
  | 'case_closed'
  | 'busy';

export const isMistake = (value: object | null): value is Mistake =>
  value !== null && 'code' in value && 'why' in value && 'pointer' in value;

/** What came of a submission or a claim: the conflict it belongs to, and how that stands. */
export interface Filed {
  readonly conflict: ConflictView;
  /** Whether it is a conflict: a lone claim waits for a second one on its serial. */
  readonly hasBegun: boolean;
  /** Whether the conflict had begun before. */
  readonly joined: boolean;
  /** The claims' ids (digests of what was handed in), in the order given. */
  readonly claims: readonly string[];
}

/** Settled counts that a bank reports of its customers since its last report. */
export interface ActivityReport {
  readonly party: PartyId;
  readonly settled: number;
}

export interface TribunalService {
  /** Files a submission (`Json` as the strict reader gave it) for a bank; durable when it answers. */
  submit(bank: Standing & { readonly kind: 'bank' }, submission: Json): Promise<Filed | Mistake>;
  /** Files one claim (the members of a submission's claim). */
  registerClaim(bank: Standing & { readonly kind: 'bank' }, claim: Json): Promise<Filed | Mistake>;
  /** Adds statements to a conflict; `claim` (its redemption's digest) where they belong to one. Each stands by its own signature. */
  addEvidence(
    who: Standing | Stranger,
    conflict: string,
    evidence: { readonly statements: readonly string[]; readonly claim: string | null },
  ): Promise<Filed | Mistake>;
  /** Null where there is none, or none that `who` may see: the two look alike from outside. */
  readConflict(who: Standing, conflict: string): Promise<ConflictView | null>;
  /** Newest first; `after` is the cursor of the last page. */
  listConflicts(
    who: Standing,
    page: { readonly limit: number; readonly after: string | null; readonly state: string | null },
  ): Promise<ConflictPage | Mistake>;
  readCustody(who: Standing, conflict: string): Promise<CustodyView | null>;
  /** Every verdict, newest first. */
  readVerdicts(who: Standing, conflict: string): Promise<readonly VerdictView[] | null>;
  /** Everything needed to check the case offline: submission, register, keys, policy, verdicts, the model used. */
  readBundle(who: Standing, conflict: string): Promise<object | null>;
  /** Banks vouch for customers' keys: registration+jwt statements by that bank. All are taken or none. */
  register(
    bank: Standing & { readonly kind: 'bank' },
    statements: readonly string[],
  ): Promise<{ readonly registered: number } | Mistake>;
  /** `reportId` names the report where the bank gave it a name: it counts once, however often it is handed in. */
  reportActivity(
    bank: Standing & { readonly kind: 'bank' },
    reports: readonly ActivityReport[],
    reportId?: string | null,
  ): Promise<{ readonly recorded: number } | Mistake>;
  /** Null where the party was never heard of, or `who` may not see it. */
  readReputation(who: Standing, party: string): Promise<ReputationView | null>;
}
