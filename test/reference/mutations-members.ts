// Mutations of payload members: each missing, each mistyped, each at its bounds (statements.md, the table of forms
// and "Kinds"), and keys that are stated badly ("Keys, parties, suites").
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  bearer,
  BASES,
  bob,
  defect,
  endorsed,
  mutation,
  NOBODY,
  NONCE,
  oneShowPlan,
  put,
  secret,
  sound,
  T0,
} from './mutation-base.ts';
import { NO_SUITE } from './mutations-envelope.ts';
import { encodeScalar } from './one-show-maker.ts';
import { base64url, testKey, thumbprint } from './sign.ts';
import type { Base, Mutation } from './mutation-base.ts';
import type { PublicJwk } from './sign.ts';

const TIMES = { negative: -1, 'too large': 253_402_300_800, 'a string': '1790000000', null: null, 'a list': [T0] };
const IDS = {
  'too short': NOBODY.slice(1),
  'too long': `${NOBODY}A`,
  'with padding': `${NOBODY}=`,
  'with a trailing bit': `${NOBODY.slice(1)}B`,
  'with a +': `+${NOBODY.slice(1)}`,
  'a number': 1,
  'a list': [NOBODY],
};
const TEXTS = { empty: '', '129 code points': 'j'.repeat(129), 'a number': 1, null: null };
const COUNTERS = { negative: -1, 'a fraction': 1.5, '2^53': 2 ** 53, 'a string': '1', null: null };
const CLASSES = { unknown: 'cheque', 'in upper case': 'BEARER', 'a list': ['bearer'] };
const VALUES: Record<string, unknown> = {
  'a leading zero': { amt: '01', cur: 'EUR' },
  'nine decimals': { amt: '1.123456789', cur: 'EUR' },
  '19 digits': { amt: '1'.repeat(19), cur: 'EUR' },
  negative: { amt: '-1', cur: 'EUR' },
  'a newline at the end': { amt: '1\n', cur: 'EUR' },
  'amt a number': { amt: 1, cur: 'EUR' },
  'no cur': { amt: '1' },
  'cur in lower case': { amt: '1', cur: 'eur' },
  'cur of one letter': { amt: '1', cur: 'E' },
  'cur of 13 letters': { amt: '1', cur: 'E'.repeat(13) },
  'a string': '1 EUR',
};

/** kind → its members, each with values of no good form. `undefined` (missing) is added to the required ones. */
const FORMS: Record<string, readonly (readonly [member: string, required: boolean, bad: Record<string, unknown>])[]> = {
  'note+jwt': [
    ['iss', true, IDS],
    ['iat', true, TIMES],
    ['jti', true, TEXTS],
    ['cls', true, CLASSES],
    ['val', true, VALUES],
    ['exp', false, TIMES],
  ],
  'transfer+jwt': [
    ['iss', true, IDS],
    ['iat', true, TIMES],
    ['jti', false, TEXTS],
    ['sub', true, IDS],
    ['prv', true, IDS],
    ['ctr', false, COUNTERS],
    ['cnf', true, { null: null, empty: {}, 'a list': [], 'a key without jwk': bob.jwk }],
  ],
  'spend+jwt': [
    ['iat', true, TIMES],
    ['sub', true, IDS],
    ['jti', false, TEXTS],
    ['cnf', true, { null: null, empty: {} }],
    ['osh', true, { null: null, empty: {}, 'a list': [] }],
  ],
  'redemption+jwt': [
    ['iss', true, IDS],
    ['iat', true, TIMES],
    ['sub', true, IDS],
    ['aud', true, { ...IDS, 'a list of one': [NOBODY] }],
    ['jti', true, TEXTS],
    ['prv', false, IDS],
    ['ctr', false, COUNTERS],
  ],
};

function forms(baseName: string, base: Base): Mutation[] {
  return base().drafts.flatMap(({ typ }, at) =>
    (FORMS[typ] ?? []).flatMap(([member, required, bad]) => {
      const values: Record<string, unknown> = required ? { missing: undefined, ...bad } : bad;
      return Object.entries(values).map(([name, value]) =>
        mutation(`${baseName} ${at}: ${member} ${name}`, base, defect('malformed', at), (plan) =>
          put(plan, at, { [member]: value }),
        ),
      );
    }),
  );
}

