import type { Question } from '#custody';
import type { ConflictFact } from '#inference';

/**
 * toConflictFact puts a question of custody into the words of the inference stream (spec "facts"). `at` is in the
 * unit of the stream that it is weighed with; claims stand by id, so that their order in a submission is gone.
 */
export function toConflictFact(question: Question, id: string, at: number): ConflictFact {
  const claims = question.claims
    .map(({ id: claim, claimant, bank, features }) => ({
      id: claim,
      claimant,
      bank,
      at,
      features: new Map(Object.entries(features)),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    kind: 'conflict',
    id,
    at,
    shape: question.shape,
    issuer: question.issuer,
    claims,
    features: new Map(Object.entries(question.features)),
    ...(question.fork === null ? {} : { fork: question.fork }),
  };
}
