/** Until when a verdict can be challenged. */
import { parseInstant } from '#custody';
import { isJsonObject } from '#statements';
import type { Bundle } from './bundle.ts';
import { failed, held, type CheckResult, type StatedVerdict } from './stated-verdict.ts';

/** A round that changes nothing can be challenged for so long at least, in seconds. */
const UNCHANGED_S = 3_600;

/**
 * checkClock: until when a verdict can be challenged. The policy's window begins with it, unless it changes no answer,
 * culprit or award of the verdict before it: then that one's goes on, for an hour at least.
 */
export function checkClock(
  { policy, events }: Bundle,
  stated: StatedVerdict,
  before: StatedVerdict | null,
): CheckResult {
  const { apl, iat } = stated;
  const { challenge } = policy.clocks;
  if (apl === iat + challenge) return held('it can be challenged for as long as the policy says');
  if (before === null || comesTo(before) !== comesTo(stated)) {
    return failed(`it can be challenged for ${apl - iat} s, and the policy says ${challenge} s`);
  }
  // An outage extends what is running.
  const extended = events.flatMap(({ kind, body }) =>
    kind === 'clock_extended' && isJsonObject(body) ? secondsOf(body['deadline']) : [],
  );
  return [before.apl, ...extended].some((until) => apl === Math.max(until, iat + UNCHANGED_S))
    ? held('it changes nothing that was decided, so the clock of the verdict before it goes on')
    : failed(`it changes nothing that was decided, and its clock ends at ${apl}, not when the one before it does`);
}

/** What a verdict comes to: its answers, culprits and awards. */
const comesTo = ({ qst, clp, awd }: StatedVerdict): string =>
  JSON.stringify([
    qst.map(({ out }) => out),
    clp.map(({ party }) => party),
    awd.map(({ claim, act, ppm }) => [claim, act, ppm]),
  ]);

function secondsOf(deadline: unknown): number[] {
  const time = typeof deadline === 'string' ? parseInstant(deadline) : null;
  return time === null ? [] : [Math.floor(time)];
}
