import type { Problem } from './fact.ts';
import type { Market } from './market.ts';
import { moveTo } from './observe.ts';

/**
 * retract takes back what a conflict taught: a later round of its case replaces it, or a reversal removes it. It belongs
 * to the instant `at` like a fact, and is learned before the instant's facts when time moves on; then nothing counted
 * rests on the conflict or its resolutions, and its id may be heard again as a new conflict.
 *
 * - Of one instant, a conflict and its retraction (and its resolutions) cancel: it is as if it had never been heard. The
 *   answer given to it stands. Its id stays taken until time moves on.
 * - Counts are exactly those without it, and what it said of its parties is divided out of their beliefs. What remains is
 *   how others were weighed, and at which rates time passed, while it counted; that fades as they are visited again, and
 *   `relearn` ends it at once: a market that heard a conflict, took it back and relearned is to the bit one that never heard
 *   it and relearned (but for names that it alone mentioned, which stay known and tell nothing).
 *
 * A problem, and nothing changed, where time goes back, or no conflict of that id stands.
 */
export function retract(market: Market, conflict: string, at: number): Problem | null {
  if (at < market.now) return { problem: `at ${at} goes back behind ${market.now}` };
  const { heardConflicts, history, retracting } = market;
  if (retracting.has(conflict) || !(heardConflicts.has(conflict) || history.number.has(conflict))) {
    return {
      problem: `conflict ${JSON.stringify(conflict)} of the retraction was never heard, or was already retracted`,
    };
  }
  moveTo(market, at);
  if (market.heardConflicts.delete(conflict)) {
    market.heard = market.heard.filter((fact) =>
      fact.kind === 'conflict' ? fact.id !== conflict : fact.kind !== 'resolution' || fact.conflict !== conflict,
    );
    market.drafted = null;
  }
  retracting.add(conflict);
  return null;
}
