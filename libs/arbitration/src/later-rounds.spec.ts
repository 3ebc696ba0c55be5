import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalOrder, examine, isRefusal, parseSubmission } from '#custody';
import { createMarket, observe, retract } from '#inference';
import {
  isFault,
  makePrivateKey,
  native,
  sha256,
  signStatement,
  startVerification,
  type JsonObject,
  type PrivateKey,
} from '#statements';
import { factIdOf, factsOf, toConflictFact } from './conflict-fact.ts';
import { decide, type Decision } from './decide.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { recheckVerdict } from './recheck.ts';
import { signVerdict, verdictPayload, type Occasion } from './verdict.ts';

const keyOf = (name: string): PrivateKey =>
  makePrivateKey('Ed25519', createHash('sha256').update(`rounds ${name}`).digest());
const [bank, alice, bob, tribunal] = ['bank', 'alice', 'bob', 'tribunal'].map(keyOf) as [
  PrivateKey,
  PrivateKey,
  PrivateKey,
  PrivateKey,
];

/** A bearer note that Alice redeemed twice and Bob once: a copy and a duplicate, so two questions. */
const note = signStatement(
  'note+jwt',
  { iat: 1_790_000_000, jti: 'n-1', cls: 'bearer', val: { amt: '20', cur: 'EUR' } },
  bank,
);
const redemptions = [
  [alice, 'r-1'],
  [alice, 'r-2'],
  [bob, 'r-3'],
] as const;
const submission = {
  claims: redemptions.map(([by, jti], i) => ({
    transcript: [
      note.text,
      signStatement('redemption+jwt', { iat: 1_790_000_100, jti, sub: note.digest, aud: bank.id }, by).text,
    ],
    bank: bank.id,
    receivedAt: `2026-11-22T09:3${i}:00Z`,
  })),
};

const market = createMarket();
function judge(): Decision {
  const parsed = parseSubmission(submission);
  if (isRefusal(parsed)) throw new Error(parsed.why);
  const examination = examine(canonicalOrder(parsed), startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return decide(examination, market, DEFAULT_POLICY);
}
const decision = judge();
const automatic: Occasion = { jti: 'v-1', iat: 1_795_000_000 };
const later: Occasion = { jti: 'v-2', iat: 1_795_000_900, round: 2, previous: sha256('the verdict before') };
const signed = (occasion: Occasion): JsonObject => {
  const verdict = signVerdict(verdictPayload(decision, market, occasion)!, tribunal);
  if (isFault(verdict)) throw new Error(verdict.why);
  return verdict.payload;
};

describe('a verdict of a later round', () => {
  it('names its round and the verdict that it replaces, and is else the same', () => {
    const { jti: _id, iat: _at, rnd, prv, ...rest } = verdictPayload(decision, market, later)!;
    expect([rnd, prv]).toEqual([2, later.previous]);
    const { jti: _first, iat: _earlier, ...first } = verdictPayload(decision, market, automatic)!;
    expect(first).toEqual({ ...rest, rnd: 0 });
    expect(Object.keys(first)).not.toContain('prv');
  });

  it('follows from its inputs like the first, whichever it is', () => {
    for (const occasion of [automatic, later]) expect(recheckVerdict(signed(occasion), decision, market)).toBeNull();
    expect(recheckVerdict({ ...signed(later), cas: 'other' }, decision, market)).toContain('"cas" is "other"');
  });
});

describe('the facts of a decision', () => {
  it('are its questions in the words of the stream, one by one', () => {
    const { conflict, questions } = decision;
    expect(questions.map(({ question }) => question.shape).toSorted()).toEqual(['copy', 'duplicate']);
    expect(factsOf(decision, 7)).toEqual(
      questions.map(({ question }, i) => toConflictFact(question, `${conflict}#${i}`, 7)),
    );
    expect(factsOf(decision, 7, 3).map(({ id }) => id)).toEqual([`${conflict}#0@3`, `${conflict}#1@3`]);
    expect(factIdOf('c', 4, 0)).toBe('c#4');
  });

  it('can be heard beside those of another round, and replace them', () => {
    const stream = createMarket();
    for (const fact of factsOf(decision, 1)) expect(observe(stream, fact)).toMatchObject({ conflict: fact.id });
    for (const { id } of factsOf(decision, 1)) expect(retract(stream, id, 2)).toBeNull();
    for (const fact of factsOf(decision, 2, 1)) expect(observe(stream, fact)).toMatchObject({ conflict: fact.id });
    for (const { id } of factsOf(decision, 1))
      expect(retract(stream, id, 3)).toEqual({ problem: expect.stringContaining('never heard') });
  });
});
