import type { Digest, PartyId } from '#statements';

/** Every finding, in the order in which findings stand (spec "conflicts", the finding table). */
export const FINDING_CODES = [
  'fork',
  'duplicate',
  'replay',
  'delivery_fork',
  'copy',
  'reissue',
  'identity_revealed',
  'ill_made_note',
  'counter_reuse',
  'time_inversion',
  'compromised_key',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** How strongly a finding binds: a signature proves it, a bank says it, or a party claims it. */
export type Binding = 'key_proven' | 'bank_asserted' | 'claimed';

/** One way that a holding went on: to whom, and the claims that came by it. */
export interface Branch {
  readonly next: PartyId;
  readonly claims: readonly number[];
}

/** What the sound claims show when laid over one another, with the smallest proof of it. */
export interface Finding {
  readonly code: FindingCode;
  readonly parties: readonly PartyId[];
  /** The indexes of the claims it rests on, replayed ones included, rising. */
  readonly claims: readonly number[];
  readonly branches?: readonly Branch[];
  /** identity_revealed: the one-show identity element. */
  readonly identity?: string;
  /** compromised_key: whether the notice came before the first sound claim. */
  readonly when?: 'before' | 'after';
  readonly binds: Binding;
  readonly proof: readonly Digest[];
  /** The texts of the proof, in its order. */
  readonly statements: readonly string[];
  /** The note it is about; of a reissue, the first one. */
  readonly note: Digest;
  /** Where in its first claim's transcript it stands, for the order of findings. */
  readonly place: number;
}

/** orderFindings puts findings into the table's order, then by first claim, then by place, then by proof. */
export function orderFindings(findings: readonly Finding[]): Finding[] {
  const rank = new Map(FINDING_CODES.map((code, i) => [code, i]));
  const order = (a: Finding, b: Finding): number =>
    rank.get(a.code)! - rank.get(b.code)! ||
    (a.claims[0] ?? 0) - (b.claims[0] ?? 0) ||
    a.place - b.place ||
    compare(a.proof.join(), b.proof.join());
  return [...findings].sort(order);
}

/** compare orders ids and digests by code point: they are ASCII, so by UTF-16 unit. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
