import type { Suite } from '#statements';
import type { Source } from '../reference/random-source.ts';

/** One question to both verifiers. */
export interface Case {
  /** Its class, for the reader of a failure. */
  readonly name: string;
  readonly suite: Suite;
  readonly point: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** What a case is made with: randomness, and the message to sign. */
export interface Making {
  readonly rng: Source;
  readonly message: Buffer;
  /** pick draws one of so many classes; the last ones, which are valid, more often. */
  readonly pick: (classes: number) => number;
}
