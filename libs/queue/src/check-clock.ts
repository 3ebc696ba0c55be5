export interface ClockCheck {
  /** Milliseconds since 1970 by the database's clock. */
  readonly databaseNow: () => Promise<number>;
  readonly now: () => number;
  readonly toleranceMs: number;
}

/** checkClock compares this machine's clock with the database's: the middle of the shortest of three round trips. A positive skew is a clock here that is ahead. */
export async function checkClock({ databaseNow, now, toleranceMs }: ClockCheck): Promise<{
  readonly skewMs: number;
  readonly ok: boolean;
}> {
  let best = { skewMs: Infinity, tripMs: Infinity };
  for (let i = 0; i < 3; i += 1) {
    const sent = now();
    const there = await databaseNow();
    const tripMs = now() - sent;
    if (tripMs < best.tripMs) best = { skewMs: sent + tripMs / 2 - there, tripMs };
  }
  return { skewMs: best.skewMs, ok: Math.abs(best.skewMs) <= toleranceMs };
}
