/**
 * The jobs that there are, the most urgent first: hints of a later one wait until none of an earlier one does, so that
 * no flood of submissions keeps a deadline waiting.
 */
export const JOB_NAMES = ['finalise', 'examine'] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** Work that may be due: ids of rows, and nothing that the rows themselves say better. */
export interface Hint {
  readonly job: JobName;
  readonly ids: readonly string[];
}

/** parseHint reads what the backend kept; null where another version of this program wrote something else. */
export function parseHint(name: string, body: unknown): Hint | null {
  const job = JOB_NAMES.find((known) => known === name);
  const ids: unknown = typeof body === 'object' && body !== null && 'ids' in body ? body.ids : null;
  return job !== undefined && isTexts(ids) ? { job, ids } : null;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
