// Every outcome but `split` (which needs two verifiers that differ), and what is good though it looks odd.
import { asked, copied, finding } from './expectation.mjs';

export const OUTCOMES = [
  {
    name: 'no-conflict',
    shows: 'One claim alone is accepted and kept; there is nothing to decide.',
    make: async (s) => s.submission([await s.redeemed(await s.pay(await s.endorsed('alice'), 'alice', 'bob'), 'bob')]),
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'no-sound-claim',
    shows: 'The only claim was presented to another bank than it asks to pay.',
    make: async (s) => s.submission([await s.redeemed(await s.bearer(), 'bob', 'south', { bank: 'east' })]),
    expect: { outcome: 'no_sound_claim', defects: ['wrong_audience'], ats: [1] },
  },
  {
    name: 'decided',
    shows: 'Findings alone decide: the issuer signed the serial twice.',
    make: async (s) => {
      const first = await s.redeemed(await s.bearer(), 'bob');
      return s.submission([first, await s.redeemed(await s.bearer({ amount: '50' }), 'carol')]);
    },
    expect: { outcome: 'decided', findings: [finding('reissue', ['north'], [0, 1], 'key_proven')] },
  },
  {
    name: 'question',
    shows: 'Signatures leave it open who copied the note.',
    make: async (s) => {
      const note = await s.bearer();
      return s.submission([await s.redeemed(note, 'bob'), await s.redeemed(note, 'carol')]);
    },
    expect: { outcome: 'question', findings: [copied(['bob', 'carol'], [0, 1])], questions: [asked('copy', 6)] },
  },
  {
    name: 'loser-set-aside',
    shows: 'A defective claim beside a sound one is kept and shown, and makes no conflict.',
    make: async (s) => {
      const note = await s.bearer();
      const sound = await s.redeemed(note, 'bob');
      return s.submission([await s.redeemed(note, 'carol', 'south', { bank: 'east' }), sound]);
    },
    expect: { outcome: 'no_conflict', defects: ['wrong_audience', null], ats: [1, null] },
  },
  {
    name: 'evidence-ignored',
    shows: 'Evidence that does not verify counts for nothing and is listed; the claim stands.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.pay(note, 'alice', 'bob');
      const good = await s.say('receipt', 'bob', { note, from: 'alice', ref: atBob });
      const forged = await s.say('receipt', 'bob', { note, from: 'alice', header: { alg: 'none' }, unchecked: true });
      // No statement at all, which no command makes.
      const evidence = [good, forged, s.joined(['three.little.dots'])];
      return s.submission([await s.redeemed(atBob, 'bob', 'south', { evidence })]);
    },
    expect: { outcome: 'no_conflict', ignored: 2 },
  },
  {
    name: 'came-back',
    shows: 'A note that comes back to an earlier holder and is redeemed by her: no defect, no finding.',
    make: async (s) => {
      const there = await s.pay(await s.endorsed('alice'), 'alice', 'bob');
      return s.submission([await s.redeemed(await s.pay(there, 'bob', 'alice'), 'alice')]);
    },
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'last-second',
    shows: 'Received in the very second in which the note expires: not after it.',
    make: async (s) => {
      const expires = '2026-11-30T12:00:00Z';
      const redeemed = await s.redeem(await s.bearer({ expires }), 'bob');
      return s.submission([await s.claim(redeemed, { receivedAt: expires })]);
    },
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'note-without-key',
    shows: 'A note that does not state its bank’s key is good where the register knows the bank.',
    register: 'banks.json',
    make: async (s) => s.submission([await s.redeemed(await s.bearer({ withoutKey: true }), 'bob')]),
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'one-show',
    shows: 'A one-show note spent once and redeemed.',
    make: async (s) => {
      const secret = await s.secret('alice');
      const note = await s.note('north', { class: 'one-show', oneShow: secret });
      return s.submission([await s.redeemed(await s.spend(note, 'dave', secret), 'dave')]);
    },
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'older-name',
    shows: 'EdDSA is the older name of Ed25519, and unknown members are ignored.',
    make: async (s) => {
      const odd = { header: { alg: 'EdDSA', cty: 'x' }, payload: { mood: 'sunny' } };
      return s.submission([await s.redeemed(await s.pay(await s.endorsed('alice'), 'alice', 'bob', odd), 'bob')]);
    },
    expect: { outcome: 'no_conflict' },
  },
];
