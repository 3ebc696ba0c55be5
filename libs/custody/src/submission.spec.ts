import { describe, expect, it } from '@jest/globals';
import type { Json } from '#statements';
import { canonicalOrder, isRefusal, MAX_CLAIMS, parseSubmission, type Submission } from './submission.ts';

const bank = 'A'.repeat(43);
const claim = { transcript: ['note', 'redemption'], bank, receivedAt: '2026-11-22T09:30:00.120Z' };

const read = (json: Json): Submission => {
  const submission = parseSubmission(json);
  if (isRefusal(submission)) throw new Error(submission.why);
  return submission;
};

describe('a submission', () => {
  it('says who presented what, and when; all else may be left out', () => {
    expect(read({ claims: [claim] })).toEqual({
      reference: null,
      claims: [
        {
          transcript: ['note', 'redemption'],
          bank,
          receivedAtText: '2026-11-22T09:30:00.120Z',
          receivedAt: 1_795_339_800.12,
          evidence: [],
          paid: false,
        },
      ],
      evidence: [],
    });
    expect(
      read({ reference: 'case 7', claims: [{ ...claim, paid: true, evidence: ['e'] }], evidence: ['f'] }),
    ).toMatchObject({
      reference: 'case 7',
      claims: [{ paid: true, evidence: ['e'] }],
      evidence: ['f'],
    });
  });

  it('keeps entries of a transcript that are no strings: they are malformed in their place', () => {
    expect(read({ claims: [{ ...claim, transcript: ['note', 7, null] }] }).claims[0]!.transcript).toEqual([
      'note',
      7,
      null,
    ]);
  });

  it.each<[string, Json, string]>([
    ['a list', [], ''],
    ['nothing', null, ''],
    ['a reference that is no string', { reference: 7, claims: [] }, '/reference'],
    ['no claims', {}, '/claims'],
    ['claims that are no list', { claims: {} }, '/claims'],
    ['evidence that is no list', { claims: [], evidence: 'e' }, '/evidence'],
    ['evidence that is no string', { claims: [], evidence: ['e', 7] }, '/evidence/1'],
    ['a claim that is no object', { claims: [claim, 'claim'] }, '/claims/1'],
    ['a claim without a transcript', { claims: [{ bank, receivedAt: claim.receivedAt }] }, '/claims/0/transcript'],
    ['a transcript that is no list', { claims: [{ ...claim, transcript: 'note' }] }, '/claims/0/transcript'],
    ['a claim without a bank', { claims: [{ transcript: [], receivedAt: claim.receivedAt }] }, '/claims/0/bank'],
    ['a bank that is no party', { claims: [{ ...claim, bank: 'First' }] }, '/claims/0/bank'],
    ['a claim without a time', { claims: [{ transcript: [], bank }] }, '/claims/0/receivedAt'],
    ['a time without a zone', { claims: [{ ...claim, receivedAt: '2026-11-22T09:30:00' }] }, '/claims/0/receivedAt'],
    ['a time in numbers', { claims: [{ ...claim, receivedAt: 1_790_000_000 }] }, '/claims/0/receivedAt'],
    ['a claim that is "paid"', { claims: [{ ...claim, paid: 'yes' }] }, '/claims/0/paid'],
    ['evidence of a claim that is no list', { claims: [{ ...claim, evidence: null }] }, '/claims/0/evidence'],
    ['evidence of a claim that is no string', { claims: [{ ...claim, evidence: [null] }] }, '/claims/0/evidence/0'],
  ])('%s is refused, and where', (_, json, pointer) => {
    expect(parseSubmission(json)).toMatchObject({ code: 'not_a_submission', pointer });
  });

  it(`has at most ${MAX_CLAIMS} claims`, () => {
    const of = (count: number): Json => ({ claims: Array.from({ length: count }, () => claim) });
    expect(read(of(MAX_CLAIMS)).claims).toHaveLength(MAX_CLAIMS);
    expect(parseSubmission(of(MAX_CLAIMS + 1))).toEqual({
      code: 'too_many_claims',
      why: '1001 claims, at most 1000',
      pointer: '/claims',
    });
  });

  it('has one canonical order, however it came', () => {
    const second = { ...claim, transcript: ['other'], evidence: ['b', 'a'] };
    const one = read({ claims: [claim, second, claim], evidence: ['y', 'x'] });
    const other = read({ claims: [{ ...second, evidence: ['a', 'b'] }, claim, claim], evidence: ['x', 'y'] });
    expect(canonicalOrder(one)).toEqual(canonicalOrder(other));
    expect(canonicalOrder(one).evidence).toEqual(['x', 'y']);
    expect(one.evidence).toEqual(['y', 'x']);
  });
});
