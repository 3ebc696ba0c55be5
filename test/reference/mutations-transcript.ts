// Mutations of what stands between statements: order, chain, holder, bank, register, limits
// (statements.md, "Transcript"; conflicts.md, the table of defects).
import {
  bank,
  bearer,
  bob,
  carol,
  defect,
  endorsed,
  mutation,
  NOBODY,
  NONCE,
  oneShowPlan,
  option,
  put,
  RECEIVED,
  secret,
  sound,
  stranger,
  T0,
} from './mutation-base.ts';
import { sign } from './sign.ts';
import type { Base, Mutation, Plan } from './mutation-base.ts';

const order = (name: string, base: Base, at: number | null, change: (texts: string[]) => unknown[]): Mutation =>
  mutation(name, base, defect('malformed', at), (plan) => {
    plan.transcript = change;
  });

/** A kind out of its place. */
function places(): Mutation[] {
  return [
    order('an empty transcript', endorsed, null, () => []),
    order('the note alone', endorsed, 0, (texts) => texts.slice(0, 1)),
    order('no note', endorsed, 0, (texts) => texts.slice(1)),
    order('no redemption', endorsed, 2, (texts) => texts.slice(0, -1)),
    order('two notes', endorsed, 1, ([note, ...rest]) => [note, note, ...rest]),
    order('the redemption in the middle', endorsed, 2, ([a, b, c, d]) => [a, b, d, c]),
    order('two redemptions', endorsed, 3, (texts) => [...texts, texts[3]]),
    order('reversed', endorsed, 0, (texts) => texts.reverse()),
    order('a number', endorsed, 1, ([a, , c, d]) => [a, 7, c, d]),
    order('null at the end', endorsed, 3, (texts) => [...texts.slice(0, 3), null]),
    order('a transfer of a bearer note', bearer, 1, ([a, b]) => [a, sign(bob, 'transfer+jwt', {}), b]),
    order('a bearer note alone', bearer, 0, (texts) => texts.slice(0, 1)),
    order('one-show without spend', oneShowPlan, 1, ([a, , c]) => [a, c]),
    order('one-show with two spends', oneShowPlan, 2, ([a, b, c]) => [a, b, b, c]),
    order('one-show without redemption', oneShowPlan, 1, ([a, b]) => [a, b]),
    order('10,001 statements', endorsed, null, (texts) => Array.from({ length: 10_001 }, () => texts[0])),
    mutation('201 evidence statements', bearer, defect('malformed', null), (plan) => {
      plan.claim['evidence'] = Array.from({ length: 201 }, () => 'x');
    }),
    mutation('200 evidence statements', bearer, sound, (plan) => {
      plan.claim['evidence'] = Array.from({ length: 200 }, () => 'x');
    }),
    mutation('a bearer redemption with prv', bearer, defect('malformed', 1), (plan) => put(plan, 1, { prv: NOBODY })),
    mutation('a bearer note with cnf', bearer, defect('malformed', 0), (plan) =>
      put(plan, 0, { cnf: { jwk: bob.jwk } }),
    ),
    mutation('a bearer note with osh', bearer, defect('malformed', 0), (plan) => put(plan, 0, { osh: secret.osh })),
    mutation('an endorsed note without cnf', endorsed, defect('malformed', 0), (plan) =>
      put(plan, 0, { cnf: undefined }),
    ),
    mutation('an endorsed note with osh', endorsed, defect('malformed', 0), (plan) => put(plan, 0, { osh: null })),
    mutation('a one-show note without osh', oneShowPlan, defect('malformed', 0), (plan) =>
      put(plan, 0, { osh: undefined }),
    ),
    mutation('a one-show note with cnf', oneShowPlan, defect('malformed', 0), (plan) =>
      put(plan, 0, { cnf: { jwk: bob.jwk } }),
    ),
    mutation('an attested note', endorsed, sound, (plan) => put(plan, 0, { cls: 'attested' })),
  ];
}

const edit = (name: string, base: Base, code: string, at: number, change: (plan: Plan) => void): Mutation =>
  mutation(name, base, defect(code, at), change);

/** Signs the statement at `at` with another key, stated in its header. */
function signedBy(plan: Plan, at: number, key: typeof bob): void {
  plan.drafts[at]!.key = key;
  plan.drafts[at]!.options = { jwk: true };
}

