import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalOrder, examine, isRefusal, parseSubmission } from '#custody';
import { createMarket } from '#inference';
import {
  isFault,
  jwkOf,
  makePrivateKey,
  native,
  sha256,
  signStatement,
  startVerification,
  verifyStatement,
  type PrivateKey,
  type Statement,
} from '#statements';
import { decide, type Decision } from './decide.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { describeModel, inputDigest, modelDigest, signVerdict, verdictPayload } from './verdict.ts';

const keyOf = (name: string): PrivateKey =>
  makePrivateKey('Ed25519', createHash('sha256').update(`golden ${name}`).digest());
const [bank, alice, bob, carol, tribunal] = ['bank', 'alice', 'bob', 'carol', 'tribunal'].map(keyOf) as [
  PrivateKey,
  PrivateKey,
  PrivateKey,
  PrivateKey,
  PrivateKey,
];

/** Alice passed one note on to Bob and to Carol, and both redeem it. */
const note = signStatement(
  'note+jwt',
  { iat: 1_790_000_000, jti: 'n-1', cls: 'endorsed', val: { amt: '20', cur: 'EUR' }, cnf: { jwk: jwkOf(alice) } },
  bank,
);
function branch(to: PrivateKey, iat: number): Statement[] {
  const transfer = signStatement(
    'transfer+jwt',
    { iat, sub: note.digest, prv: note.digest, cnf: { jwk: jwkOf(to) } },
    alice,
  );
  const said = { iat: iat + 60, sub: note.digest, prv: transfer.digest, aud: bank.id, jti: `r-${iat}` };
  return [note, transfer, signStatement('redemption+jwt', said, to)];
}
const submission = {
  claims: [branch(bob, 1_790_000_100), branch(carol, 1_790_000_200)].map((chain, i) => ({
    transcript: chain.map(({ text }) => text),
    bank: bank.id,
    receivedAt: `2026-11-22T09:3${i}:00.120Z`,
  })),
};

const market = createMarket();
const occasion = { jti: 'v-1', iat: 1_795_000_000 };

function judge(json: typeof submission): Decision {
  const parsed = parseSubmission(json);
  if (isRefusal(parsed)) throw new Error(parsed.why);
  const examination = examine(canonicalOrder(parsed), startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return decide(examination, market, DEFAULT_POLICY);
}

const payload = verdictPayload(judge(submission), market, occasion)!;

function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === 'number') yield value;
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* numbersIn(part);
}

describe('a verdict', () => {
  it('holds no number that is not whole, at any depth', () => {
    const numbers = [...numbersIn(payload)];
    expect(numbers.length).toBeGreaterThan(20);
    expect(numbers.filter((n) => !Number.isSafeInteger(n))).toEqual([]);
  });

  it('gives each question’s answers a million parts, with reputations and without', () => {
    const questions = payload['qst'] as { hyp: { ppm: number; bare: number }[] }[];
    expect(questions).toHaveLength(1);
    for (const { hyp } of questions) {
      expect(hyp.reduce((sum, { ppm }) => sum + ppm, 0)).toBe(1_000_000);
      expect(hyp.reduce((sum, { bare }) => sum + bare, 0)).toBe(1_000_000);
    }
  });

  it('is a statement that reads and verifies, and says what was decided', () => {
    const signed = signVerdict(payload, tribunal);
    if (isFault(signed)) throw new Error(signed.why);
    expect(verifyStatement(startVerification(native), signed, null)).toBeNull();
    expect(signed).toMatchObject({ kind: 'verdict+jwt', issuer: tribunal.id });
    expect(signed.payload).toEqual({ iss: tribunal.id, ...payload });
    expect(signed.payload).toMatchObject({ sub: note.digest, rnd: 0, fnd: [{ code: 'fork', parties: [alice.id] }] });
  });

  it('covers its inputs: every statement that can be read, and the model', () => {
    const decision = judge(submission);
    const digests = [...new Set(submission.claims.flatMap(({ transcript }) => transcript))].map((text) =>
      sha256(text.slice(0, text.lastIndexOf('.'))),
    );
    const model = modelDigest(describeModel(market, decision));
    expect(payload['inp']).toBe(sha256(`${digests.sort().join('\n')}\n${model}`));
    expect(inputDigest([...digests, ...digests], model)).toBe(payload['inp']);
    expect(payload['mdl']).toMatchObject({ dig: model });
    const fewer = { claims: submission.claims.slice(0, 1) };
    expect(verdictPayload(judge(fewer), market, occasion)!['inp']).not.toBe(payload['inp']);
  });

  it('differs in its time and id only, where only they differ', () => {
    const again = verdictPayload(judge(submission), createMarket(), { jti: 'v-2', iat: 1_795_000_001 })!;
    expect({ ...again, jti: 'v-1', iat: 1_795_000_000 }).toEqual(payload);
  });
});

describe('golden bytes', () => {
  // Signed bytes outlive programs. A change here is a change of what was signed: it is meant, or it is a bug.
  it('of statements are what they were', () => {
    const texts = submission.claims.flatMap(({ transcript }) => transcript);
    expect(sha256(texts.join('\n'))).toBe('PxfZS9gF8rt54LTY3il4kQulxVhhnJ94b6sQ42Y3tpk');
  });

  it('of what the verdict says beside the model’s figures are what they were', () => {
    const { mdl: _mdl, inp: _inp, qst: _qst, why: _why, awd: _awd, clp: _clp, ...plain } = payload;
    expect(sha256(JSON.stringify(plain))).toBe('nBE4R3YN9TjKr3NWelKrDUFERtTlt3BnL7NBndG9EGU');
  });

  it('of the whole verdict are what they were with this model (new parameters make other figures: put theirs here)', () => {
    expect(sha256(JSON.stringify(payload))).toBe('2gL-gtTyZZ4wLw-NvEscfeIVVANyDuaREEWsiXLG4aU');
  });
});
