import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  jwkOf,
  makePrivateKey,
  native,
  signStatement,
  startVerification,
  type PrivateKey,
  type Statement,
} from '#statements';
import { examine } from './examine.ts';
import { featuresOfConflict } from './features.ts';
import type { Question } from './question.ts';
import { isRefusal, parseSubmission } from './submission.ts';

const keyOf = (name: string): PrivateKey =>
  makePrivateKey('Ed25519', createHash('sha256').update(`features ${name}`).digest());
const [bank, alice, bob, maker] = ['bank', 'alice', 'bob', 'maker'].map(keyOf) as [
  PrivateKey,
  PrivateKey,
  PrivateKey,
  PrivateKey,
];
const RECEIVED = 1_795_339_800;
const iat = 1_790_000_000;
const cas = '0b54a2d6-6f0f-4c3e-9d4c-2f1f6d1d7a11';

const note = signStatement('note+jwt', { iat, jti: 'n', cls: 'bearer', val: { amt: '5', cur: 'EUR' } }, bank);
const redeem = (by: PrivateKey): Statement =>
  signStatement('redemption+jwt', { iat, jti: 'r', sub: note.digest, aud: bank.id }, by);
const [first, second] = [redeem(alice), redeem(bob)];
const sub = note.digest;

/** The one question of two copies, Alice's claim with some evidence of its own. */
function ask(...evidence: Statement[]): Question {
  const parsed = parseSubmission({
    claims: [
      {
        transcript: [note.text, first.text],
        bank: bank.id,
        receivedAt: '2026-11-22T09:30:00Z',
        evidence: evidence.map(({ text }) => text),
      },
      { transcript: [note.text, second.text], bank: bank.id, receivedAt: '2026-11-22T09:30:59Z' },
    ],
  });
  if (isRefusal(parsed)) throw new Error(parsed.why);
  const examination = examine(parsed, startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination.questions[0]!;
}

const featuresWith = (...evidence: Statement[]): object =>
  ask(...evidence).claims.find(({ claimant }) => claimant === alice.id)!.features;

const testify = (by: PrivateKey, say: string, more: object = {}): Statement =>
  signStatement('testimony+jwt', { iat: RECEIVED + 60, cas, sub, say, ...more }, by);

describe('a claim’s features', () => {
  it('without evidence are those of a bare claim', () => {
    expect(featuresWith()).toMatchObject({
      receipt: 'none',
      check: 'none',
      device: 'none',
      timestamp: 'none',
      testimony: 'none',
      binding: 'bare',
    });
  });

  it.each<[string, string, Statement[]]>([
    ['receipt', 'own', [signStatement('receipt+jwt', { iat, sub, frm: maker.id }, alice)]],
    ['receipt', 'countersigned', [signStatement('delivery+jwt', { iat, sub, to: alice.id }, maker)]],
    ['receipt', 'none', [signStatement('receipt+jwt', { iat, sub, frm: maker.id }, maker)]],
    ['check', 'online', [signStatement('check+jwt', { iat, sub, sts: 'unspent' }, bank)]],
    ['check', 'none', [signStatement('check+jwt', { iat, sub, sts: 'unspent' }, alice)]],
    ['device', 'hardware', [signStatement('attestation+jwt', { iat, sub: alice.id, lvl: 'hardware' }, maker)]],
    ['device', 'software', [signStatement('attestation+jwt', { iat, sub: alice.id, lvl: 'software' }, maker)]],
    ['device', 'none', [signStatement('attestation+jwt', { iat, sub: alice.id, lvl: 'hardware' }, alice)]],
    ['timestamp', 'witnessed', [signStatement('timestamp+jwt', { iat, ref: first.digest }, maker)]],
    ['timestamp', 'none', [signStatement('timestamp+jwt', { iat, ref: first.digest }, alice)]],
    ['testimony', 'given', [testify(alice, 'paid_for_it')]],
    ['testimony', 'none', [testify(maker, 'paid_for_it')]],
    [
      'testimony',
      'contradicted',
      [testify(alice, 'paid_for_it', { abt: maker.id }), testify(maker, 'never_transferred')],
    ],
    [
      'testimony',
      'contradicted',
      [testify(alice, 'never_transferred'), signStatement('delivery+jwt', { iat, sub, to: maker.id }, alice)],
    ],
    ['response', 'prompt', [testify(alice, 'other')]],
    ['response', 'late', [testify(alice, 'other', { iat: RECEIVED + 86_401 })]],
  ])('%s is %s', (feature, value, evidence) => {
    expect(featuresWith(...evidence)).toMatchObject({ [feature]: value });
  });

  it('do not come from what is said about another note', () => {
    const other = signStatement(
      'note+jwt',
      { iat, jti: 'other', cls: 'endorsed', val: { amt: '5', cur: 'EUR' }, cnf: { jwk: jwkOf(alice) } },
      bank,
    );
    const said = [
      signStatement('receipt+jwt', { iat, sub: other.digest, frm: maker.id }, alice),
      signStatement('check+jwt', { iat, sub: other.digest, sts: 'unspent' }, bank),
    ];
    expect(featuresWith(...said)).toEqual(featuresWith());
  });
});

describe('a conflict’s features', () => {
  it.each([
    [0, 'seconds'],
    [59.9, 'seconds'],
    [60, 'minutes'],
    [3_599, 'minutes'],
    [3_600, 'hours'],
    [86_399, 'hours'],
    [86_400, 'days'],
  ])('a gap of %s s is %s, whoever came first', (gap, word) => {
    const claims = [RECEIVED + gap, RECEIVED, RECEIVED + 9e6].map((receivedAt) => ({ receivedAt, bank: bank.id }));
    expect(featuresOfConflict(claims)).toEqual({ gap: word, same_bank: 'yes' });
    expect(featuresOfConflict(claims.toReversed())).toEqual({ gap: word, same_bank: 'yes' });
  });

  it('tell whether one bank has all the claims', () => {
    const claims = [bank.id, maker.id].map((id) => ({ receivedAt: RECEIVED, bank: id }));
    expect(featuresOfConflict(claims)).toMatchObject({ same_bank: 'no' });
    expect(ask().features).toEqual({ gap: 'seconds', same_bank: 'yes' });
  });
});
