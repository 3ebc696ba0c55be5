/** ETags of conflicts (RFC 9110 section 8.8.3): weak, since what differs between readers is not in them. */
import type { ConflictView } from '#tribunal';

export const tagOf = ({ revision, examined, state, round }: ConflictView): string =>
  `W/"${revision}.${examined ?? '-'}.${state}.${round ?? '-'}"`;

/** isUnchanged compares an If-None-Match field by the weak rule. */
export function isUnchanged(field: string | undefined, tag: string): boolean {
  if (field === undefined) return false;
  if (field.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return field.split(',').some((one) => one.trim().replace(/^W\//, '') === opaque);
}
