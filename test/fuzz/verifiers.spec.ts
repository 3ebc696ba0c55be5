/** The two verifiers, put to the same questions: they answer alike, whatever is asked (spec "validity"). */
import { describe, expect, it } from '@jest/globals';
import { native, portable, type Suite, type Verifier } from '#statements';
import { source, type Source } from '../reference/random-source.ts';
import { ecdsaCase } from './ecdsa-cases.ts';
import { ed25519Case, torsionEncodings } from './ed25519-cases.ts';
import type { Case } from './fuzz-case.ts';

const CASES = Number(process.env['FUZZ'] ?? 10_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const SUITES: readonly Suite[] = ['Ed25519', 'ES256', 'ES256K'];

const flip = (bytes: Uint8Array, rng: Source): Uint8Array => {
  if (bytes.length === 0) return Uint8Array.of(1);
  const bit = rng.int(bytes.length * 8);
  return bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
};

const resize = (bytes: Uint8Array, rng: Source): Uint8Array =>
  rng.pick([
    bytes.slice(1),
    bytes.slice(0, -1),
    Uint8Array.of(...bytes, 0),
    Uint8Array.of(0, ...bytes),
    bytes.slice(0, 32),
    new Uint8Array(0),
    Uint8Array.of(...bytes, ...bytes),
  ]);

/** What can be done to any case; most are left alone, so that their own edge is what is tried. */
function disturb(made: Case, rng: Source): Case {
  const as = (name: string, change: Partial<Case>): Case => ({ ...made, name: `${made.name}, ${name}`, ...change });
  if (!rng.chance(0.35)) return made;
  switch (rng.int(7)) {
    case 0:
      return as('a bit of the key', { point: flip(made.point, rng) });
    case 1:
    case 2:
      return as('a bit of the signature', { signature: flip(made.signature, rng) });
    case 3:
      return as('a bit of the message', { message: flip(made.message, rng) });
    case 4:
      return as('length of the key', { point: resize(made.point, rng) });
    case 5:
      return as('length of the signature', { signature: resize(made.signature, rng) });
    default:
      return as('as another suite', { suite: rng.pick(SUITES.filter((suite) => suite !== made.suite)) });
  }
}

function makeCase(rng: Source): Case {
  const message = Buffer.from(Array.from({ length: rng.pick([0, 1, 32, 111, 112, 300]) }, () => rng.int(256)));
  const making = { rng, message, pick: (classes: number) => Math.min(classes - 1, rng.int(classes + 4)) };
  const suite = rng.pick(SUITES);
  return disturb(suite === 'Ed25519' ? ed25519Case(making) : ecdsaCase(suite, making), rng);
}

/** The rule's answer: a key is asked about once and remembered, and no signature counts under one that is refused. */
function answerer(verifier: Verifier): (one: Case) => { key: boolean; signature: boolean } {
  const keys = new Map<string, boolean>();
  return ({ suite, point, message, signature }) => {
    const name = `${suite} ${Buffer.from(point).toString('hex')}`;
    const key = keys.get(name) ?? verifier.isValidKey(suite, point);
    keys.set(name, key);
    return { key, signature: key && verifier.isValidSignature(suite, point, message, signature) };
  };
}

describe('the two verifiers', () => {
  it('are tried with all eight points of small order', () => {
    expect(new Set(torsionEncodings()).size).toBe(8);
    expect(torsionEncodings()).toContain('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  });

  it(`answer ${CASES} questions alike`, () => {
    const rng = source(SEED);
    const [first, second] = [answerer(native), answerer(portable)];
    const accepted = new Map<string, number>();
    const refused = new Map<string, number>();
    for (let i = 0; i < CASES; i += 1) {
      const one = makeCase(rng);
      const [ours, theirs] = [first(one), second(one)];
      if (ours.key !== theirs.key || ours.signature !== theirs.signature) {
        const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
        const { suite, name, point, message, signature } = one;
        expect({
          i,
          suite,
          name,
          point: hex(point),
          message: hex(message),
          signature: hex(signature),
          answer: ours,
        }).toEqual({ answer: theirs });
      }
      const counts = ours.signature ? accepted : refused;
      for (const tag of [one.suite, one.name.split(', ')[0]!]) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }

    const share = CASES / 10_000;
    for (const suite of SUITES) {
      expect(accepted.get(suite)).toBeGreaterThan(300 * share);
      expect(refused.get(suite)).toBeGreaterThan(300 * share);
    }
    // Every class was tried in numbers; those that only a wrong rule accepts were never accepted.
    for (const name of NEVER) {
      expect({ name, accepted: accepted.get(name) ?? 0 }).toEqual({ name, accepted: 0 });
      expect(refused.get(name)).toBeGreaterThan(50 * share);
    }
    expect(accepted.get('valid')).toBeGreaterThan(1_000 * share);
    expect(accepted.get('valid by −s')).toBeGreaterThan(200 * share);
  }, 600_000);
});

const NEVER = [
  'torsion added to R',
  'torsion added to A',
  'torsion added to A and to R',
  'S + kL',
  'S at its bounds',
  'identity R',
  'small-order key',
  'non-canonical key',
  'non-canonical R',
  'small-order R',
  'the halves swapped',
  '−S',
  'r at its bounds',
  's at its bounds',
  'both at their bounds',
  'r and s swapped',
  'r ↔ n − r',
  'y negated',
  'x and y swapped',
  'x + p',
  'a coordinate at its bounds',
  'no point',
  'the sum at infinity',
];
