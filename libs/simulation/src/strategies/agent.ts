import type { Drawn } from '../configuration.ts';

/** A strategy at work: it hears of each conflict, with how it truly came about, and changes the world for the next. */
export interface Agent {
  readonly heed: (drawn: Drawn) => void;
}
