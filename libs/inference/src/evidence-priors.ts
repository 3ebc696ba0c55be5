/*
 * What a market that has seen nothing yet believes about the features that the service makes of evidence
 * (conflicts.md, "Features"). These are pseudo-observations: judgements, worth some 25 to 55 claims a feature (four
 * times the counts below: `evidenceWorth`), that the first few hundred conflicts outweigh. Features and values not listed here start from nothing.
 */

/** Pseudo-counts of a claim feature's value: among culpable claims and among claims in good faith. */
export type ClaimPrior = readonly [culpable: number, goodFaith: number];

/**
 * Prior counts by claim feature and value. Who can show a receipt signed by the payer, asked the issuer online, holds the
 * note in hardware, had the redemption witnessed or binds it to a chain is likelier honest; who stays silent is likelier not.
 */
export const CLAIM_PRIORS: ReadonlyMap<string, ReadonlyMap<string, ClaimPrior>> = new Map([
  ['receipt', values(['none', 2, 2.4], ['own', 1.4, 2], ['countersigned', 0.8, 3.6])],
  ['check', values(['none', 2.6, 3.8], ['online', 1.6, 4.2])],
  ['device', values(['none', 1.8, 2.6], ['software', 1.7, 3], ['hardware', 0.7, 2.4])],
  ['timestamp', values(['none', 3, 4.8], ['witnessed', 1.2, 3.2])],
  ['testimony', values(['none', 2.2, 3.6], ['given', 0.8, 3.4], ['contradicted', 1.2, 1])],
  ['response', values(['prompt', 1.2, 5], ['late', 1.2, 1.8], ['silent', 1.8, 1.2])],
  ['binding', values(['bare', 2.8, 4], ['chained', 1.4, 4])],
]);

/** Pseudo-counts of a conflict feature's value, by mechanism in the order of MECHANISMS for the shape. */
export const CASE_PRIORS: Readonly<
  Record<string, ReadonlyMap<string, ReadonlyMap<string, readonly number[]>> | undefined>
> = {
  copy: new Map([
    ['gap', values4(['seconds', 2, 1, 1, 1.2], ['minutes', 2, 1, 1, 1.2], ['hours', 2, 1, 1, 1], ['days', 2, 1, 1, 1])],
    ['same_bank', values4(['yes', 3, 1.5, 1.6, 1.5], ['no', 5, 2.5, 2.4, 2.5])],
  ]),
  fork: new Map([
    [
      'gap',
      values4(['seconds', 2, 0.8, 1, 1], ['minutes', 2, 1, 1, 1], ['hours', 2, 1.2, 1, 1], ['days', 2, 1.2, 1, 1]),
    ],
    ['same_bank', values4(['yes', 3, 1.5, 1.5, 1.5], ['no', 5, 2.5, 2.5, 2.5])],
    // A notice that the holder's key had leaked: one from before the claims is hard to make up afterwards.
    ['notice', values4(['none', 8, 2.4, 4, 2.6], ['before', 0.4, 1.6, 0.3, 1.2], ['after', 0.8, 0.8, 0.5, 0.6])],
  ]),
  duplicate: new Map([
    ['gap', values4(['seconds', 1, 2.4, 0.8], ['minutes', 2, 1.6, 1], ['hours', 2, 1.2, 1], ['days', 2, 1.8, 1])],
    ['same_bank', values4(['yes', 2.5, 4, 1.5], ['no', 4.5, 3, 2])],
  ]),
};

function values(...rows: readonly (readonly [string, number, number])[]): ReadonlyMap<string, ClaimPrior> {
  return new Map(rows.map(([value, culpable, goodFaith]) => [value, [culpable, goodFaith]]));
}

function values4(...rows: readonly (readonly [string, ...number[]])[]): ReadonlyMap<string, readonly number[]> {
  return new Map(rows.map(([value, ...counts]) => [value, counts]));
}
