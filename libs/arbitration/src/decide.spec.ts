import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { examine, isRefusal, parseSubmission } from '#custody';
import { createMarket } from '#inference';
import { makePrivateKey, native, signStatement, startVerification, type PrivateKey, type Statement } from '#statements';
import { conflictIdOf, decide, type Decision } from './decide.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';

const keyOf = (name: string): PrivateKey =>
  makePrivateKey('Ed25519', createHash('sha256').update(`decide ${name}`).digest());
const [bank, alice, bob] = ['bank', 'alice', 'bob'].map(keyOf) as [PrivateKey, PrivateKey, PrivateKey];
const issue = (jti: string, val = '20'): Statement =>
  signStatement('note+jwt', { iat: 1_790_000_000, jti, cls: 'bearer', val: { amt: val, cur: 'EUR' } }, bank);
const redeem = (note: Statement, by: PrivateKey): Statement =>
  signStatement('redemption+jwt', { iat: 1_790_000_100, jti: 'r', sub: note.digest, aud: bank.id }, by);

function judge(policy: Policy, claims: readonly Statement[][], evidence: readonly Statement[] = []): Decision {
  const parsed = parseSubmission({
    claims: claims.map((chain, i) => ({
      transcript: chain.map(({ text }) => text),
      bank: bank.id,
      receivedAt: `2026-11-22T09:3${i}:00Z`,
    })),
    evidence: evidence.map(({ text }) => text),
  });
  if (isRefusal(parsed)) throw new Error(parsed.why);
  const examination = examine(parsed, startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return decide(examination, createMarket(), policy);
}

const note = issue('n-1');
const copies = [
  [note, redeem(note, alice)],
  [note, redeem(note, bob)],
];

describe('a decision', () => {
  it('says "not proven" rather than guess, and names nobody then', () => {
    const { questions, culpability } = judge(DEFAULT_POLICY, copies);
    expect(questions).toMatchObject([{ question: { shape: 'copy' }, outcome: 'not_proven' }]);
    expect(culpability.length).toBeGreaterThan(0);
    expect(culpability.filter(({ named }) => named)).toEqual([]);
  });

  it('answers from the policy’s standard on, and names from that for naming', () => {
    const { questions } = judge(DEFAULT_POLICY, copies);
    const { ppm } = questions[0]!.answers[0]!;
    // The same case under standards that its likeliest answer just reaches, and just does not.
    const under = (compelling: number): Decision =>
      judge(
        {
          ...DEFAULT_POLICY,
          answerFrom: 'compelling',
          standards: { compelling, clear: compelling - 1, preponderance: compelling - 2 },
        },
        copies,
      );
    expect(under(ppm).questions[0]).toMatchObject({ standard: 'clear', outcome: 'not_proven' });
    expect(under(ppm - 1).questions[0]).toMatchObject({
      standard: 'compelling',
      outcome: questions[0]!.answers[0]!.id,
    });
  });

  it('names a culprit above the standard for naming, not at it', () => {
    const [likeliest] = judge(DEFAULT_POLICY, copies).culpability;
    const namedAt = (compelling: number): boolean | undefined =>
      judge({ ...DEFAULT_POLICY, standards: { compelling, clear: 2, preponderance: 1 } }, copies).culpability[0]?.named;
    expect([namedAt(likeliest!.ppm), namedAt(likeliest!.ppm - 1)]).toEqual([false, true]);
  });

  it('where a finding decides names its parties for certain, whatever else is asked', () => {
    const again = issue('n-1', '21');
    const { culpability, questions } = judge(DEFAULT_POLICY, [
      [note, redeem(note, alice)],
      [again, redeem(again, bob)],
    ]);
    expect(questions).toEqual([]);
    expect(culpability).toEqual([{ party: bank.id, probability: 1, ppm: 1_000_000, named: true }]);
  });

  it('with one claim alone pays it; with a defect rejects it', () => {
    expect(judge(DEFAULT_POLICY, copies.slice(0, 1)).awards).toEqual([
      { claim: copies[0]![1]!.digest, act: 'pay', ppm: 1_000_000 },
    ]);
    const other = issue('n-1', '99');
    expect(judge(DEFAULT_POLICY, [[note, redeem(other, alice)]]).awards).toMatchObject([{ act: 'reject', ppm: 0 }]);
  });

  it('is on the one conflict that there can be on a serial of an issuer', () => {
    const id = conflictIdOf(bank.id, 'n-1');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(judge(DEFAULT_POLICY, copies).conflict).toBe(id);
    expect(new Set([id, conflictIdOf(bank.id, 'n-2'), conflictIdOf(alice.id, 'n-1')]).size).toBe(3);
  });
});
