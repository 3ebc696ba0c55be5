/** Any single mutation of a sound submission is a defect of the statement that was changed. */
import { describe, expect, it } from '@jest/globals';
import { examine, isRefusal, parseSubmission, type Examination } from '#custody';
import {
  jwkOf,
  makeOneShow,
  native,
  respond,
  scalarFrom,
  signStatement,
  startVerification,
  type PrivateKey,
  type Statement,
} from '#statements';
import { source } from '../reference/random-source.ts';
import { malleate } from './malleate.ts';
import { keyOf, wide } from './people.ts';
import { START, submissionOf, toJson, type MadeClaim } from './world.ts';

const bank = keyOf('bank', 'ES256');
const [alice, bob, carol] = [keyOf('alice'), keyOf('bob', 'ES256K'), keyOf('carol', 'ES256')];
const val = { amt: '20', cur: 'EUR' };

function endorsed(): Statement[] {
  const note = signStatement(
    'note+jwt',
    { iat: START, jti: 'm', cls: 'endorsed', val, cnf: { jwk: jwkOf(alice) } },
    bank,
  );
  const first = pass(alice, bob, note, note);
  const second = pass(bob, carol, note, first);
  return [note, first, second, redeem(carol, note, second)];
}

const pass = (from: PrivateKey, to: PrivateKey, note: Statement, before: Statement): Statement =>
  signStatement('transfer+jwt', { iat: START, sub: note.digest, prv: before.digest, cnf: { jwk: jwkOf(to) } }, from);

const redeem = (by: PrivateKey, note: Statement, before: Statement): Statement =>
  signStatement('redemption+jwt', { iat: START, jti: 'r', sub: note.digest, prv: before.digest, aud: bank.id }, by);

function oneShow(): Statement[] {
  const secret = {
    u: scalarFrom(wide('u')),
    s: scalarFrom(wide('s')),
    x1: scalarFrom(wide('a')),
    x2: scalarFrom(wide('b')),
  };
  const osh = makeOneShow(secret);
  const note = signStatement('note+jwt', { iat: START, jti: 'm', cls: 'one-show', val, osh }, bank);
  const answer = respond(secret, osh, { payee: bob.id, iat: `${START}`, nce: 'n' });
  const cnf = { jwk: jwkOf(bob) };
  const spend = signStatement('spend+jwt', { iat: START, sub: note.digest, cnf, osh: { ...answer, nce: 'n' } }, bob);
  return [note, spend, redeem(bob, note, spend)];
}

const claimOf = (chain: readonly Statement[]): MadeClaim => ({
  chain,
  bank: bank.id,
  receivedAt: '2026-11-22T09:30:00Z',
  evidence: [],
});

