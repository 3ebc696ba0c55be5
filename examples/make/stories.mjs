// Three conflicts told as stories; `examples/README.md` tells them in words.
import { writeFileSync } from 'node:fs';
import { asked, copied, duplicated, finding, forked } from './expectation.mjs';

/** A bank learns the conflict's id when it hands in the claims; testimony then names it. */
async function caseId(s, claims) {
  const draft = s.fresh('draft.json');
  writeFileSync(draft, await s.submission(claims));
  return (await s.assizeJson('judge', draft)).conflict;
}

export const STORIES = [
  {
    name: '1-finney',
    shows:
      'Vera (A) and Finn (B) redeem the same bearer note within a minute. She has evidence and a record, he has none.',
    make: async (s) => {
      const reference = 'Finney’s bearer note';
      const note = await s.note('north', { class: 'bearer', amount: '50', serial: 'N-2026-104711' });
      s.at('2026-11-22T09:28:30Z');
      const evidence = [await s.say('check', 'north', { note, nonce: 'vera-0928' })];
      const receipt = await s.at('2026-11-22T09:29:00Z').say('receipt', 'vera', { note, from: 'finn' });
      evidence.push(receipt, await s.at('2026-11-22T09:29:04Z').say('timestamp', 'witness', { of: receipt }));
      evidence.push(await s.at('2026-03-02T10:00:00Z').say('register', 'south', { customer: 'vera' }));
      evidence.push(await s.at('2026-02-11T10:00:00Z').say('attest', 'maker', { device: 'vera', level: 'hardware' }));
      const veras = await s.at('2026-11-22T09:29:55Z').redeem(note, 'vera', 'south');
      const finns = await s.at('2026-11-22T09:30:20Z').redeem(note, 'finn', 'east');
      const registered = await s.at('2026-11-01T10:00:00Z').say('register', 'east', { customer: 'finn' });
      const received = { vera: '2026-11-22T09:30:00.120Z', finn: '2026-11-22T09:30:24.870Z' };
      const one = await s.claim(veras, { receivedAt: received.vera, evidence });
      const other = await s.claim(finns, { receivedAt: received.finn, evidence: [registered] });
      const answer = {
        case: await caseId(s, [one, other]),
        note,
        say: 'received_in_good_faith',
        about: 'finn',
        text: 'He paid for a bicycle lamp. I asked the bank first, and it said that the note was unspent.',
      };
      evidence.push(await s.at('2026-11-22T11:02:00Z').say('testify', 'vera', answer));
      const complete = await s.claim(veras, { receivedAt: received.vera, evidence });
      return s.submission([complete, other], { reference });
    },
    expect: { outcome: 'question', findings: [copied(['vera', 'finn'], [0, 1])], questions: [asked('copy', 6)] },
  },
  {
    name: '2-offline-fork',
    shows:
      'Six hops between hardware wallets, no bank in sight; Dora’s (C) device signed one holding over to two people.',
    make: async (s) => {
      const hops = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fay', 'greta'];
      const terms = { class: 'attested', holder: 'ada', amount: '120', serial: 'N-2026-200318' };
      let chain = await s.note('north', terms);
      const [note] = [chain];
      let atDora;
      for (const [i, holder] of hops.slice(0, -1).entries()) {
        if (holder === 'dora') atDora = chain;
        s.at(5 * 3600);
        chain = await s.pay(chain, holder, hops[i + 1], { ctr: 40 + i * 7 });
      }
      const redeemed = await s.redeem(chain, 'greta', 'south', { ctr: 12 });
      // Dora's device again, restored from a copy: the same holding, the same counter, another payee.
      s.at('2026-11-21T12:00:00Z');
      const atHugo = await s.pay(atDora, 'dora', 'hugo', { ctr: 40 + 3 * 7 });
      const hugos = await s.redeem(atHugo, 'hugo', 'east', { ctr: 3 });
      s.at('2026-01-15T10:00:00Z');
      const devices = [];
      for (const device of [...hops, 'hugo']) {
        devices.push(await s.say('attest', 'maker', { device, level: 'hardware', model: 'Pocket 3' }));
      }
      s.at('2026-11-22T17:05:00Z');
      const receipts = [await s.say('receipt', 'greta', { note, from: 'fay', ref: chain })];
      receipts.push(await s.say('receipt', 'hugo', { note, from: 'dora', ref: atHugo }));
      const claims = [
        await s.claim(redeemed, { receivedAt: '2026-11-22T18:00:00Z', evidence: [receipts[0]] }),
        await s.claim(hugos, { receivedAt: '2026-11-22T19:40:00Z', evidence: [receipts[1]] }),
      ];
      return s.submission(claims, { reference: 'A fork in an offline chain', evidence: devices });
    },
    expect: {
      outcome: 'question',
      findings: [
        forked('dora', [
          ['emil', [0]],
          ['hugo', [1]],
        ]),
        finding('counter_reuse', ['dora'], [0, 1], 'key_proven'),
      ],
      questions: [asked('fork', 6)],
    },
  },
  {
    name: '3-restored-wallet',
    shows: 'Iris (A) restores her wallet from a backup, and redeems once more what she was paid for the day before.',
    make: async (s) => {
      const terms = { class: 'endorsed', holder: 'alice', amount: '80', serial: 'N-2026-117530' };
      const note = await s.note('north', terms);
      const atIris = await s.pay(note, 'alice', 'iris');
      const receipt = await s.say('receipt', 'iris', { note, from: 'alice', ref: atIris });
      const first = await s.at('2026-11-20T16:00:00Z').redeem(atIris, 'iris', 'south');
      const again = await s.at('2026-11-21T17:30:00Z').redeem(atIris, 'iris', 'east');
      const souths = await s.claim(first, { receivedAt: '2026-11-20T16:00:03Z', evidence: [receipt], paid: true });
      const easts = await s.claim(again, { receivedAt: '2026-11-21T17:30:02Z' });
      const answer = {
        case: await caseId(s, [souths, easts]),
        note,
        say: 'sent_twice_by_mistake',
        text: 'My telephone broke. The new one was restored from a backup, showed the note as mine, and I cashed it in.',
      };
      const evidence = [await s.at('2026-11-21T19:10:00Z').say('testify', 'iris', answer)];
      return s.submission([souths, easts], { reference: 'A wallet restored from backup', evidence });
    },
    expect: { outcome: 'question', findings: [duplicated('iris', [0, 1])], questions: [asked('duplicate', 3)] },
  },
];