/** Values at their bounds, which are no defect. */
function bounds(): Mutation[] {
  const fine = (name: string, base: Base, at: number, payload: Record<string, unknown>): Mutation =>
    mutation(`sound: ${name}`, base, sound, (plan) => put(plan, at, payload));
  return [
    fine('iat 0', endorsed, 1, { iat: 0 }),
    fine('iat the last second', endorsed, 1, { iat: 253_402_300_799 }),
    fine('iat with a fraction', bearer, 1, { iat: T0 + 0.25 }),
    fine('ctr 0', endorsed, 1, { ctr: 0 }),
    fine('ctr 2^53 − 1', endorsed, 1, { ctr: 2 ** 53 - 1 }),
    fine('jti of 128 astral code points', bearer, 0, { jti: '😀'.repeat(128) }),
    fine('amt 0.00000001', bearer, 0, { val: { amt: '0.00000001', cur: 'X-' } }),
    fine('18 digits', bearer, 0, { val: { amt: '9'.repeat(18), cur: 'ABCDEFGHIJK9' } }),
    fine('nbf of no form', bearer, 0, { nbf: 'never' }),
    fine('unknown members', endorsed, 2, { osh: 1, to: null }),
    fine('a note coming back', endorsed, 2, { cnf: { jwk: testKey('carol', 'P-256').jwk, extra: 1 } }),
  ];
}

const x = (bytes: Uint8Array): string => base64url(bytes);
const y32 = (first: number, fill = 0, last = fill): Uint8Array =>
  new Uint8Array(32).fill(fill).with(0, first).with(31, last);
const p256 = testKey('carol', 'P-256').jwk;
const okp = (bytes: Uint8Array): PublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x: x(bytes) });
const mixed = (): Uint8Array => {
  const { Point } = ed25519;
  const torsion = Point.fromBytes(new Uint8Array(32)); // y = 0: of order 4
  return Point.BASE.multiply(7n).add(torsion).toBytes();
};

const WEAK: Record<string, PublicJwk> = {
  'the identity': okp(y32(1)),
  'of order 4': okp(y32(0)),
  'of order 2': okp(y32(0xec, 0xff, 0x7f)),
  'of mixed order': okp(mixed()),
  'y is p, not canonical': okp(y32(0xed, 0xff, 0x7f)),
  'not on the curve': okp(y32(2)),
  '31 bytes': okp(new Uint8Array(31).fill(9)),
  '33 bytes': okp(new Uint8Array(33).fill(9)),
  'x empty': okp(new Uint8Array()),
  'P-256 not on the curve': { ...p256, x: NOBODY },
  'P-256 the origin': { ...p256, x: NOBODY, y: NOBODY },
  'P-256 x of 33 bytes': { ...p256, x: x(Uint8Array.from([0, ...Buffer.from(p256['x']!, 'base64url')])) },
  'P-256 y of 31 bytes': { ...p256, y: x(Buffer.from(p256['y']!, 'base64url').subarray(1)) },
  'P-256 x all ones': { ...p256, x: x(new Uint8Array(32).fill(255)) },
  'P-256 point as secp256k1': { ...p256, crv: 'secp256k1' },
};

const ILL: Record<string, Record<string, unknown>> = {
  'x with padding': { ...p256, x: `${p256['x']}=` },
  'x with a trailing bit': { kty: 'OKP', crv: 'Ed25519', x: `${NOBODY.slice(1)}B` },
  'x in base64': { kty: 'OKP', crv: 'Ed25519', x: `+${NOBODY.slice(1)}` },
  'x a number': { kty: 'OKP', crv: 'Ed25519', x: 1 },
  'no x': { kty: 'OKP', crv: 'Ed25519' },
  'no y': { kty: 'EC', crv: 'P-256', x: p256['x'] },
  'no kty': { crv: 'Ed25519', x: NOBODY },
  'a private d': { ...p256, d: NOBODY },
  'a private d, null': { ...p256, d: null },
};

