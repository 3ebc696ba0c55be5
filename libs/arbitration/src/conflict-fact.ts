import type { Question } from '#custody';
import type { ConflictFact } from '#inference';
import { compareIds } from './ppm.ts';

/**
 * toConflictFact puts a question of custody into the words of the inference stream (spec "facts"). `at` is in the
 * unit of the stream that it is weighed with; claims stand by id, so that their order in a submission is gone.
 */
export function toConflictFact(question: Question, id: string, at: number): ConflictFact {
  const seen = new Set<string>();
  const inOrder = [...question.claims].sort((a, b) => a.receivedAt - b.receivedAt || compareIds(a.id, b.id));
  const claims = inOrder.map(({ id: claim, claimant, bank, features }) => {
    // What is known of a claimant is known once, however often it claims.
    const isFirst = !seen.has(claimant);
    seen.add(claimant);
    return { id: claim, claimant, bank, at, features: new Map(isFirst ? Object.entries(features) : []) };
  });
  return {
    kind: 'conflict',
    id,
    at,
    shape: question.shape,
    issuer: question.issuer,
    claims: claims.sort((a, b) => compareIds(a.id, b.id)),
    features: new Map(Object.entries(question.features)),
    ...(question.fork === null ? {} : { fork: question.fork }),
  };
}

/** factIdOf names a case's question in the stream: by its place, and by the round of the verdict that asked it anew. */
export const factIdOf = (conflict: string, question: number, round: number): string =>
  round === 0 ? `${conflict}#${question}` : `${conflict}#${question}@${round}`;

/** factsOf gives the facts that a decision's questions put into the stream, at an instant of the stream. */
export const factsOf = (
  {
    conflict,
    questions,
  }: { readonly conflict: string | null; readonly questions: readonly { readonly question: Question }[] },
  at: number,
  round = 0,
): ConflictFact[] =>
  questions.map(({ question }, i) => toConflictFact(question, factIdOf(conflict ?? '', i, round), at));
