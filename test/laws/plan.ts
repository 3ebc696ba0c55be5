/** Plans of worlds: what fast-check draws and shrinks, before anything is signed. */
import fc from 'fast-check';
import type { NoteClass } from '#statements';

/** One claim: from which earlier holding it goes on, through whose hands, and how it is presented. */
export interface Move {
  readonly note: number;
  readonly from: number;
  readonly hops: readonly number[];
  readonly claimant: number;
  readonly bank: number;
  /** Seconds after the first that could have been received. */
  readonly received: number;
  readonly replayed: boolean;
  /** Transfers are dated two days before what they follow. */
  readonly backdated: boolean;
  /** The device's counter stays where it was. */
  readonly rollsBack: boolean;
}

export interface Plan {
  readonly serial: number;
  readonly cls: NoteClass;
  readonly people: number;
  readonly moves: readonly Move[];
  /** Payer and payee. */
  readonly deliveries: readonly (readonly [number, number])[];
  readonly reissued: 'no' | 'claimed' | 'in evidence';
  /** A bank registered the payer's one-show identity. */
  readonly registered: boolean;
  readonly leaks: readonly { readonly of: number; readonly byBank: boolean; readonly late: boolean }[];
  readonly isSpentInEvidence: boolean;
  /** The one-show note was made so that two spends name nobody. */
  readonly isIllMade: boolean;
  /** Receipts, checks, attestations, timestamps and testimony are handed in. */
  readonly talks: boolean;
  /** Every so many pieces of evidence are handed in with a claim; 0 for none. */
  readonly handedIn: number;
}

const seldom = (most: number): fc.Arbitrary<boolean> => fc.nat({ max: most }).map((n) => n === most);

const moves = (people: number): fc.Arbitrary<Move> =>
  fc.record({
    note: fc.nat({ max: 1 }),
    from: fc.nat({ max: 30 }),
    hops: fc.array(fc.nat({ max: people - 1 }), { maxLength: 4 }),
    claimant: fc.nat({ max: people - 1 }),
    bank: fc.nat({ max: 1 }),
    received: fc.constantFrom(0, 0.25, 30, 900, 5_000, 100_000),
    replayed: seldom(6),
    backdated: seldom(7),
    rollsBack: seldom(3),
  });

/** plans draws plans with up to `people` people and `claims` moves. */
export const plans = ({ people = 6, claims = 5 } = {}): fc.Arbitrary<Plan> =>
  fc.record({
    serial: fc.nat({ max: 3 }),
    cls: fc.constantFrom(
      'bearer' as const,
      'bearer' as const,
      'endorsed' as const,
      'attested' as const,
      'one-show' as const,
      'one-show' as const,
    ),
    people: fc.integer({ min: 3, max: people }),
    moves: fc.array(moves(people), { minLength: 1, maxLength: claims }),
    deliveries: fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: people - 1 })), { maxLength: 8, size: 'max' }),
    reissued: fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'claimed' as const, 'in evidence' as const),
    registered: fc.boolean(),
    leaks: fc.array(fc.record({ of: fc.nat({ max: 5 }), byBank: fc.boolean(), late: fc.boolean() }), { maxLength: 2 }),
    isSpentInEvidence: seldom(3),
    isIllMade: fc.boolean(),
    talks: fc.boolean(),
    handedIn: fc.nat({ max: 3 }),
  });
