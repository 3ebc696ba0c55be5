// Every finding, in the forms that the specification names.
import { illMadeNote } from './one-show.mjs';
import { asked, copied, duplicated, finding, forked } from './expectation.mjs';

/** What two ways on from Alice's holding, to Bob and to Carol, must show. */
export const forkedByAlice = forked('alice', [
  ['bob', [0]],
  ['carol', [1]],
]);

/** Alice pays Bob and Carol with the same holding; `options` go into both transfers. */
async function twoWays(s, note, options = {}) {
  const atBob = await s.pay(note, 'alice', 'bob', options);
  const atCarol = await s.pay(note, 'alice', 'carol', options);
  return [await s.redeemed(atBob, 'bob'), await s.redeemed(atCarol, 'carol', 'east')];
}

/** A one-show note of Alice's, spent to Dave and to Erin. */
async function spentTwice(s, { register, evidence = [] } = {}) {
  const secret = await s.secret('alice');
  const note = await s.note('north', { class: 'one-show', oneShow: secret });
  const claims = [];
  for (const payee of ['dave', 'erin']) claims.push(await s.redeemed(await s.spend(note, payee, secret), payee));
  const vouched =
    register === undefined ? [] : [await s.say('register', register, { customer: 'alice', identity: secret })];
  return s.submission(claims, {
    evidence: [...vouched, ...evidence].length > 0 ? [...vouched, ...evidence] : undefined,
  });
}

/** One sound claim, and a notice about Alice, who signed the transfer in it. */
async function leaked(s, makeNotice) {
  const claim = await s.redeemed(await s.pay(await s.endorsed('alice'), 'alice', 'bob'), 'bob');
  return s.submission([claim], { evidence: await makeNotice() });
}
const since = '2026-11-20T00:00:00Z';
const EARLY = '2026-11-20T09:25:00Z';
const LATE = '2026-11-25T12:00:00Z';
const compromised = (when, binds) => finding('compromised_key', ['alice'], [0], binds, { when });

