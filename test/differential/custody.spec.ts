/** The product's custody against the independent reference judge (test/reference), on random worlds and mutations. */
import { describe, expect, it } from '@jest/globals';
import { examine, isRefusal, parseSubmission } from '#custody';
import { hypothesesOf } from '#inference';
import { toConflictFact, toCustodyRecord } from '#arbitration';
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

/** The reference gives no reasons, so ours are not compared. */
const withoutReasons = (record: object): object =>
  JSON.parse(JSON.stringify(record, (name, value: unknown) => (name === 'why' ? undefined : value))) as object;

function judge(text: string, register: readonly Jwk[] | undefined): object {
  const document = parseJson(text);
  if ('problem' in document) return { refused: 'no_submission' };
  const submission = parseSubmission(document.value);
  if (isRefusal(submission))
    return { refused: submission.code === 'not_a_submission' ? 'no_submission' : submission.code };
  const examination = examine(submission, startVerification(native, portable, 0), registerOf(register));
  if (isRefusal(examination)) return { refused: examination.code };
  return {
    ...withoutReasons(toCustodyRecord(examination)),
    questions: examination.questions.map((question) => ({
      shape: question.shape,
      hypotheses: hypothesesOf(toConflictFact(question, 'q', 0))
        .map(({ id }) => id)
        .sort(),
    })),
  };
}

/** Two submissions in one: what one of them shows must not depend on what the other lets the judge remember. */
function joined(one: string, other: string): string {
  const [first, second] = [JSON.parse(one), JSON.parse(other)] as { claims: object[]; evidence?: string[] }[];
  const evidence = [...(first!.evidence ?? []), ...(second!.evidence ?? [])];
  return JSON.stringify({ claims: [...first!.claims, ...second!.claims], evidence });
}

describe('the judge and the independent reference', () => {
  it(`agree on ${WORLDS} random worlds`, () => {
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const { text, register, story } = randomWorld(seed);
      const expected = JSON.parse(JSON.stringify(referenceJudge(text, register))) as object;
      expect({ seed, story, ...judge(text, register) }).toEqual({ seed, story, ...expected });
    }
  });

  it('agree on mutations of the chain beside the sound submission that they were made from, in both orders', () => {
    // What is wrong with a text by itself is wrong everywhere; these defects depend on what stands around it.
    const contextual = ['key_mismatch', 'foreign_statement', 'broken_chain', 'not_holder', 'wrong_audience'];
    const sounds = mutations.filter(({ name }) => name.endsWith(': untouched'));
    const pairs = mutations.flatMap(({ name, text, register, expected }) =>
      'defect' in expected && contextual.includes(expected.defect ?? '')
        ? sounds.map((sound) => ({ name, text, register, sound }))
        : [],
    );
    expect(pairs.length).toBeGreaterThan(100);
    for (const { name, text, register, sound } of pairs) {
      for (const both of [joined(sound.text, text), joined(text, sound.text)]) {
        const expected = JSON.parse(JSON.stringify(referenceJudge(both, register))) as object;
        expect({ name, ...judge(both, register) }).toEqual({ name, ...expected });
      }
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