function chain(): Mutation[] {
  const made = [1, 2, 3].flatMap((at) => [
    edit(`sub of another note at ${at}`, endorsed, 'foreign_statement', at, (p) => put(p, at, { sub: NOBODY })),
    edit(`prv of nothing at ${at}`, endorsed, 'broken_chain', at, (p) => put(p, at, { prv: NOBODY })),
    edit(`another signer at ${at}`, endorsed, 'not_holder', at, (p) => signedBy(p, at, stranger)),
  ]);
  // What follows the gap is signed with a key that only the dropped statement states; where it states its own, the
  // chain is what breaks.
  const dropped = [1, 2].flatMap((at) =>
    (['key_mismatch', 'broken_chain'] as const).map((code) =>
      edit(`statement ${at} dropped: ${code}`, endorsed, code, at, (p) => {
        option(p, at + 1, { jwk: code === 'broken_chain' });
        p.transcript = (texts) => texts.filter((_, index) => index !== at);
      }),
    ),
  );
  return [
    ...made,
    ...dropped,
    edit('transfers swapped', endorsed, 'key_mismatch', 1, (p) => {
      p.transcript = ([a, b, c, d]) => [a, c, b, d];
    }),
    edit('a transfer repeated', endorsed, 'broken_chain', 2, (p) => {
      p.transcript = ([a, b, c, d]) => [a, b, b, c, d];
    }),
    edit('the redemption without prv', endorsed, 'broken_chain', 3, (p) => put(p, 3, { prv: undefined })),
    edit('a one-show redemption without prv', oneShowPlan, 'broken_chain', 2, (p) => put(p, 2, { prv: undefined })),
    edit('a one-show redemption by another', oneShowPlan, 'not_holder', 2, (p) => signedBy(p, 2, stranger)),
    edit('a spend of another note', oneShowPlan, 'foreign_statement', 1, (p) => put(p, 1, { sub: NOBODY })),
    edit('a spend whose cnf is another key', oneShowPlan, 'key_mismatch', 1, (p) =>
      put(p, 1, { cnf: { jwk: bob.jwk } }),
    ),
    edit('a bearer redemption of another note', bearer, 'foreign_statement', 1, (p) => put(p, 1, { sub: NOBODY })),
    edit('the bearer key nowhere', bearer, 'key_mismatch', 1, (p) => option(p, 1, { jwk: false })),
    edit('the aud another bank', endorsed, 'wrong_audience', 3, (p) => put(p, 3, { aud: NOBODY })),
    edit('presented by another bank', bearer, 'wrong_audience', 1, (p) => (p.claim['bank'] = NOBODY)),
    edit('expired', endorsed, 'expired_note', 3, (p) => put(p, 0, { exp: T0 + 86_399.5 })),
    edit('expired by a zone', endorsed, 'expired_note', 3, (p) => {
      p.claim['receivedAt'] = RECEIVED.replace('Z', '-01:01');
    }),
    mutation('redeemed in the second of exp', endorsed, sound, (p) => put(p, 0, { exp: T0 + 86_400 })),
    mutation('exp before iat, received before', bearer, sound, (p) => put(p, 0, { exp: T0 + 86_401 })),
  ];
}

/** "at one statement the first in this table" wins, and "the lowest index". */
function several(): Mutation[] {
  const flip = (signature: Uint8Array): Uint8Array => signature.with(1, signature[1]! ^ 1);
  return [
    edit('ill-formed and alg none', bearer, 'malformed', 1, (p) => {
      put(p, 1, { jti: '' });
      option(p, 1, { header: { alg: 'none' } });
    }),
    edit('crit and kid of nobody', bearer, 'alg_not_allowed', 1, (p) =>
      option(p, 1, { header: { crit: [], kid: NOBODY } }),
    ),
    edit('bad signature and foreign', bearer, 'bad_signature', 1, (p) => {
      put(p, 1, { sub: NOBODY });
      option(p, 1, { signature: flip });
    }),
    edit('foreign, broken, not the holder', endorsed, 'foreign_statement', 2, (p) => {
      put(p, 2, { sub: NOBODY, prv: NOBODY });
      signedBy(p, 2, stranger);
    }),
    edit('broken and not the holder', endorsed, 'broken_chain', 3, (p) => {
      put(p, 3, { prv: NOBODY, aud: NOBODY });
      signedBy(p, 3, stranger);
    }),
    edit('not the holder and wrong audience', endorsed, 'not_holder', 3, (p) => {
      put(p, 3, { aud: NOBODY });
      signedBy(p, 3, stranger);
    }),
    edit('wrong audience and expired', bearer, 'wrong_audience', 1, (p) => {
      put(p, 0, { exp: T0 });
      put(p, 1, { aud: NOBODY });
    }),
    edit('a wrong response to a foreign note', oneShowPlan, 'bad_signature', 1, (p) =>
      put(p, 1, { sub: NOBODY, osh: secret.answer(stranger.id, String(T0 + 10), NONCE) }),
    ),
    edit('the redemption malformed, the transfer foreign', endorsed, 'foreign_statement', 1, (p) => {
      put(p, 1, { sub: NOBODY });
      put(p, 3, { jti: undefined });
    }),
    edit('an unlisted issuer and a bad transfer', endorsed, 'untrusted_issuer', 0, (p) => {
      p.register = [bob.jwk];
      put(p, 1, { sub: NOBODY });
    }),
    edit('an unlisted issuer with a bad signature', bearer, 'bad_signature', 0, (p) => {
      p.register = [];
      option(p, 0, { signature: flip });
    }),
  ];
}

function registers(): Mutation[] {
  const given = (plan: Plan, ...keys: (typeof bob)[]): void => void (plan.register = keys.map(({ jwk }) => jwk));
  return [
    mutation('a register with the issuer', endorsed, sound, (p) => given(p, carol, bank)),
    edit('a register without the issuer', endorsed, 'untrusted_issuer', 0, (p) => given(p, carol)),
    edit('an empty register', bearer, 'untrusted_issuer', 0, (p) => given(p)),
    edit('a note without jwk, no register', bearer, 'key_mismatch', 0, (p) => option(p, 0, { jwk: false })),
    edit('a note without jwk, another register', bearer, 'key_mismatch', 0, (p) => {
      option(p, 0, { jwk: false });
      given(p, carol);
    }),
    mutation('a note without jwk, its bank registered', bearer, sound, (p) => {
      option(p, 0, { jwk: false });
      given(p, bank);
    }),
    mutation('a claimant known from the register', bearer, sound, (p) => {
      option(p, 1, { jwk: false });
      given(p, bank, bob);
    }),
  ];
}

export function transcriptMutations(): Mutation[] {
  return [...places(), ...chain(), ...several(), ...registers()];
}
