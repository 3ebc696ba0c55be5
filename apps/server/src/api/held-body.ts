/** Large bodies: another thread reads, checks and files them, and this one only carries their bytes. */
import type { Json } from '#statements';
import type { TribunalService } from '#tribunal';
import { perform, type ActName, type Done, type Needs } from './act.ts';
import type { RouteName } from './route-table.ts';

/** The thread that reads large bodies. What it refuses, it refuses as the `Problem` to be answered. */
export interface BodyThread {
  /** Reads a body as strict JSON and holds it to its route's schema; `digest` is its SHA-256 in hexadecimal, where it is wanted. */
  read(
    route: RouteName,
    bytes: Buffer,
    wantsDigest: boolean,
  ): Promise<{ readonly ticket: number; readonly digest: string | null }>;
  /** Does an act with the body of a ticket, which is used up by it. */
  perform<A extends ActName>(ticket: number, act: A, needs: Needs<A>): Promise<Done<A>>;
  /** Forgets a body that nothing was done with. */
  drop(ticket: number): void;
}

/** A body that the other thread has read and found good. */
export class HeldBody {
  #isUsed = false;
  constructor(
    readonly thread: BodyThread,
    readonly ticket: number,
  ) {}

  perform<A extends ActName>(act: A, needs: Needs<A>): Promise<Done<A>> {
    this.#isUsed = true;
    return this.thread.perform(this.ticket, act, needs);
  }

  drop(): void {
    if (!this.#isUsed) this.thread.drop(this.ticket);
    this.#isUsed = true;
  }
}

/** What handlers are given as body. */
export type RequestBody = Json | HeldBody;

/** performWith does what a request asks, where its body is. */
export const performWith = <A extends ActName>(
  tribunal: TribunalService,
  body: RequestBody,
  act: A,
  needs: Needs<A>,
): Promise<Done<A>> => (body instanceof HeldBody ? body.perform(act, needs) : perform(tribunal, act, needs, body));
