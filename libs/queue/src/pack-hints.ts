import { JOB_NAMES, type Hint } from './hint.ts';

/** packHints puts the ids of each job together, each id once, at most `packSize` a hint, in the order they came. */
export function packHints(hints: readonly Hint[], packSize: number): Hint[] {
  return JOB_NAMES.flatMap((job) => {
    const ids = [...new Set(hints.flatMap((hint) => (hint.job === job ? hint.ids : [])))];
    const packs = Math.ceil(ids.length / packSize);
    return Array.from({ length: packs }, (_, i) => ({ job, ids: ids.slice(i * packSize, (i + 1) * packSize) }));
  });
}
