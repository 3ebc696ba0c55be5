// Every defect, in the forms that the specification names. Each example has one sound claim and one with the defect,
// unless the note itself is at fault. What no command signs, even unchecked, is edited after it was signed; the
// comment says why.
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';

/** Bob's sound claim beside what `make` does with the same note: the usual form of an example here. */
const beside = (make) => async (s) => {
  const note = await s.endorsed('alice');
  const sound = await s.redeemed(await s.pay(note, 'alice', 'bob'), 'bob');
  return s.submission([sound, await make(s, note)]);
};
/** Carol's claim, with these options on Alice's transfer to her and on her own redemption. */
const carols = (transfer, redemption = {}, claim = {}) =>
  beside(async (s, note) => {
    const [onTransfer, onRedemption] = [await bind(s, transfer), await bind(s, redemption)];
    const good = await s.pay(note, 'alice', 'carol');
    const bad = await s.pay(note, 'alice', 'carol', { unchecked: true, ...onTransfer });
    return s.claim(await s.redeemBad(bad, good, 'carol', { unchecked: true, ...onRedemption }), claim);
  });
const bind = (s, options) => (typeof options === 'function' ? options(s) : options);
/** Carol's claim with the transfer edited after it was signed. */
const edited = (change) =>
  beside(async (s, note) => {
    const good = await s.pay(note, 'alice', 'carol');
    return s.claim(await s.redeemBad(s.edited(good, 1, change), good, 'carol'));
  });
/** A transfer whose `cnf` states this key. */
const statedKey = (jwk) =>
  beside(async (s, note) => {
    const good = await s.pay(note, 'alice', 'carol');
    const bad = await s.pay(note, 'alice', 'carol', { payload: { cnf: { jwk: await bind(s, jwk) } }, unchecked: true });
    return s.claim(await s.redeemBad(bad, good, 'carol'));
  });

const set = (defect, at) => ({ outcome: 'no_conflict', defects: [null, defect], ats: [null, at] });
const alone = (defect, at) => ({ outcome: 'no_sound_claim', defects: [defect], ats: [at] });

const decode = (segment) => Buffer.from(segment, 'base64url');
const payloadText = (change) => (text) => {
  const [header, payload, signature] = text.split('.');
  return [header, Buffer.from(change(decode(payload).toString())).toString('base64url'), signature].join('.');
};
const signature = (change) => (text) => {
  const dot = text.lastIndexOf('.') + 1;
  return text.slice(0, dot) + Buffer.from(change(decode(text.slice(dot)))).toString('base64url');
};

