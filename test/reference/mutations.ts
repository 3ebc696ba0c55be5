// Every named single mutation of a sound submission, with what the specification expects of the one claim in it.
import { BASES, mutation, sound } from './mutation-base.ts';
import { envelopeMutations } from './mutations-envelope.ts';
import { memberMutations } from './mutations-members.ts';
import { submissionMutations } from './mutations-submission.ts';
import { transcriptMutations } from './mutations-transcript.ts';
import type { Mutation } from './mutation-base.ts';

export type { Mutation } from './mutation-base.ts';

const untouched = Object.entries(BASES).map(([name, base]) => mutation(`${name}: untouched`, base, sound, () => {}));

/**
 * `expected` is {defect, at} of claim 0 (both null where the change is no defect), or {refused} where it is no
 * submission at all.
 */
export const mutations: readonly Mutation[] = [
  ...untouched,
  ...envelopeMutations(),
  ...memberMutations(),
  ...transcriptMutations(),
  ...submissionMutations(),
];