function judge(...transcripts: string[][]): Examination {
  const made = transcripts.map((texts) => claimOf(texts.map((text) => ({ text }) as Statement)));
  const examination = examine(submissionOf(made), startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BY_ITSELF = ['malformed', 'alg_not_allowed', 'key_mismatch', 'weak_key', 'bad_signature'];

/** A one-show note takes milliseconds to read, so only every seventh of its characters is tried: 7 and 4 have no common factor. */
describe.each([
  ['endorsed', endorsed(), 1],
  ['one-show', oneShow(), 7],
] as const)('of a sound %s transcript', (_, chain, stride) => {
  const texts = chain.map(({ text }) => text);
  const replace = (at: number, text: string): string[] => texts.map((was, i) => (i === at ? text : was));

  it('every character is kept by a signature, or must not be there', () => {
    expect(judge(texts).claims[0]!.sound).toBe(true);
    const rng = source(7);
    const defects = new Map<string, number>();
    for (const [at, text] of texts.entries()) {
      const lastDot = text.lastIndexOf('.');
      for (let place = 0; place < text.length; place += stride) {
        const others = ALPHABET.split('').filter((letter) => letter !== text[place]);
        // Now and then what base64url does not have.
        const letter = rng.chance(0.1) ? rng.pick(['.', '=', '+', '/', ' ', 'é', '\u0000']) : rng.pick(others);
        if (letter === text[place]) continue;
        const [claim] = judge(replace(at, text.slice(0, place) + letter + text.slice(place + 1))).claims;
        const allowed = place > lastDot ? ['malformed', 'bad_signature'] : BY_ITSELF;
        expect(allowed).toContain(claim!.fault?.defect);
        expect({ at: claim!.at, place }).toEqual({ at, place });
        defects.set(claim!.fault!.defect, (defects.get(claim!.fault!.defect) ?? 0) + 1);
      }
    }
    for (const defect of ['malformed', 'alg_not_allowed', 'key_mismatch', 'bad_signature']) {
      expect(defects.get(defect)).toBeGreaterThan(2);
    }
  });

  it('no character can be left out or put in', () => {
    for (const [at, text] of texts.entries()) {
      for (let place = 0; place < text.length; place += 7 * stride) {
        for (const changed of [
          text.slice(0, place) + text.slice(place + 1),
          `${text.slice(0, place)}A${text.slice(place)}`,
        ]) {
          const [claim] = judge(replace(at, changed)).claims;
          expect(BY_ITSELF).toContain(claim!.fault?.defect);
          expect({ at: claim!.at, place }).toEqual({ at, place });
        }
      }
    }
  });

  it('the other signature of an ECDSA pair is the same statement: a replay, one step, no second act', () => {
    let malleated = 0;
    for (const [at, text] of texts.entries()) {
      const other = malleate(text);
      if (other === null) continue;
      malleated += 1;
      expect(other).not.toBe(text);
      const both = judge(texts, replace(at, other));
      expect(both.claims.map(({ sound, digest }) => ({ sound, digest }))).toEqual([
        { sound: true, digest: chain.at(-1)!.digest },
        { sound: true, digest: chain.at(-1)!.digest },
      ]);
      expect(both.findings.map(({ code }) => code)).toEqual(['replay']);
      expect(both.graph.steps).toHaveLength(chain.length);
      expect(both.outcome).toBe('no_conflict');
    }
    expect(malleated).toBeGreaterThanOrEqual(3);
  });

  it('leaving out, repeating or swapping statements is a defect', () => {
    for (const at of texts.keys()) {
      expect(judge(texts.filter((__, i) => i !== at)).claims[0]!.sound).toBe(false);
      expect(judge(texts.toSpliced(at, 0, texts[at]!)).claims[0]!.sound).toBe(false);
      for (let other = at + 1; other < texts.length; other += 1) {
        const swapped = texts.with(at, texts[other]!).with(other, texts[at]!);
        expect(judge(swapped).claims[0]!.sound).toBe(false);
      }
    }
  });
});

it('a note that came back cannot be redeemed as if it had never been away', () => {
  const note = signStatement(
    'note+jwt',
    { iat: START, jti: 'm', cls: 'endorsed', val, cnf: { jwk: jwkOf(alice) } },
    bank,
  );
  const away = pass(alice, bob, note, note);
  const back = pass(bob, alice, note, away);
  const chain = [note, away, back, redeem(alice, note, back)].map(({ text }) => text);
  expect(judge(chain).claims[0]).toMatchObject({ sound: true });
  // Every signer is the holder all the same: only the chain of digests tells.
  expect(judge([chain[0]!, chain[3]!]).claims[0]).toMatchObject({ at: 1, fault: { defect: 'broken_chain' } });
});

describe('of a submission', () => {
  it('every member that matters is asked for', () => {
    const good = toJson([claimOf(endorsed())]) as { claims: object[]; evidence: string[] };
    const without = (name: string): object => ({ ...good.claims[0], [name]: undefined });
    for (const name of ['transcript', 'bank', 'receivedAt']) {
      const json = JSON.parse(JSON.stringify({ claims: [without(name)] })) as Parameters<typeof parseSubmission>[0];
      expect(parseSubmission(json)).toMatchObject({ pointer: `/claims/0/${name}`, why: 'missing' });
    }
  });
});
