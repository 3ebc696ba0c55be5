/** What a verdict states, in the form that its statement was checked to have, and what a check of it comes to. */
import type { Award } from './award.ts';
import type { Standard } from './policy.ts';
import type { Weight } from './weights.ts';

export interface StatedQuestion {
  readonly shape: string;
  readonly hyp: readonly { readonly id: string; readonly ppm: number; readonly bare: number }[];
  readonly std: Standard;
  readonly out: string;
}

/** The payload of a `verdict+jwt` (spec "conflicts", Verdict). */
export interface StatedVerdict {
  readonly iat: number;
  readonly cas: string;
  readonly sub: string;
  readonly rnd: number;
  readonly prv?: string;
  readonly inp: string;
  readonly mdl: { readonly id: string; readonly dig: string };
  /** Not demanded by a statement's form. */
  readonly pol?: unknown;
  readonly fnd: readonly {
    readonly code: string;
    readonly parties: readonly string[];
    readonly proof: readonly string[];
  }[];
  readonly qst: readonly StatedQuestion[];
  readonly clp: readonly { readonly party: string; readonly ppm: number }[];
  readonly awd: readonly Award[];
  readonly why: readonly (Weight & { readonly q?: unknown })[];
  readonly apl: number;
}

/** What a check came to: null where it cannot be told from what is there; `why` says so in words, whatever it is. */
export interface CheckResult {
  readonly held: boolean | null;
  readonly why: string;
}

export const held = (why: string): CheckResult => ({ held: true, why });
export const failed = (why: string): CheckResult => ({ held: false, why });
export const untold = (why: string): CheckResult => ({ held: null, why });

/** counted says how many there are of something, as people do. */
export const counted = (number: number, noun: string): string =>
  `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