/** A key stated in `cnf` (of the note, of a transfer) or in the header's `jwk` (of a bearer redemption). */
function keys(): Mutation[] {
  const all: (readonly [string, unknown, string])[] = [
    ...Object.entries(WEAK).map(([name, jwk]) => [name, jwk, 'weak_key'] as const),
    ...Object.entries(NO_SUITE).map(([name, jwk]) => [name, jwk, 'alg_not_allowed'] as const),
    ...Object.entries(ILL).map(([name, jwk]) => [name, jwk, 'malformed'] as const),
  ];
  const stated = all.flatMap(([name, jwk, code]) => [
    mutation(`cnf of the note: ${name}`, endorsed, defect(code, 0), (plan) => put(plan, 0, { cnf: { jwk } })),
    mutation(`cnf of a transfer: ${name}`, endorsed, defect(code, 2), (plan) => put(plan, 2, { cnf: { jwk } })),
  ]);
  const inHeader = Object.entries(WEAK).map(([name, jwk]) =>
    mutation(`jwk: ${name}`, bearer, defect('weak_key', 1), (plan) => {
      const kid = thumbprint(jwk);
      const alg = jwk['crv'] === 'Ed25519' ? 'Ed25519' : jwk['crv'] === 'P-256' ? 'ES256' : 'ES256K';
      put(plan, 1, { iss: kid });
      plan.drafts[1]!.options = { header: { alg, kid, jwk } };
    }),
  );
  return [...stated, ...inHeader];
}

/** One-show elements and scalars (statements.md, "One-show notes"). */
function oneShowForms(): Mutation[] {
  const order = ed25519.Point.Fn.ORDER;
  const spend = secret.answer(testKey('payee').id, String(T0 + 10), NONCE);
  const r1 = BigInt(`0x${Buffer.from(spend.r1, 'base64url').reverse().toString('hex')}`);
  const note = (name: string, osh: unknown): Mutation =>
    mutation(`one-show note: ${name}`, oneShowPlan, defect('malformed', 0), (plan) => put(plan, 0, { osh }));
  const answer = (name: string, code: string, change: Record<string, unknown>): Mutation =>
    mutation(`one-show spend: ${name}`, oneShowPlan, defect(code, 1), (plan) =>
      put(plan, 1, { osh: { ...spend, ...change } }),
    );
  return [
    note('A the identity', { ...secret.osh, A: NOBODY }),
    note('A not canonical', { ...secret.osh, A: x(new Uint8Array(32).fill(255)) }),
    note('A odd', { ...secret.osh, A: x(y32(1)) }),
    note('B of 31 bytes', { ...secret.osh, B: x(new Uint8Array(31)) }),
    note('B missing', { A: secret.osh.A }),
    note('a list', [secret.osh.A, secret.osh.B]),
    answer('r1 + 1', 'bad_signature', { r1: encodeScalar((r1 + 1n) % order) }),
    answer('r1 + the order', 'malformed', { r1: encodeScalar(r1 + order) }),
    answer('r1 the order', 'malformed', { r1: encodeScalar(order) }),
    answer('r2 for r1', 'bad_signature', { r1: spend.r2 }),
    answer('another nonce', 'bad_signature', { nce: 'n-2' }),
    answer('nonce not ASCII', 'malformed', { nce: 'é' }),
    answer('nonce with a tab', 'malformed', { nce: 'n\t1' }),
    answer('nonce of 129', 'malformed', { nce: 'n'.repeat(129) }),
    answer('nonce empty', 'malformed', { nce: '' }),
    answer('nonce missing', 'malformed', { nce: undefined }),
    answer('r2 missing', 'malformed', { r2: undefined }),
    answer('r2 with padding', 'malformed', { r2: `${spend.r2}=` }),
  ];
}

export function memberMutations(): Mutation[] {
  const formed = Object.entries(BASES).flatMap(([name, base]) => forms(name, base));
  return [...formed, ...bounds(), ...keys(), ...oneShowForms()];
}
