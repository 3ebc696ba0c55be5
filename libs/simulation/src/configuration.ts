import type { Mechanism } from '#inference';

/**
 * What can be seen of a conflict before any evidence: who stands where. Parties are numbers and all different; their
 * order tells nothing, but the drawing puts nothing of the truth into it either.
 */
export type Configuration =
  | { readonly shape: 'copy'; readonly issuer: number; readonly claimants: readonly number[] }
  | {
      readonly shape: 'fork';
      readonly issuer: number;
      readonly holder: number;
      /** The first successors besides the holder. */
      readonly others: readonly number[];
      /** The holder redeems a branch itself. */
      readonly own: boolean;
    }
  | { readonly shape: 'duplicate'; readonly issuer: number; readonly claimant: number };

/** A configuration with how it truly came about. */
export interface Drawn {
  readonly seen: Configuration;
  readonly mechanism: Mechanism;
  /** Without the issuer of a leak, which `seen` names. */
  readonly culprits: readonly number[];
  /** The number of the strategy that staged it; null where it came about by itself. */
  readonly strategy: number | null;
}

/** involved lists the parties that a configuration's hypotheses can name, but for the issuer. */
export function involved(seen: Configuration): readonly number[] {
  switch (seen.shape) {
    case 'copy':
      return seen.claimants;
    case 'fork':
      return [seen.holder, ...seen.others];
    case 'duplicate':
      return [seen.claimant];
    default:
      return seen satisfies never;
  }
}
