// Every shape of question, with evidence on the claims, and the cases where several are asked at once.
import { asked, copied, duplicated, finding, forked } from './expectation.mjs';
import { forkedByAlice } from './findings.mjs';

const CASE = '5b0a7d4e-0c1f-4a53-9a58-6f1d2e9c7b10';

/** What a careful claimant can show: its receipt, the issuer's word that the note was unspent, a witness, an answer. */
async function careful(s, { by, from, note, ref, say = 'received_in_good_faith' }) {
  const receipt = await s.say('receipt', by, { note, from, ref });
  return [
    receipt,
    await s.say('check', 'north', { note, nonce: s.name }),
    await s.say('timestamp', 'witness', { of: receipt }),
    await s.say('register', 'south', { customer: by }),
    await s.say('testify', by, { case: CASE, note, say, about: from, text: 'Paid for a bicycle lamp.' }),
  ];
}

export const SHAPES = [
  {
    name: 'copy',
    shows: 'Bob has a delivery, a check, a witness and an answer for his bearer note; Carol has nothing.',
    make: async (s) => {
      const note = await s.bearer();
      const evidence = await careful(s, { by: 'bob', from: 'alice', note });
      evidence.push(await s.say('deliver', 'alice', { note, to: 'bob' }));
      const bobs = await s.redeemed(note, 'bob', 'south', { evidence });
      return s.submission([bobs, await s.redeemed(note, 'carol', 'east')]);
    },
    expect: { outcome: 'question', findings: [copied(['bob', 'carol'], [0, 1])], questions: [asked('copy', 6)] },
  },
  {
    name: 'fork',
    shows: 'Alice paid Bob and Carol: Bob is careful and his device attested, Carol has her receipt only.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.pay(note, 'alice', 'bob');
      const atCarol = await s.pay(note, 'alice', 'carol');
      const evidence = await careful(s, { by: 'bob', from: 'alice', note, ref: atBob });
      evidence.push(await s.say('attest', 'maker', { device: 'bob', level: 'hardware', model: 'Wallet 2' }));
      const bobs = await s.redeemed(atBob, 'bob', 'south', { evidence });
      const receipt = await s.say('receipt', 'carol', { note, from: 'alice', ref: atCarol });
      const carols = await s.redeemed(atCarol, 'carol', 'east', { evidence: [receipt] });
      const answer = { case: CASE, note, say: 'never_transferred', about: 'carol' };
      return s.submission([bobs, carols], { evidence: [await s.say('testify', 'alice', answer)] });
    },
    expect: {
      outcome: 'question',
      findings: [forkedByAlice],
      questions: [asked('fork', 6)],
    },
  },
  {
    name: 'duplicate',
    shows: 'Bob redeems twice within the minute, at one bank, and says that he sent it twice by mistake.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.pay(note, 'alice', 'bob');
      const evidence = await careful(s, { by: 'bob', from: 'alice', note, ref: atBob, say: 'sent_twice_by_mistake' });
      const first = await s.redeem(atBob, 'bob');
      const second = await s.at(-590).redeem(atBob, 'bob');
      const claims = [await s.claim(first, { evidence })];
      return s.submission([...claims, await s.at(-30).claim(second)]);
    },
    expect: { outcome: 'question', findings: [duplicated('bob', [0, 1])], questions: [asked('duplicate', 3)] },
  },
  {
    name: 'two-forks',
    shows: 'Three claims that part at two holders: Alice paid Bob and Erin, Bob paid Carol and Dave. Two questions.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.pay(note, 'alice', 'bob');
      const atErin = await s.pay(note, 'alice', 'erin');
      const atCarol = await s.pay(atBob, 'bob', 'carol');
      const atDave = await s.pay(atBob, 'bob', 'dave');
      return s.submission([
        await s.redeemed(atCarol, 'carol'),
        await s.redeemed(atDave, 'dave', 'east'),
        await s.redeemed(atErin, 'erin'),
      ]);
    },
    expect: {
      outcome: 'question',
      findings: [
        forked('alice', [
          ['bob', [0, 1]],
          ['erin', [2]],
        ]),
        forked('bob', [
          ['carol', [0]],
          ['dave', [1]],
        ]),
      ],
      questions: [asked('fork', 6), asked('fork', 6)],
    },
  },
  {
    name: 'duplicate-and-copy',
    shows: 'Bob redeems a bearer note twice and Carol once: why twice, and who copied it?',
    make: async (s) => {
      const note = await s.bearer();
      const claims = [await s.redeemed(note, 'bob'), await s.redeemed(note, 'bob', 'east')];
      return s.submission([...claims, await s.redeemed(note, 'carol')]);
    },
    expect: {
      outcome: 'question',
      findings: [duplicated('bob', [0, 1]), copied(['bob', 'carol'], [0, 1, 2])],
      questions: [asked('duplicate', 3), asked('copy', 6)],
    },
  },
  {
    name: 'replay-and-fork',
    shows: 'A fork of which one claim was handed in twice: the replay counts once, the question stays.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.redeem(await s.pay(note, 'alice', 'bob'), 'bob');
      const carols = await s.redeemed(await s.pay(note, 'alice', 'carol'), 'carol', 'east');
      return s.submission([await s.claim(atBob), carols, await s.claim(atBob)]);
    },
    expect: {
      outcome: 'question',
      findings: [
        forked('alice', [
          ['bob', [0, 2]],
          ['carol', [1]],
        ]),
        finding('replay', ['bob'], [0, 2], 'bank_asserted'),
      ],
      questions: [asked('fork', 6)],
    },
  },
  {
    name: 'issuer-as-claimant',
    shows: 'The issuer itself redeems a copy of its bearer note: a party is named once, so six hypotheses.',
    make: async (s) => {
      const note = await s.bearer();
      return s.submission([await s.redeemed(note, 'bob'), await s.redeemed(note, 'north')]);
    },
    // theft of either, collusion of both, issuer_leak alone and with Bob, unknown.
    expect: { outcome: 'question', findings: [copied(['bob', 'north'], [0, 1])], questions: [asked('copy', 6)] },
  },
  {
    name: 'crowd-of-33',
    shows: 'Thirty-three redeem copies of one bearer note: beyond 32 claimants no pairs are asked about.',
    make: async (s) => {
      const note = await s.bearer();
      const claims = [];
      for (const claimant of crowd()) claims.push(await s.redeemed(note, claimant));
      return s.submission(claims);
    },
    // 33 thefts, 33 leaks of the issuer, unknown.
    expect: {
      outcome: 'question',
      findings: [
        copied(
          crowd(),
          Array.from({ length: 33 }, (_, i) => i),
        ),
      ],
      questions: [asked('copy', 67)],
    },
  },
];

function crowd() {
  return Array.from({ length: 33 }, (_, i) => `guest-${i + 1}`);
}
