/** What a reader is told of a case; times are RFC 3339 in UTC with milliseconds. */

export type NextStep = 'action_required' | 'waiting_for_others' | 'appealable' | 'closed';

export interface ConflictView {
  readonly id: string;
  /** `waiting` is a lone claim: no conflict yet. */
  readonly state: 'waiting' | 'received' | 'examined' | 'proposed' | 'final' | 'frozen' | 'reopened';
  readonly outcome: 'decided' | 'question' | 'no_conflict' | 'no_sound_claim' | 'split' | null;
  /** The note's id (null before the first examination), its issuer and serial. */
  readonly note: string | null;
  readonly issuer: string;
  readonly serial: string;
  readonly policy: string;
  /** Grows with every claim and piece of evidence; `examined` is the revision that the assessment rests on. */
  readonly revision: number;
  readonly examined: number | null;
  /** Of the newest verdict; null before the first. */
  readonly round: number | null;
  readonly verdict: string | null;
  readonly createdAt: string;
  readonly begunAt: string | null;
  /** When the present clock ends; null where none runs. */
  readonly deadline: string | null;
  readonly claims: readonly {
    /** The claim's id, its redemption's digest where that can be read, the bank that presents it, who handed it in. */
    readonly id: string;
    readonly redemption: string | null;
    readonly bank: string;
    readonly submittedBy: string;
    readonly receivedAt: string;
    readonly paid: boolean;
    readonly evidence: number;
    /** The submitting bank's own case number; shown to that bank and to staff alone. */
    readonly reference: string | null;
  }[];
  /** Everybody who takes part, each with what it has to do next and by when. */
  readonly parties: readonly {
    readonly party: string;
    readonly roles: readonly ('bank' | 'issuer' | 'claimant' | 'holder')[];
    readonly next: NextStep;
    readonly by: string | null;
  }[];
  /** Questions, culpability and recommended awards as `assize judge --json` prints them; null before the first examination. */
  readonly assessment: object | null;
}

/** A line of a list: the view without claims, parties and assessment. */
export type ConflictLine = Omit<ConflictView, 'claims' | 'parties' | 'assessment'> & { readonly claimCount: number };

export interface ConflictPage {
  readonly items: readonly ConflictLine[];
  /** The cursor of the next page; null where this is the last. */
  readonly next: string | null;
}

/** Claims, defects, findings, ignored evidence (spec "conflicts", Command line) and the graph, at one revision. */
export interface CustodyView {
  readonly conflict: string;
  readonly revision: number;
  readonly custody: object;
  readonly graph: {
    readonly nodes: readonly { readonly digest: string; readonly kind: string; readonly issuer: string }[];
    readonly edges: readonly { readonly from: string; readonly to: string }[];
  };
}

export interface VerdictView {
  readonly round: number;
  readonly digest: string;
  readonly replaces: string | null;
  readonly at: string;
  /** verdict+jwt, compact. */
  readonly statement: string;
  /** Its payload, for readers that trust this service. */
  readonly payload: object;
  /** The proof that it stands in the transparency log; null where this tribunal keeps none. */
  readonly log: object | null;
}

export interface ReputationView {
  readonly party: string;
  readonly bank: string | null;
  readonly settled: number;
  readonly faults: number;
  readonly rate: { readonly mean: number; readonly low: number; readonly high: number };
  readonly cheater: number;
  /** What it rests on: the number of conflicts that name the party, and the last fact that was counted. */
  readonly restsOn: { readonly conflicts: number; readonly facts: number; readonly at: string };
}
