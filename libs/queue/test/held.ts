/** held lists what of this process keeps it alive: sockets, connections on their way, timers. */
export const held = (): string[] =>
  process.getActiveResourcesInfo().filter((kind) => /TCP|Connect|Timeout|Shutdown/.test(kind));

/** isNothingMoreHeld compares with what was held before: what an earlier test left may have ended meanwhile. */
export function isNothingMoreHeld(before: readonly string[]): boolean {
  const countOf = (list: readonly string[], kind: string): number => list.filter((one) => one === kind).length;
  return held().every((kind, _, now) => countOf(now, kind) <= countOf(before, kind));
}