const okp = (bytes) => ({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') });
const ORDER_8 = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';
/** Alice's point with a point of order 8 added to it: on the curve, of mixed order. */
async function mixedOrder(s) {
  const { x } = await s.jwk('alice');
  return okp(ed25519.Point.fromBytes(decode(x)).add(ed25519.Point.fromHex(ORDER_8)).toBytes());
}
const thumbprint = (jwk) =>
  createHash('sha256').update(`{"crv":"${jwk.crv}","kty":"${jwk.kty}","x":"${jwk.x}"}`).digest('base64url');

const MALFORMED = [
  {
    name: 'malformed-no-redemption',
    shows: 'A transcript that ends in a transfer: malformed at its last index.',
    make: beside(async (s, note) => s.claim(await s.pay(note, 'alice', 'carol'), { bank: 'south' })),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-empty-transcript',
    shows: 'A transcript of no statement: malformed, with no index.',
    make: beside(async (s) => s.claim(s.joined([]), { bank: 'south' })),
    expect: set('malformed', null),
  },
  {
    name: 'malformed-wrong-kind',
    shows: 'A receipt in the place of a transfer.',
    make: beside(async (s, note) => {
      const redeemed = await s.redeem(await s.pay(note, 'alice', 'carol'), 'carol');
      const receipt = await s.say('receipt', 'carol', { note, from: 'alice' });
      return s.claim(s.edited(redeemed, 1, () => s.text(receipt)));
    }),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-transfer-of-bearer-note',
    shows: 'A bearer note is never transferred: a transfer is out of place in its transcript.',
    make: async (s) => {
      const note = await s.bearer();
      const sound = await s.redeemed(note, 'bob');
      const passed = await s.pay(note, 'bob', 'carol', { unchecked: true, withKey: true });
      return s.submission([sound, await s.claim(await s.redeem(passed, 'carol', 'south', { unchecked: true }))]);
    },
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-no-string',
    shows: 'A transcript with a number where a statement should stand.',
    make: beside(async (s, note) => {
      const redeemed = await s.redeem(await s.pay(note, 'alice', 'carol'), 'carol');
      return s.claim(s.edited(redeemed, 1, () => 7));
    }),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-amount',
    shows: 'A note over “020” euros: amounts have no leading zero.',
    make: async (s) => {
      const note = await s.bearer({ payload: { val: { amt: '020', cur: 'EUR' } }, unchecked: true });
      return s.submission([await s.claim(await s.redeemBad(note, await s.bearer(), 'bob'))]);
    },
    expect: alone('malformed', 0),
  },
  {
    name: 'malformed-bearer-with-holder',
    shows: 'A bearer note that names a first holder.',
    make: async (s) => {
      const note = await s.bearer({ payload: { cnf: { jwk: await s.jwk('alice') } }, unchecked: true });
      return s.submission([await s.claim(await s.redeemBad(note, await s.bearer(), 'alice'))]);
    },
    expect: alone('malformed', 0),
  },
  {
    name: 'malformed-bearer-redemption-with-prv',
    shows: 'A bearer note’s redemption that names a statement before it.',
    make: async (s) => {
      const note = await s.bearer();
      const sound = await s.redeemed(note, 'bob');
      const chained = { payload: { prv: s.digest(note) }, unchecked: true };
      return s.submission([sound, await s.claim(await s.redeem(note, 'carol', 'south', chained), { bank: 'south' })]);
    },
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-missing-jti',
    shows: 'A redemption without its number.',
    make: carols({}, { payload: { jti: null } }, { bank: 'south' }),
    expect: set('malformed', 2),
  },
  {
    name: 'malformed-private-key',
    shows: 'A transfer that states the next holder’s private key.',
    make: statedKey(async (s) => ({ ...(await s.jwk('carol')), d: 'A'.repeat(43) })),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-duplicate-member',
    shows: 'A payload with a member twice, of which two readers might take either.',
    // No command writes a member twice. That the signature fails too counts less: the first in the table wins.
    make: edited(payloadText((text) => text.replace('{', '{"iat":1,'))),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-not-utf8',
    shows: 'A payload with a byte that is no UTF-8.',
    // No command writes it.
    make: edited((text) => {
      const [header, payload, rest] = text.split('.');
      const bytes = Buffer.concat([
        decode(payload).subarray(0, -1),
        Buffer.from(',"txt":"'),
        Buffer.of(0xff),
        Buffer.from('"}'),
      ]);
      return [header, bytes.toString('base64url'), rest].join('.');
    }),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-too-deep',
    shows: 'A payload of 17 levels.',
    // `--payload` is read by the strict reader itself, so that no option can be this deep.
    make: edited(payloadText((text) => text.replace('{', `{"x":${'['.repeat(16)}${']'.repeat(16)},`))),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-padding',
    shows: 'A signature with base64 padding.',
    // Encoding is not the signer's to choose.
    make: edited((text) => `${text}==`),
    expect: set('malformed', 1),
  },
  {
    name: 'malformed-too-long',
    shows: 'A statement of more than 8,192 bytes.',
    make: carols({ payload: { pad: 'x'.repeat(6_000) } }),
    expect: set('malformed', 1),
  },
];

const KEYS = [
  {
    name: 'alg-none',
    shows: '“alg”: “none”, the classic.',
    make: carols({ header: { alg: 'none' } }),
    expect: set('alg_not_allowed', 1),
  },
  {
    name: 'alg-of-another-suite',
    shows: 'ES256 over an Ed25519 key: the algorithm is the key’s and nobody else’s choice.',
    make: carols({ header: { alg: 'ES256' } }),
    expect: set('alg_not_allowed', 1),
  },
  {
    name: 'alg-crit-header',
    shows: 'A header that asks readers to understand an extension.',
    make: carols({ header: { crit: ['exp'] } }),
    expect: set('alg_not_allowed', 1),
  },
  {
    name: 'alg-key-from-elsewhere',
    shows: 'A header that points to a key on the web (jku).',
    make: carols({ header: { jku: 'https://example.org/keys.json' } }),
    expect: set('alg_not_allowed', 1),
  },
  {
    name: 'alg-key-of-no-suite',
    shows: 'An RSA key as the next holder’s.',
    make: statedKey({ kty: 'RSA', e: 'AQAB', n: 'sQ'.repeat(171) }),
    expect: set('alg_not_allowed', 1),
  },
  {
    name: 'key-mismatch-kid',
    shows: '“kid” names somebody else than the key that the header states.',
    make: carols(async (s) => ({ withKey: true, header: { kid: await s.id('mallory') } })),
    expect: set('key_mismatch', 1),
  },
  {
    name: 'key-mismatch-issuer',
    shows: '“iss” is not the signer.',
    make: carols(async (s) => ({ payload: { iss: await s.id('mallory') } })),
    expect: set('key_mismatch', 1),
  },
  {
    name: 'key-mismatch-other-key',
    shows: 'The header states another key than the one that signs.',
    make: carols(async (s) => ({ header: { jwk: await s.jwk('mallory') } })),
    expect: set('key_mismatch', 1),
  },
  {
    name: 'key-mismatch-no-key',
    shows: 'A note that does not state its bank’s key, and no register to look in.',
    make: async (s) => s.submission([await s.redeemed(await s.bearer({ withoutKey: true }), 'bob')]),
    expect: alone('key_mismatch', 0),
  },
  {
    name: 'key-mismatch-spend',
    shows: 'A payee records a spend and states another’s key as its own.',
    make: async (s) => {
      const secret = await s.secret('alice');
      const note = await s.note('north', { class: 'one-show', oneShow: secret });
      const cnf = { jwk: await s.jwk('erin') };
      const spent = await s.spend(note, 'dave', secret, { payload: { cnf }, unchecked: true });
      return s.submission([await s.claim(await s.redeem(spent, 'dave', 'south', { unchecked: true, withKey: true }))]);
    },
    expect: alone('key_mismatch', 1),
  },
  {
    name: 'weak-key-small-order',
    shows: 'The next holder’s key is a point of order 8: it “verifies” what nobody signed.',
    make: statedKey(okp(Buffer.from(ORDER_8, 'hex'))),
    expect: set('weak_key', 1),
  },
  {
    name: 'weak-key-mixed-order',
    shows: 'A key with a small part added, on which verifiers differ.',
    make: statedKey(mixedOrder),
    expect: set('weak_key', 1),
  },
  {
    name: 'weak-key-not-canonical',
    shows: 'A key whose coordinate is not reduced: y is p + 3.',
    make: statedKey(okp(Buffer.from(`f0${'ff'.repeat(30)}7f`, 'hex'))),
    expect: set('weak_key', 1),
  },
  {
    name: 'weak-key-wrong-length',
    shows: 'An Ed25519 key of 31 bytes.',
    make: statedKey(okp(Buffer.alloc(31, 9))),
    expect: set('weak_key', 1),
  },
  {
    name: 'weak-key-off-curve',
    shows: 'A P-256 key that is no point of the curve.',
    make: statedKey(async (s) => {
      const jwk = await s.jwk('bob');
      return { ...jwk, y: jwk.x };
    }),
    expect: set('weak_key', 1),
  },
  {
    name: 'weak-key-signs',
    shows: 'A note “issued” under a key of small order, all ids in order: the key is refused where it is stated.',
    make: async (s) => {
      const jwk = okp(Buffer.from(ORDER_8, 'hex'));
      const id = thumbprint(jwk);
      const note = await s.bearer({ header: { jwk, kid: id }, payload: { iss: id }, unchecked: true });
      return s.submission([await s.claim(await s.redeemBad(note, await s.bearer(), 'bob'))]);
    },
    expect: alone('weak_key', 0),
  },
];

const SIGNATURES = [
  {
    name: 'bad-signature-one-bit',
    shows: 'One bit of a signature is flipped.',
    // No command signs wrongly.
    make: edited(signature((bytes) => bytes.fill(bytes[40] ^ 1, 40, 41))),
    expect: set('bad_signature', 1),
  },
  {
    name: 'bad-signature-empty',
    shows: 'The signature is missing: an empty segment can be read, and verifies nothing.',
    // No command leaves it out.
    make: edited(signature(() => Buffer.alloc(0))),
    expect: set('bad_signature', 1),
  },
  {
    name: 'bad-signature-of-another-statement',
    shows: 'The signature belongs to another transfer of the same holder.',
    make: beside(async (s, note) => {
      const other = await s.pay(note, 'alice', 'dave');
      const redeemed = await s.redeem(await s.pay(note, 'alice', 'carol'), 'carol');
      // No command takes a signature from elsewhere.
      const borrowed = s.entries(other)[1].split('.')[2];
      return s.claim(s.edited(redeemed, 1, (text) => [...text.split('.').slice(0, 2), borrowed].join('.')));
    }),
    expect: set('bad_signature', 1),
  },
  {
    name: 'bad-signature-one-show-response',
    shows: 'A one-show response by somebody who does not have the note’s secret.',
    make: async (s) => {
      const secret = await s.secret('alice');
      const note = await s.note('north', { class: 'one-show', oneShow: secret });
      const sound = await s.redeemed(await s.spend(note, 'dave', secret), 'dave');
      const guess = await s.secret('mallory');
      return s.submission([sound, await s.redeemed(await s.spend(note, 'erin', guess, { unchecked: true }), 'erin')]);
    },
    expect: set('bad_signature', 1),
  },
  {
    name: 'bad-signature-one-show-copied',
    shows: 'Erin records the response that Alice gave to Dave: it answers his challenge, not hers.',
    make: async (s) => {
      const secret = await s.secret('alice');
      const note = await s.note('north', { class: 'one-show', oneShow: secret });
      const atDave = await s.spend(note, 'dave', secret);
      const { osh } = JSON.parse(decode(s.entries(atDave)[1].split('.')[1]).toString());
      const sound = await s.redeemed(atDave, 'dave');
      return s.submission([sound, await s.redeemed(await s.spend(note, 'erin', secret, { payload: { osh } }), 'erin')]);
    },
    expect: set('bad_signature', 1),
  },
];

const CHAIN = [
  {
    name: 'foreign-statement-transfer',
    shows: 'A transfer that speaks of another note.',
    make: carols(async (s) => ({ payload: { sub: s.digest(await s.endorsed('alice', { serial: 'another' })) } })),
    expect: set('foreign_statement', 1),
  },
  {
    name: 'foreign-statement-redemption',
    shows: 'A redemption that asks for another note.',
    make: carols({}, async (s) => ({ payload: { sub: s.digest(await s.bearer({ serial: 'another' })) } })),
    expect: set('foreign_statement', 2),
  },
  {
    name: 'broken-chain-skips',
    shows: 'A redemption that ties to the note and not to the transfer before it.',
    make: beside(async (s, note) => {
      const atCarol = await s.pay(note, 'alice', 'carol');
      return s.claim(await s.redeem(atCarol, 'carol', 'south', { payload: { prv: s.digest(note) } }));
    }),
    expect: set('broken_chain', 2),
  },
  {
    name: 'broken-chain-missing',
    shows: 'A redemption that names no statement before it, as if the note were a bearer note.',
    make: beside(async (s, note) => {
      const atCarol = await s.pay(note, 'alice', 'carol');
      // `redeem` leaves out `prv` for bearer notes only; joined to this note's transcript, the same form is wrong.
      const bearer = await s.bearer({ serial: 'another' });
      const bare = await s.redeem(bearer, 'carol', 'south', { payload: { sub: s.digest(note) }, unchecked: true });
      return s.claim(s.joined([...s.entries(atCarol), s.entries(bare)[1]]));
    }),
    expect: set('broken_chain', 2),
  },
  {
    name: 'broken-chain-transfer-left-out',
    shows: 'Carol leaves out the transfer that she did not like.',
    make: beside(async (s, note) => {
      const back = await s.pay(await s.pay(note, 'alice', 'dave'), 'dave', 'alice');
      const redeemed = await s.redeem(await s.pay(back, 'alice', 'carol'), 'carol');
      return s.claim(s.joined(s.entries(redeemed).filter((_, i) => i !== 1 && i !== 2)));
    }),
    expect: set('broken_chain', 1),
  },
  {
    name: 'not-holder-stranger',
    shows: 'Mallory signs a transfer of Alice’s holding.',
    make: beside(async (s, note) => {
      const taken = await s.pay(note, 'mallory', 'carol', { unchecked: true, withKey: true });
      return s.redeemed(taken, 'carol');
    }),
    expect: set('not_holder', 1),
  },
  {
    name: 'not-holder-any-more',
    shows: 'Alice redeems what she had passed on.',
    make: beside(async (s, note) => {
      const atCarol = await s.pay(note, 'alice', 'carol');
      return s.claim(await s.redeem(atCarol, 'alice', 'south', { unchecked: true }));
    }),
    expect: set('not_holder', 2),
  },
  {
    name: 'wrong-audience',
    shows: 'East presents a redemption that asks South to pay.',
    make: carols({}, {}, { bank: 'east' }),
    expect: set('wrong_audience', 2),
  },
  {
    name: 'expired-note',
    shows: 'Received a second after the note’s last.',
    make: async (s) => {
      const note = await s.bearer({ expires: '2026-11-30T12:00:00Z' });
      const sound = await s.redeemed(note, 'bob');
      const late = await s.redeem(note, 'carol');
      return s.submission([sound, await s.claim(late, { receivedAt: '2026-11-30T12:00:01Z' })]);
    },
    expect: set('expired_note', 1),
  },
  {
    name: 'untrusted-issuer',
    shows: 'The note’s issuer is not in the register of banks.',
    register: 'banks.json',
    make: async (s) => {
      const note = await s.note('mallory', { class: 'bearer' });
      return s.submission([await s.redeemed(note, 'bob')]);
    },
    expect: alone('untrusted_issuer', 0),
  },
  {
    name: 'several-lowest-index-wins',
    shows: 'A foreign transfer and a redemption for another bank: the lowest index wins.',
    make: carols(
      async (s) => ({ payload: { sub: s.digest(await s.bearer({ serial: 'another' })) } }),
      {},
      { bank: 'east' },
    ),
    expect: set('foreign_statement', 1),
  },
  {
    name: 'several-first-in-table-wins',
    shows: 'A redemption both expired and for another bank: the first in the table wins.',
    make: async (s) => {
      const note = await s.bearer({ expires: '2026-11-30T12:00:00Z' });
      const sound = await s.redeemed(note, 'bob');
      const late = await s.redeem(note, 'carol');
      return s.submission([sound, await s.claim(late, { bank: 'east', receivedAt: '2026-12-01T00:00:00Z' })]);
    },
    expect: set('wrong_audience', 1),
  },
];

export const DEFECTS = [...MALFORMED, ...KEYS, ...SIGNATURES, ...CHAIN];
