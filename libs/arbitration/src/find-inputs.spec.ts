import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Submission } from '#custody';
import { makePrivateKey, sha256, signStatement, type Statement } from '#statements';
import { findInputs } from './find-inputs.ts';
import { inputDigest } from './verdict.ts';

const key = makePrivateKey('Ed25519', createHash('sha256').update('find inputs').digest());
const stamp = (iat: number, jti: string): Statement =>
  signStatement('timestamp+jwt', { iat, jti, ref: sha256('a statement') }, key);

/** Claims that each have a statement of their own, with evidence of their own and of no one claim. */
const chains = [0, 1, 2, 3].map((i) => [stamp(1_000, 'shared'), stamp(1_000 + i, `claim ${i}`)]);
const own = chains.map((_, i) => stamp(5_000 - i, `evidence of claim ${i}`));
const general = [0, 1, 2, 3].map((i) => stamp(4_000 + i, `general ${i}`));
const submission: Submission = {
  reference: null,
  claims: chains.map((chain, i) => ({
    transcript: chain.map(({ text }) => text),
    bank: key.id,
    receivedAtText: '2026-11-22T09:30:00Z',
    receivedAt: 0,
    evidence: [own[i]!.text, 'no statement'],
    paid: false,
  })),
  evidence: general.map(({ text }) => text),
};
const model = sha256('a model');
const whole = [...chains.flat(), ...own, ...general].map(({ digest }) => digest);

describe('what a verdict rests on', () => {
  it('is found by its digest alone, whichever claims and evidence there were by then, and whatever anybody says', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.subarray(own),
        fc.subarray(general),
        fc.option(fc.integer({ min: -1, max: 9 }), { nil: undefined }),
        (count, owned, said, claims) => {
          const there = owned.filter((statement) => own.indexOf(statement) < count);
          const rests = [...chains.slice(0, count).flat(), ...there, ...said].map(({ digest }) => digest);
          const found = findInputs(submission, { inp: inputDigest(rests, model), model, claims });
          if (typeof found === 'string') throw new Error(found);
          expect(found.submission.claims).toHaveLength(count);
          expect(found.submission.claims.map(({ evidence }) => evidence)).toEqual(
            own
              .slice(0, count)
              .map((statement) => [...(there.includes(statement) ? [statement.text] : []), 'no statement']),
          );
          expect(found.submission.evidence).toEqual(
            general.filter((one) => said.includes(one)).map(({ text }) => text),
          );
          expect([found.statements, found.of]).toEqual([new Set(rests).size, new Set(whole).size]);
        },
      ),
      { numRuns: 60 },
    ));

  it('is not found where a statement is missing, or the model is another', () => {
    const inp = inputDigest(whole, model);
    expect(findInputs(submission, { inp, model: sha256('another'), claims: 4 })).toBe('none');
    const less = { ...submission, evidence: submission.evidence.slice(1) };
    expect(findInputs(less, { inp, model, claims: 4 })).toBe('none');
  });

  it('is given up where there are more parts than can be tried', () => {
    const many = Array.from({ length: 40 }, (_, i) => stamp(6_000, `one of many ${i}`).text);
    const evidence = [...submission.evidence, ...many];
    expect(findInputs({ ...submission, evidence }, { inp: sha256('none'), model, claims: 4 })).toBe('too_many');
  });
});
