import type { Policy } from '#arbitration';
import type { Docket } from './docket.ts';

/** What every use case is given. */
export interface Tribunal {
  readonly docket: Docket;
  readonly policy: Policy;
  readonly policyDigest: string;
  /** Tells the relay that something was committed; a lost call costs one beat of the sweep, never a verdict. */
  readonly nudge: () => void;
}
