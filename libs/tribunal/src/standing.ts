/** Who asks, once it is known: what the edges make of a token or a signed request. */
import type { PartyId } from '#statements';

/** What a token may be used for; a signed request of a bank has all of them. */
export const SCOPES = ['submit', 'evidence', 'read', 'register', 'reputation', 'metrics'] as const;
export type Scope = (typeof SCOPES)[number];

export type Standing =
  | {
      readonly kind: 'bank';
      /** The bank's name in the register of this tribunal, e.g. `north`. */
      readonly bank: string;
      /** The party ids of its keys, the present one first; earlier ones stay its own. */
      readonly parties: readonly PartyId[];
      readonly scopes: readonly Scope[];
    }
  /** Somebody without an account who signed the request with the key of a party. */
  | { readonly kind: 'party'; readonly party: PartyId }
  /** Staff with a token: operators and auditors read everything; nobody edits a case. */
  | { readonly kind: 'operator' | 'auditor' | 'arbiter'; readonly name: string; readonly scopes: readonly Scope[] };

/** Somebody who says nothing of who they are; what they hand in stands by its own signature. */
export interface Stranger {
  readonly kind: 'stranger';
}
