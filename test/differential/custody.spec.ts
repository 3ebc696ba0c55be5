/** The product's custody against the independent reference judge (test/reference), on random worlds and mutations. */
import { describe, expect, it } from '@jest/globals';
import { examine, isRefusal, parseSubmission, type Finding } from '#custody';
import { hypothesesOf } from '#inference';
import { toConflictFact } from '#arbitration';
import {
  isFault,
  native,
  parseJson,
  portable,
  readKey,
  startVerification,
  type Json,
  type PartyId,
  type StatedKey,
} from '#statements';
import { mutations } from '../reference/mutations.ts';
import { randomWorld } from '../reference/random-world.ts';
import { referenceJudge, type Jwk } from '../reference/reference-judge.ts';

const WORLDS = Number(process.env['WORLDS'] ?? 400);

const registerOf = (jwks: readonly Jwk[] | undefined): Map<PartyId, StatedKey> | null => {
  if (jwks === undefined) return null;
  const keys = jwks.map((jwk) => readKey(jwk as unknown as Json, 'register'));
  return new Map(keys.flatMap((key) => (isFault(key) ? [] : [[key.id, key] as const])));
};

const viewFinding = ({ code, parties, claims, branches, identity, when, binds, proof }: Finding): object => ({
  code,
  parties,
  claims,
  ...(branches === undefined ? {} : { branches }),
  ...(identity === undefined ? {} : { identity }),
  ...(when === undefined ? {} : { when }),
  binds,
  proof,
});

function judge(text: string, register: readonly Jwk[] | undefined): object {
  const document = parseJson(text);
  if ('problem' in document) return { refused: 'no_submission' };
  const submission = parseSubmission(document.value);
  if (isRefusal(submission))
    return { refused: submission.code === 'not_a_submission' ? 'no_submission' : submission.code };
  const examination = examine(submission, startVerification(native, portable, 0), registerOf(register));
  if (isRefusal(examination)) return { refused: examination.code };
  return {
    note: examination.note,
    outcome: examination.outcome,
    claims: examination.claims.map(({ index, sound, fault, at, claimant, digest }) => ({
      index,
      sound,
      defect: fault?.defect ?? null,
      at,
      claimant,
      digest,
    })),
    findings: examination.findings.map(viewFinding),
    ignored: examination.ignored,
    questions: examination.questions.map((question) => ({
      shape: question.shape,
      hypotheses: hypothesesOf(toConflictFact(question, 'q', 0))
        .map(({ id }) => id)
        .sort(),
    })),
  };
}

describe('the judge and the independent reference', () => {
  it(`agree on ${WORLDS} random worlds`, () => {
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const { text, register, story } = randomWorld(seed);
      const expected = JSON.parse(JSON.stringify(referenceJudge(text, register))) as object;
      expect({ seed, story, ...judge(text, register) }).toEqual({ seed, story, ...expected });
    }
  });

  it.each(mutations)('agree on $name', ({ text, register, expected }) => {
    const judged = judge(text, register) as {
      claims?: { defect: string | null; at: number | null }[];
      refused?: string;
    };
    if ('refused' in expected) expect(judged).toEqual(expected);
    else expect(judged.claims![0]).toMatchObject(expected);
    expect(judged).toEqual(JSON.parse(JSON.stringify(referenceJudge(text, register))));
  });
});
