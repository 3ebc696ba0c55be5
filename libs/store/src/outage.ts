/** An outage: the service's heart was not heard for so long. No clock ends in one, and each is extended by its length. */

/** The name under which the sweep of every worker beats. */
export const HEART = 'sweep';
export const OUTAGE_SECONDS = 15 * 60;
/** What every running clock gets on top of the outage's length. */
export const GRACE_SECONDS = 86_400;
