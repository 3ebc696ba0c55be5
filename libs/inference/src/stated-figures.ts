/** What a description says of the parties that can be asked about: means of their traits, as the scales take them. */
export interface StatedFigures {
  /** By party: L, C times y, the side traits by shape, and the odds of each kind of candour beside the ordinary. */
  readonly parties: ReadonlyMap<string, readonly number[]>;
  /** By issuer of those that were asked about, and claimant: leaks to it. */
  readonly leaks: ReadonlyMap<string, ReadonlyMap<string, number>>;
}
