/** The docket: what the tribunal keeps of its cases. Everything a case rests on is inserted; only its row moves. */
import type { CaseEvent, CaseStanding, Policy } from '#arbitration';
import type { ActivityFact, BankFact, ConflictFact, RegistrationFact, ResolutionFact } from '#inference';
import type { Json, PartyId, StatedKey } from '#statements';

/** The row of a case, locked before every act on it. */
export interface CaseRecord extends CaseStanding {
  readonly id: string;
  readonly issuer: string;
  readonly serial: string;
  /** The note's id and the outcome, as last examined. */
  readonly note: string | null;
  readonly outcome: string | null;
  /** The policy that it began under and keeps: its id and digest. */
  readonly policy: string;
  readonly policyDigest: string;
  readonly createdAt: Date;
  readonly begunAt: Date | null;
  readonly deadline: Date | null;
  /** How many events and claims there are. */
  readonly events: number;
  readonly claims: number;
  /** How many questions of the case the market has heard, those of the newest verdict. */
  readonly questions: number;
  /** Of all its statements. */
  readonly bytes: number;
  /** The release that examined it last. */
  readonly release: string | null;
}

/** A statement's text under its own hash: the digest does not cover the signature, and a text with another one is another text. */
export interface KeptStatement {
  readonly hash: string;
  readonly digest: string | null;
  readonly text: string;
}

/** A claim as it is kept; `transcript` has the hashes of its texts, or what stood there instead of a text. */
export interface KeptClaim {
  readonly id: string;
  readonly submittedBy: string;
  /** The party id that it was handed in as. */
  readonly submitter: string;
  readonly bank: string;
  readonly redemption: string | null;
  readonly receivedAt: string;
  readonly paid: boolean;
  readonly transcript: readonly (string | { readonly raw: Json })[];
  readonly reference: string | null;
}

/** A statement handed in as evidence; `claim` is '' where it belongs to no one claim. */
export interface KeptEvidence {
  readonly hash: string;
  readonly claim: string;
  readonly submittedBy: string;
}

/** Who hands in is a `submitter`, and takes part as a bank once one of its claims is found sound. */
export type Role = 'submitter' | 'bank' | 'issuer' | 'claimant' | 'holder';

export interface Participant {
  readonly party: string;
  readonly role: Role;
  /** The digest of a statement that states the party's key; null where none is known. */
  readonly statedIn: string | null;
}

/** What a filing adds to a case; nothing in it is there yet. */
export interface Additions {
  readonly statements: readonly KeptStatement[];
  readonly claims: readonly KeptClaim[];
  readonly evidence: readonly KeptEvidence[];
  readonly participants: readonly Participant[];
}

/** A case with everything that was handed in, claims in the order of their arrival. */
export interface CaseFile {
  readonly record: CaseRecord;
  readonly claims: readonly KeptClaim[];
  readonly evidence: readonly KeptEvidence[];
  readonly texts: ReadonlyMap<string, string>;
  readonly participants: readonly Participant[];
}

/** What an examination showed, as JSON texts: it may quote what parties wrote. */
export interface KeptExamination {
  readonly revision: number;
  readonly outcome: string;
  readonly custody: string;
  readonly graph: string;
  readonly assessment: string;
}

export interface KeptVerdict {
  readonly round: number;
  readonly digest: string;
  readonly replaces: string | null;
  readonly revision: number;
  readonly statement: string;
  /** What the model had learned that the verdict used, as JSON. */
  readonly model: string;
  /** The last fact that it had learned from. */
  readonly factSeq: number;
}

/** How a case moves: its events in order, and where it then stands. */
export interface CaseMove {
  readonly before: CaseRecord;
  readonly events: readonly CaseEvent[];
  readonly after: Omit<
    CaseRecord,
    'id' | 'issuer' | 'serial' | 'policy' | 'policyDigest' | 'createdAt' | 'events' | 'begunAt'
  > & {
    /** Whether it begins now. */
    readonly begins: boolean;
  };
  readonly examination: KeptExamination | null;
  readonly verdict: KeptVerdict | null;
  readonly participants: readonly Participant[];
  /** What is to be done next, told to the workers after the commit. */
  readonly hint: 'examine' | null;
}

/** A fact without its time: the docket gives all that are appended together one instant, later than any before. */
export type NewFact =
  | Omit<BankFact, 'at'>
  | Omit<RegistrationFact, 'at'>
  | Omit<ActivityFact, 'at'>
  | Omit<ConflictFact, 'at'>
  | Omit<ResolutionFact, 'at'>
  | { readonly kind: 'retraction'; readonly conflict: string };

export interface StoredFact {
  readonly seq: number;
  /** Seconds since 1970. */
  readonly at: number;
  readonly fact: NewFact;
}

