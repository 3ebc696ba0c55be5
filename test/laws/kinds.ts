/** Well-formed claims of every kind of statement, as fast-check draws them. */
import fc from 'fast-check';
import { jwkOf, KIND_NAMES, makeIdentity, makeOneShow, respond, scalarFrom, type Kind } from '#statements';
import { personOf, wide } from './people.ts';

const ids = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const times = fc.oneof(
  fc.integer({ min: 0, max: 253_402_300_799 }),
  fc
    .double({ min: 0, max: 253_402_300_799, noNaN: true, noDefaultInfinity: true })
    .map((t) => (Object.is(t, -0) ? 0 : t)),
);
const wellFormed = (most: number, least = 0): fc.Arbitrary<string> =>
  fc.string({ unit: 'binary', minLength: least, maxLength: most }).filter((text) => text.isWellFormed());
const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 });
const counts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const ppm = fc.integer({ min: 0, max: 1_000_000 });
const uuids = fc.uuid();
const keys = fc.nat({ max: 20 }).map((n) => ({ jwk: jwkOf(personOf('kinds', n)) }));

const SECRET = {
  u: scalarFrom(wide('u')),
  s: scalarFrom(wide('s')),
  x1: scalarFrom(wide('x1')),
  x2: scalarFrom(wide('x2')),
};
const NOTE = makeOneShow(SECRET);
const RESPONSE = respond(SECRET, NOTE, { payee: 'anybody', iat: '0', nce: 'n' });
const IDENTITY = makeIdentity(SECRET.u);

const maybe = <T>(members: Record<string, fc.Arbitrary<T>>): fc.Arbitrary<Partial<Record<string, T>>> =>
  fc.record(members, { requiredKeys: [] });

const value = fc.record({
  amt: fc
    .tuple(fc.nat({ max: 2 ** 31 - 1 }), fc.option(fc.stringMatching(/^[0-9]{1,8}$/)))
    .map(([whole, part]) => (part === null ? `${whole}` : `${whole}.${part}`)),
  cur: fc.stringMatching(/^[A-Z0-9-]{2,12}$/),
});
const serials = wellFormed(40, 1);

type Drawn = fc.Arbitrary<Readonly<Record<string, unknown>>>;
/** Two sets of members, one record. */
const both = (required: Drawn, optional: Drawn): Drawn =>
  fc.tuple(required, optional).map(([one, other]) => ({ ...one, ...other }));
const jti = { jti: serials };

const note = fc.constantFrom('bearer', 'endorsed', 'attested', 'one-show').chain((cls) =>
  both(
    fc.record({
      jti: serials,
      cls: fc.constant(cls),
      val: value,
      ...(cls === 'endorsed' || cls === 'attested' ? { cnf: keys } : {}),
      ...(cls === 'one-show' ? { osh: fc.constant(NOTE) } : {}),
    }),
    maybe({ exp: times }),
  ),
);

const MEMBERS: Readonly<Record<Kind, Drawn>> = {
  'note+jwt': note,
  'transfer+jwt': both(fc.record({ sub: ids, prv: ids, cnf: keys }), maybe<unknown>({ ctr: counts, ...jti })),
  'delivery+jwt': both(fc.record({ sub: ids, to: ids }), maybe(jti)),
  'receipt+jwt': both(fc.record({ sub: ids, frm: ids }), maybe({ ref: ids, ...jti })),
  'spend+jwt': fc.record({ sub: ids, cnf: keys, osh: printable.map((nce) => ({ ...RESPONSE, nce })) }),
  'redemption+jwt': both(fc.record({ sub: ids, aud: ids, jti: serials }), maybe<unknown>({ prv: ids, ctr: counts })),
  'check+jwt': both(fc.record({ sub: ids, sts: fc.constant('unspent') }), maybe({ nce: printable, ...jti })),
  'timestamp+jwt': both(fc.record({ ref: ids }), maybe(jti)),
  'attestation+jwt': both(
    fc.record({ sub: ids, lvl: fc.constantFrom('hardware', 'software') }),
    maybe<unknown>({ mdl: wellFormed(40), exp: times, ...jti }),
  ),
  'compromise+jwt': both(fc.record({ sub: ids, snc: times }), maybe(jti)),
  'registration+jwt': both(fc.record({ sub: ids }), maybe({ idn: fc.constant(IDENTITY), ...jti })),
  'testimony+jwt': both(
    fc.record({ cas: uuids, sub: ids, say: fc.constantFrom('received_in_good_faith', 'never_transferred', 'other') }),
    maybe<unknown>({ abt: ids, at: times, txt: wellFormed(200), ...jti }),
  ),
  'act+jwt': both(
    fc.record({ cas: uuids, do: fc.constantFrom('waive', 'object', 'settle', 'withdraw', 'challenge', 'confirm') }),
    maybe<unknown>({ ref: ids, abt: ids, div: fc.dictionary(ids, ppm, { maxKeys: 3 }), txt: wellFormed(200), ...jti }),
  ),
  'appeal+jwt': fc.record({
    cas: uuids,
    ref: ids,
    gnd: fc.constantFrom('new_evidence', 'procedure', 'judgment'),
    txt: wellFormed(200),
  }),
  'verdict+jwt': fc.record({
    jti: serials,
    cas: uuids,
    sub: ids,
    rnd: counts,
    inp: ids,
    mdl: fc.record({ id: serials, dig: ids }),
    fnd: fc.array(fc.record({ code: serials, parties: fc.array(ids), proof: fc.array(ids) }), { maxLength: 2 }),
    qst: fc.array(
      fc.record({
        shape: fc.constantFrom('copy', 'fork', 'duplicate'),
        hyp: fc.array(fc.record({ id: serials, ppm, bare: ppm }), { maxLength: 3 }),
        std: fc.constantFrom('preponderance', 'clear', 'compelling', 'none'),
        out: serials,
      }),
      { maxLength: 2 },
    ),
    clp: fc.array(fc.record({ party: ids, ppm }), { maxLength: 2 }),
    awd: fc.array(fc.record({ claim: ids, act: fc.constantFrom('pay', 'reject', 'share', 'hold'), ppm }), {
      maxLength: 2,
    }),
    why: fc.array(fc.record({ about: serials, item: serials, milliban: fc.maxSafeInteger() }), { maxLength: 2 }),
    apl: times,
  }),
};

/** Members that no kind knows: they are ignored, and signed all the same. */
const strange = fc.dictionary(
  fc.constantFrom('x', '__proto__', 'constructor', 'toString', 'nbf', 'é'),
  fc.oneof(fc.integer(), wellFormed(10), fc.constant(null)),
  { maxKeys: 2 },
);

/** claimsOf draws what a statement of the kind may say. */
export const claimsOf = (kind: Kind): Drawn => both(both(fc.record({ iat: times }), MEMBERS[kind]), strange);

/** statements draws a kind, what it says, and who says it. */
export const statements = fc
  .constantFrom(...KIND_NAMES)
  .chain((kind) =>
    fc.record({ kind: fc.constant(kind), claims: claimsOf(kind), by: fc.nat({ max: 20 }), withKey: fc.boolean() }),
  );