export const FINDINGS = [
  {
    name: 'fork',
    shows: 'Alice signs one holding over to Bob and to Carol.',
    make: async (s) => s.submission(await twoWays(s, await s.endorsed('alice'))),
    expect: { outcome: 'question', findings: [forkedByAlice], questions: [asked('fork', 6)] },
  },
  {
    name: 'fork-three-ways',
    shows: 'One holding, three successors: one finding with three branches.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const third = await s.pay(note, 'alice', 'dave');
      return s.submission([...(await twoWays(s, note)), await s.redeemed(third, 'dave')]);
    },
    expect: {
      outcome: 'question',
      findings: [
        forked('alice', [
          ['bob', [0]],
          ['carol', [1]],
          ['dave', [2]],
        ]),
      ],
      questions: [asked('fork', 8)],
    },
  },
  {
    name: 'fork-redeemed-and-passed-on',
    shows: 'Alice redeems her note herself and also pays Bob with it: the first branch leads to Alice.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const own = await s.redeemed(note, 'alice');
      return s.submission([own, await s.redeemed(await s.pay(note, 'alice', 'bob'), 'bob', 'east')]);
    },
    expect: {
      outcome: 'question',
      findings: [
        forked('alice', [
          ['alice', [0]],
          ['bob', [1]],
        ]),
      ],
      questions: [asked('fork', 4)],
    },
  },
  {
    name: 'fork-to-one-party',
    shows: 'Alice signs two different transfers of one holding to Bob, and he redeems both.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const first = await s.redeemed(await s.pay(note, 'alice', 'bob'), 'bob');
      return s.submission([first, await s.redeemed(await s.pay(note, 'alice', 'bob'), 'bob', 'east')]);
    },
    expect: {
      outcome: 'question',
      findings: [
        forked('alice', [
          ['bob', [0]],
          ['bob', [1]],
        ]),
      ],
      questions: [asked('fork', 4)],
    },
  },
  {
    name: 'duplicate',
    shows: 'Bob redeems one holding at two banks: two different redemptions and nothing else.',
    make: async (s) => {
      const atBob = await s.pay(await s.endorsed('alice'), 'alice', 'bob');
      return s.submission([await s.redeemed(atBob, 'bob'), await s.redeemed(atBob, 'bob', 'east')]);
    },
    expect: { outcome: 'question', findings: [duplicated('bob', [0, 1])], questions: [asked('duplicate', 3)] },
  },
  {
    name: 'duplicate-bearer',
    shows: 'Bob redeems his bearer note twice.',
    make: async (s) => {
      const note = await s.bearer();
      return s.submission([await s.redeemed(note, 'bob'), await s.redeemed(note, 'bob', 'east')]);
    },
    expect: { outcome: 'question', findings: [duplicated('bob', [0, 1])], questions: [asked('duplicate', 3)] },
  },
  {
    name: 'replay',
    shows: 'The same redemption is handed in twice: one claim, no conflict.',
    make: async (s) => {
      const redeemed = await s.redeem(await s.pay(await s.endorsed('alice'), 'alice', 'bob'), 'bob');
      return s.submission([await s.claim(redeemed), await s.claim(redeemed)]);
    },
    expect: { outcome: 'no_conflict', findings: [finding('replay', ['bob'], [0, 1], 'bank_asserted')] },
  },
  {
    name: 'replay-other-signature',
    shows: 'A redemption comes back under another valid signature (−s): still the same statement, a replay.',
    make: async (s) => {
      const redeemed = await s.redeem(await s.pay(await s.endorsed('alice'), 'alice', 'bob'), 'bob');
      // No command makes it: s becomes n − s, which is as valid, and the digest does not cover the signature.
      return s.submission([await s.claim(redeemed), await s.claim(s.edited(redeemed, 2, otherS))]);
    },
    expect: { outcome: 'no_conflict', findings: [finding('replay', ['bob'], [0, 1], 'bank_asserted')] },
  },
  {
    name: 'delivery-fork',
    shows: 'Alice signs that she handed one bearer note to Bob, and that she handed it to Carol.',
    make: async (s) => {
      const note = await s.bearer();
      const deliveries = [
        await s.say('deliver', 'alice', { note, to: 'bob' }),
        await s.say('deliver', 'alice', { note, to: 'carol' }),
      ];
      return s.submission([await s.redeemed(note, 'bob'), await s.redeemed(note, 'carol', 'east')], {
        evidence: deliveries,
      });
    },
    expect: {
      outcome: 'question',
      findings: [finding('delivery_fork', ['alice'], [0, 1], 'key_proven', { branches: forkedByAlice.branches })],
      questions: [asked('fork', 6)],
    },
  },
  {
    name: 'delivery-fork-and-copy',
    shows: 'Alice delivered to Bob and to Carol; Dave claims too. In the copy Alice stands in for her payees.',
    make: async (s) => {
      const note = await s.bearer();
      const deliveries = [
        await s.say('deliver', 'alice', { note, to: 'bob' }),
        await s.say('deliver', 'alice', { note, to: 'carol' }),
      ];
      const claims = [];
      for (const claimant of ['bob', 'carol', 'dave']) claims.push(await s.redeemed(note, claimant));
      return s.submission(claims, { evidence: deliveries });
    },
    expect: {
      outcome: 'question',
      findings: [
        finding('delivery_fork', ['alice'], [0, 1], 'key_proven', { branches: forkedByAlice.branches }),
        copied(['alice', 'dave'], [0, 1, 2]),
      ],
      questions: [asked('fork', 6), asked('copy', 6)],
    },
  },
  {
    name: 'copy',
    shows: 'Bob and Carol redeem the same bearer note; nothing says who of them copied it.',
    make: async (s) => {
      const note = await s.bearer();
      return s.submission([await s.redeemed(note, 'bob'), await s.redeemed(note, 'carol', 'east')]);
    },
    expect: { outcome: 'question', findings: [copied(['bob', 'carol'], [0, 1])], questions: [asked('copy', 6)] },
  },
  {
    name: 'reissue',
    shows: 'The issuer signed two notes with one serial, and both come back: decided, the issuer answers.',
    make: async (s) => {
      const first = await s.endorsed('bob');
      const second = await s.endorsed('carol');
      return s.submission([await s.redeemed(first, 'bob'), await s.redeemed(second, 'carol')]);
    },
    expect: { outcome: 'decided', findings: [finding('reissue', ['north'], [0, 1], 'key_proven')] },
  },
  {
    name: 'reissue-in-evidence',
    shows: 'One claim, and in evidence another note of the same serial.',
    make: async (s) => {
      const claim = await s.redeemed(await s.endorsed('bob'), 'bob');
      return s.submission([claim], { evidence: [await s.endorsed('carol')] });
    },
    expect: { outcome: 'no_conflict', findings: [finding('reissue', ['north'], [0], 'key_proven')] },
  },
  {
    name: 'identity-revealed',
    shows: 'A one-show note is spent twice: the two responses give away Alice, whom South registered.',
    make: (s) => spentTwice(s, { register: 'south' }),
    expect: { outcome: 'decided', findings: [finding('identity_revealed', ['alice'], [0, 1], 'key_proven')] },
  },
  {
    name: 'identity-revealed-nobody',
    shows: 'The same, but no bank registered the identity: it is revealed and names nobody.',
    make: (s) => spentTwice(s),
    expect: { outcome: 'decided', findings: [finding('identity_revealed', [], [0, 1], 'key_proven')] },
  },
  {
    name: 'identity-revealed-by-no-bank',
    shows: 'The registration is by somebody who is no registered bank, so it names nobody.',
    register: 'banks.json',
    make: (s) => spentTwice(s, { register: 'mallory' }),
    expect: { outcome: 'decided', findings: [finding('identity_revealed', [], [0, 1], 'key_proven')] },
  },
  {
    name: 'ill-made-note',
    shows: 'A one-show note that was made so that two spends can name nobody: the issuer made it.',
    make: async (s) => {
      const other = await s.secret('alice');
      const bad = illMadeNote(s.name);
      // `one-show-secret` makes no such note, so the members come from the script.
      const note = await s.note('north', { class: 'one-show', oneShow: other, payload: { osh: bad.osh } });
      const claims = [];
      for (const payee of ['dave', 'erin']) {
        const osh = bad.answer(await s.id(payee), s.clock, s.name);
        const spent = await s.spend(note, payee, other, { payload: { osh }, unchecked: true });
        claims.push(await s.redeemed(spent, payee));
      }
      return s.submission(claims);
    },
    expect: { outcome: 'decided', findings: [finding('ill_made_note', ['north'], [0, 1], 'key_proven')] },
  },
  {
    name: 'counter-reuse',
    shows: 'Under an attested note, Alice’s device signs two transfers with counter 7.',
    make: async (s) =>
      s.submission(await twoWays(s, await s.note('north', { class: 'attested', holder: 'alice' }), { ctr: 7 })),
    expect: {
      outcome: 'question',
      findings: [forkedByAlice, finding('counter_reuse', ['alice'], [0, 1], 'key_proven')],
      questions: [asked('fork', 6)],
    },
  },
  {
    name: 'counter-reuse-by-attestation',
    shows: 'The note is an ordinary one, but an attestation names Alice’s device: its counter counts.',
    make: async (s) => {
      const claims = await twoWays(s, await s.endorsed('alice'), { ctr: 7 });
      return s.submission(claims, {
        evidence: [await s.say('attest', 'maker', { device: 'alice', level: 'software' })],
      });
    },
    expect: {
      outcome: 'question',
      findings: [forkedByAlice, finding('counter_reuse', ['alice'], [0, 1], 'key_proven')],
      questions: [asked('fork', 6)],
    },
  },
  {
    name: 'counter-reuse-not',
    shows: 'An ordinary note and no attestation: a counter used twice says nothing.',
    make: async (s) => s.submission(await twoWays(s, await s.endorsed('alice'), { ctr: 7 })),
    expect: { outcome: 'question', findings: [forkedByAlice], questions: [asked('fork', 6)] },
  },
  {
    name: 'counter-reuse-in-one-chain',
    shows:
      'The note comes back to Alice, who pays on with the counter that she had used before: no conflict, one finding.',
    make: async (s) => {
      const note = await s.note('north', { class: 'attested', holder: 'alice' });
      const there = await s.pay(note, 'alice', 'bob', { ctr: 7 });
      const again = await s.pay(await s.pay(there, 'bob', 'alice', { ctr: 1 }), 'alice', 'carol', { ctr: 7 });
      return s.submission([await s.redeemed(again, 'carol')]);
    },
    expect: { outcome: 'no_conflict', findings: [finding('counter_reuse', ['alice'], [0], 'key_proven')] },
  },
  {
    name: 'time-inversion',
    shows: 'Alice’s transfer is dated more than a day before the note that it passes on.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.at(-86_400 - 601).pay(note, 'alice', 'bob');
      return s.submission([await s.redeemed(atBob, 'bob')]);
    },
    expect: { outcome: 'no_conflict', findings: [finding('time_inversion', ['alice'], [0], 'claimed')] },
  },
  {
    name: 'time-inversion-not',
    shows: 'Exactly a day earlier is no inversion yet: clocks differ.',
    make: async (s) => {
      const note = await s.endorsed('alice');
      const atBob = await s.at(-86_400 - 600).pay(note, 'alice', 'bob');
      return s.submission([await s.redeemed(atBob, 'bob')]);
    },
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'compromised-key-before',
    shows: 'Alice said that her key had leaked before the first claim came in.',
    make: (s) => leaked(s, async () => [await s.at(EARLY).say('compromise', 'alice', { since })]),
    expect: { outcome: 'no_conflict', findings: [compromised('before', 'claimed')] },
  },
  {
    name: 'compromised-key-after',
    shows: 'Alice says so only after the claim came in.',
    make: (s) => leaked(s, async () => [await s.at(LATE).say('compromise', 'alice', { since })]),
    expect: { outcome: 'no_conflict', findings: [compromised('after', 'claimed')] },
  },
  {
    name: 'compromised-key-backdated',
    shows: 'The notice bears an early date, but its only timestamp is late: it came after.',
    make: (s) =>
      leaked(s, async () => {
        const notice = await s.at(EARLY).say('compromise', 'alice', { since });
        return [notice, await s.at(LATE).say('timestamp', 'witness', { of: notice })];
      }),
    expect: { outcome: 'no_conflict', findings: [compromised('after', 'claimed')] },
  },
  {
    name: 'compromised-key-by-bank-before',
    shows: 'South, which registered Alice, says before the first claim that her key leaked.',
    make: (s) =>
      leaked(s, async () => [
        await s.at('2026-11-19T10:00:00Z').say('register', 'south', { customer: 'alice' }),
        await s.at(EARLY).say('compromise', 'south', { party: 'alice', since }),
      ]),
    expect: { outcome: 'no_conflict', findings: [compromised('before', 'bank_asserted')] },
  },
  {
    name: 'compromised-key-by-bank-after',
    shows: 'South says so only after the claim came in.',
    make: (s) =>
      leaked(s, async () => [
        await s.at('2026-11-19T10:00:00Z').say('register', 'south', { customer: 'alice' }),
        await s.at(LATE).say('compromise', 'south', { party: 'alice', since }),
      ]),
    expect: { outcome: 'no_conflict', findings: [compromised('after', 'bank_asserted')] },
  },
  {
    name: 'compromised-key-not-its-bank',
    shows: 'A bank that never registered Alice says that her key leaked: that is nobody’s business, and no finding.',
    make: (s) => leaked(s, async () => [await s.at(EARLY).say('compromise', 'east', { party: 'alice', since })]),
    expect: { outcome: 'no_conflict' },
  },
  {
    name: 'compromised-key-not-yet',
    shows: 'The notice says that the key leaked only after Alice’s statements: they are not covered.',
    make: (s) => leaked(s, async () => [await s.at(LATE).say('compromise', 'alice', { since: LATE })]),
    expect: { outcome: 'no_conflict' },
  },
];

const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature of the pair, for a P-256 key: s becomes n − s. */
export function otherS(text) {
  const dot = text.lastIndexOf('.') + 1;
  const bytes = Buffer.from(text.slice(dot), 'base64url');
  const s = N - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  bytes.write(s.toString(16).padStart(64, '0'), 32, 'hex');
  return text.slice(0, dot) + bytes.toString('base64url');
}