/** One transaction; everything in it becomes visible together, or nothing does. */
export interface DocketTransaction {
  /** The database's time, in milliseconds since 1970: deadlines are set and judged by it. */
  now(): Promise<number>;
  /** Opens a case where there is none, and locks it. */
  open(opening: Pick<CaseRecord, 'id' | 'issuer' | 'serial' | 'policyDigest'>): Promise<CaseRecord>;
  /** Locks cases in the order of their ids; one that does not exist is left out. */
  lock(ids: readonly string[]): Promise<CaseRecord[]>;
  /**
   * Locks proposed cases whose clock has ended by the database's time, skipping those that somebody else holds; `only`
   * this one. After an outage there is none until the clocks were extended.
   */
  lockDue(limit: number, only?: string | null, except?: readonly string[]): Promise<CaseRecord[]>;
  /** The newest verdict of each case, by the case's id. */
  newestVerdicts(ids: readonly string[]): Promise<ReadonlyMap<string, KeptVerdict>>;
  /** The ids of a case's claims with who handed them in, and its evidence as `${hash} ${claim}`, likewise. */
  filed(
    id: string,
  ): Promise<{ readonly claims: ReadonlyMap<string, string>; readonly evidence: ReadonlyMap<string, string> }>;
  add(id: string, additions: Additions): Promise<void>;
  /** Moves cases that this transaction has locked. */
  move(moves: readonly CaseMove[]): Promise<void>;
  /** Appends facts under one instant; answers the last one's number. `conflict` names the case that each is about. */
  appendFacts(facts: readonly { readonly fact: NewFact; readonly conflict: string | null }[]): Promise<number>;
  /** Notes that a bank's report is taken; false where it was before. */
  noteReport(bank: string, reportId: string): Promise<boolean>;
  /** Answers the digests of those that are new. */
  addRegistrations(
    registrations: readonly {
      readonly party: string;
      readonly bank: string;
      readonly digest: string;
      readonly statement: string;
      readonly identity: string | null;
    }[],
  ): Promise<ReadonlySet<string>>;
}

export interface Docket {
  transaction<T>(work: (tx: DocketTransaction) => Promise<T>): Promise<T>;
  readCases(ids: readonly string[]): Promise<CaseFile[]>;
  /** The case's row, claims (without texts), evidence counts and participants, for a view. */
  readCase(id: string): Promise<CaseFile | null>;
  readExamination(id: string, revision: number | null): Promise<KeptExamination | null>;
  readVerdicts(id: string): Promise<readonly (KeptVerdict & { readonly at: Date })[]>;
  readEvents(id: string): Promise<readonly (CaseEvent & { readonly at: Date })[]>;
  /** The texts among a case's statements that have one of these digests. */
  findTexts(id: string, digests: readonly string[]): Promise<readonly string[]>;
  /** The rows of cases, without what was handed in. */
  readRecords(ids: readonly string[]): Promise<CaseRecord[]>;
  /** Whether every claim of the case was handed in by this bank. */
  isOnlyBank(id: string, bank: string): Promise<boolean>;
  /** Which of these parties take part in the case. */
  findRoles(id: string, parties: readonly string[]): Promise<readonly Participant[]>;
  /** Cases of any of these parties (null: all cases), newest first. */
  listCases(query: {
    readonly parties: readonly string[] | null;
    readonly state: string | null;
    readonly before: { readonly createdAt: string; readonly id: string } | null;
    readonly limit: number;
  }): Promise<readonly { readonly record: CaseRecord; readonly createdAtText: string }[]>;
  /** Every key of every bank that was not revoked, with retired ones. */
  readRegister(): Promise<ReadonlyMap<PartyId, StatedKey>>;
  /** Registrations of these parties, and under these one-show identities, by banks that were not revoked. */
  readRegistrations(parties: readonly string[], identities: readonly string[]): Promise<readonly string[]>;
  /** Which of these parties one of these banks registered. */
  findCustomers(banks: readonly string[], parties: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether one of these banks registered the party, or takes part in a case with it. */
  knows(banks: readonly string[], party: string): Promise<boolean>;
  keepPolicy(policy: Policy, digest: string): Promise<void>;
  /** A policy that some case began under; throws where it is not there. */
  readPolicy(digest: string): Promise<Policy>;
  readReputation(party: string): Promise<object | null>;
  keepReputations(
    factSeq: number,
    reputations: readonly { readonly party: string; readonly conflicts: number; readonly record: object }[],
  ): Promise<void>;
  /** Facts after a number, rising. */
  readFacts(after: number, limit: number): Promise<readonly StoredFact[]>;
  readSnapshot(): Promise<{ readonly factSeq: number; readonly bytes: Uint8Array } | null>;
  keepSnapshot(factSeq: number, bytes: Uint8Array): Promise<void>;
  /** Notes that an examination failed, so that the sweep asks again later and less and less often. */
  noteFailure(id: string): Promise<void>;
  /** Cases with filings that no examination has taken in, which no worker was told of lately; and those that another release froze. */
  findUnexamined(olderThanSeconds: number, limit: number, release: string): Promise<string[]>;
}
